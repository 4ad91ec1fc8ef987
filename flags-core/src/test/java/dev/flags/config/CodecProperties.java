package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Problem.Severity;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.oracle.ConfigGenerator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Nothing that a file says is lost or changed by reading and writing it. */
class CodecProperties {
    private static final int FILES = 2_000;

    @Property(tries = FILES)
    void readingWhatWasWritten_givesTheSame(@ForAll long seed) {
        ConfigFile file = file(seed);
        flags(file, text -> {
            Flag flag = ConfigCodec.readFlag(text).orThrow();
            JsonObject written = ConfigCodec.write(flag);
            assertThat(ConfigCodec.readFlag(written).orThrow()).isEqualTo(flag).hasSameHashCodeAs(flag);
            assertThat(ConfigCodec.readFlag(flag.name(), written.toPrettyJson(1))
                            .orThrow())
                    .isEqualTo(flag);
        });
        for (JsonValue value : file.segments()) {
            Segment segment = ConfigCodec.readSegment((JsonObject) value).orThrow();
            JsonObject written = ConfigCodec.write(segment);
            assertThat(ConfigCodec.readSegment(segment.name(), written.toJson()).orThrow())
                    .isEqualTo(segment);
        }
        for (JsonValue value : file.layers()) {
            Layer layer = ConfigCodec.readLayer((JsonObject) value).orThrow();
            JsonObject written = ConfigCodec.write(layer);
            assertThat(ConfigCodec.readLayer(layer.name(), written.toJson()).orThrow())
                    .isEqualTo(layer);
        }
    }

    @Property(tries = FILES)
    void generatedFile_hasNoProblem(@ForAll long seed) {
        assertThat(CodecCases.problems(text(seed))).isEmpty();
    }

    @Property(tries = FILES)
    void writingOverItsOwnText_changesNothing(@ForAll long seed) {
        flags(file(seed), text -> {
            JsonObject shuffled = shuffled(text, new Random(seed));
            Flag flag = ConfigCodec.readFlag(shuffled).orThrow();
            assertThat(ConfigCodec.write(flag, shuffled).toJson()).isEqualTo(shuffled.toJson());
        });
    }

    @Property(tries = FILES / 4)
    void changingOneThing_changesOnlyItsMember(@ForAll long seed) {
        flags(file(seed), text -> {
            Flag flag = ConfigCodec.readFlag(text).orThrow();
            assertChanges(
                    flag,
                    text,
                    "description",
                    f -> f.toBuilder().description("changed " + seed).build());
            assertChanges(flag, text, "salt", f -> f.toBuilder().salt("changed").build());
            assertChanges(
                    flag,
                    text,
                    "status",
                    f -> f.toBuilder()
                            .status(f.status() == FlagStatus.ENABLED ? FlagStatus.DISABLED : FlagStatus.ENABLED)
                            .build());
            assertChanges(
                    flag,
                    text,
                    "denied",
                    f -> f.toBuilder()
                            .denied(List.of(new Denial(List.of("somebody"), "account", null, "test")))
                            .build());
            if (flag.definition() instanceof Plain plain) {
                JsonObject conditions = JsonObject.builder()
                        .putAll(plain.conditions())
                        .put("changed", new JsonArray(List.of()))
                        .build();
                assertChanges(
                        flag,
                        text,
                        "conditions",
                        f -> f.toBuilder().conditions(conditions).build());
            } else {
                assertChanges(
                        flag,
                        text,
                        "rules",
                        f -> f.toBuilder()
                                .definition(((Rich) f.definition())
                                        .toBuilder()
                                                .rule(Rule.of("changed", null, ((Rich) f.definition()).defaultServe()))
                                                .build())
                                .build());
            }
        });
    }

    /** Also where the whole form changes, and what was left out or written out before means something else now. */
    @Property(tries = FILES / 10)
    void writingOverAnotherText_saysWhatTheFlagIs(@ForAll long seed) {
        List<Flag> flags = new ArrayList<>();
        List<JsonObject> texts = new ArrayList<>();
        flags(file(seed), text -> {
            texts.add(text);
            flags.add(ConfigCodec.readFlag(text).orThrow());
        });
        for (Flag flag : flags) {
            for (JsonObject text : texts) {
                assertThat(ConfigCodec.readFlag(ConfigCodec.write(flag, text)).orThrow())
                        .isEqualTo(flag);
            }
        }
    }

    @Property(tries = FILES)
    void file_isReadAsItWasWritten(@ForAll long seed) {
        ConfigFile file = file(seed);
        byte[] written = file.write();
        assertThat(ConfigFile.read(written).orThrow()).isEqualTo(file);
        assertThat(JsonValue.parse(written).toJson())
                .isEqualTo(JsonValue.parse(text(seed)).toJson());
        assertThat(new String(written, StandardCharsets.UTF_8)).endsWith("}\n").doesNotContain("\r", "\t");
    }

    @Property(tries = FILES)
    void damagedDocument_hasProblemsButNeverAnException(@ForAll long seed) {
        Random random = new Random(seed);
        ConfigFile file = file(seed);
        flags(file, text -> assertProblemsOrValue(ConfigCodec.readFlag(damaged(text, random))));
        file.segments().forEach(s -> assertProblemsOrValue(ConfigCodec.readSegment(damaged((JsonObject) s, random))));
        file.layers().forEach(s -> assertProblemsOrValue(ConfigCodec.readLayer(damaged((JsonObject) s, random))));
    }

    @Property(tries = 5_000)
    void weights_surviveToTheThousandth(@ForAll long seed) {
        Random random = new Random(seed);
        int on = random.nextInt(Percentage.SCALE + 1);
        JsonObject split = JsonObject.builder()
                .put("on", JsonNumber.of(BigDecimal.valueOf(on, 3)))
                .put("off", JsonNumber.of(BigDecimal.valueOf(Percentage.SCALE - on, 3)))
                .build();
        JsonObject text = JsonObject.builder()
                .put("name", "f")
                .put("status", "enabled")
                .put("default", JsonObject.builder().put("weights", split).build())
                .build();
        Flag flag = ConfigCodec.readFlag(text).orThrow();
        assertThat(((Split) ((Rich) flag.definition()).defaultServe()).effectiveRanges())
                .containsExactly(new SlotRange("on", 0, on), new SlotRange("off", on, Percentage.SCALE));
        assertThat(ConfigCodec.readFlag(ConfigCodec.write(flag)).orThrow()).isEqualTo(flag);
    }

    private static void assertChanges(Flag flag, JsonObject text, String member, UnaryOperator<Flag> change) {
        Flag changed = change.apply(flag);
        JsonObject written = ConfigCodec.write(changed, text);
        assertThat(ConfigCodec.readFlag(written).orThrow()).isEqualTo(changed);
        assertThat(without(member, written).toJson())
                .isEqualTo(without(member, text).toJson());
        if (text.has(member) && written.has(member)) {
            assertThat(written.members().keySet())
                    .containsExactlyElementsOf(text.members().keySet());
        }
    }

    private static void assertProblemsOrValue(Parsed<?> parsed) {
        boolean errors = parsed.problems().stream().anyMatch(p -> p.severity() == Severity.ERROR);
        assertThat(parsed.value().isPresent()).isNotEqualTo(errors);
        assertThat(parsed.problems())
                .allSatisfy(problem -> assertThat(problem.message()).doesNotContain("?\"", "null null"));
    }

    private static void flags(ConfigFile file, Consumer<JsonObject> consumer) {
        file.flags().forEach(flag -> consumer.accept((JsonObject) flag));
    }

    private static ConfigFile file(long seed) {
        return ConfigFile.read(text(seed).getBytes(StandardCharsets.UTF_8)).orThrow();
    }

    private static String text(long seed) {
        return new ConfigGenerator(new Random(seed)).config().toString();
    }

    private static JsonObject without(String member, JsonObject object) {
        JsonObject.Builder rest = JsonObject.builder();
        object.members().forEach((name, value) -> {
            if (!name.equals(member)) {
                rest.put(name, value);
            }
        });
        return rest.build();
    }

    private static JsonObject shuffled(JsonObject object, Random random) {
        List<String> names = new ArrayList<>(object.members().keySet());
        Collections.shuffle(names, random);
        JsonObject.Builder shuffled = JsonObject.builder();
        names.forEach(name -> shuffled.put(name, object.get(name).orElseThrow()));
        return shuffled.build();
    }

    /** The value with something in it replaced, left out, or renamed. */
    private static JsonObject damaged(JsonObject object, Random random) {
        List<String> names = new ArrayList<>(object.members().keySet());
        String victim = names.get(random.nextInt(names.size()));
        JsonObject.Builder damaged = JsonObject.builder();
        object.members().forEach((name, value) -> {
            if (!name.equals(victim)) {
                damaged.put(name, value);
            } else if (random.nextInt(8) == 0) {
                damaged.put(name + "s", value);
            } else if (random.nextInt(8) > 0) {
                damaged.put(name, damaged(value, random));
            }
        });
        return damaged.build();
    }

    private static JsonValue damaged(JsonValue value, Random random) {
        if (random.nextInt(3) > 0 && value instanceof JsonObject object && !object.isEmpty()) {
            return damaged(object, random);
        }
        if (random.nextInt(3) > 0
                && value instanceof JsonArray array
                && !array.elements().isEmpty()) {
            List<JsonValue> elements = new ArrayList<>(array.elements());
            int at = random.nextInt(elements.size());
            elements.set(at, damaged(elements.get(at), random));
            return new JsonArray(elements);
        }
        List<JsonValue> others = List.of(
                JsonValue.parse("null"),
                JsonValue.parse("true"),
                new JsonString(""),
                new JsonString("on"),
                new JsonString("x".repeat(300)),
                JsonNumber.of(-1),
                JsonNumber.of(1e300),
                JsonNumber.of(0.0005),
                JsonArray.EMPTY,
                JsonValue.parse("[[]]"),
                JsonObject.EMPTY,
                JsonValue.parse("{\"\": null}"));
        return others.get(random.nextInt(others.size()));
    }
}
