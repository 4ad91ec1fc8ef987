package dev.flags.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is written is read as the same. */
class JsonValueProperties {
    private static final String[] NUMBERS = {"0", "-0", "1.50", "-1E+3", "12345678901234567890", "1e-7", "0.000"};
    private static final String LETTERS = "ab\"\\/\n\t\u0000\u007f\u2028\ufeffé日 {}[]:,";

    @Property(tries = 2_000)
    void parseOfToJson_isTheValue(@ForAll long seed) {
        JsonValue value = value(new Random(seed), 5);
        assertSame(JsonValue.parse(value.toJson()), value);
        assertSame(JsonValue.parse(value.toJson().getBytes(StandardCharsets.UTF_8)), value);
        assertThat(value.toString()).isEqualTo(value.toJson());
    }

    @Property(tries = 2_000)
    void parseOfToPrettyJson_isTheValue(@ForAll long seed, @ForAll @IntRange(max = 7) int brokenLevels) {
        JsonValue value = value(new Random(seed), 5);
        String pretty = value.toPrettyJson(brokenLevels);
        assertSame(JsonValue.parse(pretty), value);
        assertThat(pretty.lines()).noneMatch(line -> line.endsWith(" ") || line.contains("\t"));
    }

    private static void assertSame(JsonValue actual, JsonValue expected) {
        assertThat(actual).isEqualTo(expected);
        assertThat(actual.toJson()).isEqualTo(expected.toJson());
    }

    private static JsonValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> new JsonNumber(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> JsonNumber.of(random.nextGaussian());
            case 4 -> new JsonString(text(random));
            case 5 -> array(random, depth);
            default -> object(random, depth);
        };
    }

    private static JsonValue array(Random random, int depth) {
        List<JsonValue> elements = new ArrayList<>();
        int size = random.nextInt(random.nextInt(10) == 0 ? 80 : 5);
        for (int i = 0; i < size; i++) {
            elements.add(value(random, depth - 1));
        }
        return new JsonArray(elements);
    }

    private static JsonValue object(Random random, int depth) {
        JsonObject.Builder object = JsonObject.builder();
        int size = random.nextInt(random.nextInt(10) == 0 ? 40 : 5);
        for (int i = 0; i < size; i++) {
            object.put(text(random), value(random, depth - 1));
        }
        return object.build();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(8) == 0) {
                text.appendCodePoint(0x1F600 + random.nextInt(50));
            } else {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return text.toString();
    }
}
