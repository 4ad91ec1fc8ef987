package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a method returned with what the vectors expect, within their tolerance, and keeps the largest relative error
 * of each method; the tables are left in {@code target/vector-errors}.
 *
 * <p>The vectors' conventions: a difference may be {@code abs + rel·|expected|}, and {@code p_rel} alone for probabilities and
 * expected losses; an expected value below 1e-300 is one that underflowed, and its logarithm is compared instead.
 */
final class VectorErrors {
    private static final Path TABLES = Path.of("target", "vector-errors");
    private static final double UNDERFLOW = 1e-300;
    /** The expected values were computed with 50 digits, in which ln(1 − 1e-60) is 0. */
    private static final double BELOW_REFERENCE = 1e-45;

    private final String method;
    private int cases;
    private int fields;
    private double largest;
    private String worst = "-";

    VectorErrors(String method) {
        this.method = method;
    }

    /** Fails unless {@code got} has all that is expected, and nothing else. */
    void check(VectorCase vector, Map<String, ?> got) {
        cases++;
        compare(vector, "", vector.expected(), got);
    }

    private void compare(VectorCase vector, String path, JsonValue expected, @Nullable Object got) {
        if (expected instanceof JsonObject object) {
            compareMembers(vector, path, object, got);
        } else if (expected instanceof JsonArray array) {
            compareElements(vector, path, array.elements(), got);
        } else if (expected instanceof JsonNumber number) {
            compareNumber(vector, path, Double.parseDouble(number.literal()), got);
        } else if (expected instanceof JsonNull) {
            assertThat(got).as("%s%s", vector, path).isNull();
        } else if (expected instanceof JsonString string) {
            assertThat(String.valueOf(got)).as("%s%s", vector, path).isEqualTo(string.value());
        } else if (expected instanceof JsonBoolean bool) {
            assertThat(String.valueOf(got)).as("%s%s", vector, path).isEqualTo(bool.toJson());
        }
    }

    private void compareMembers(VectorCase vector, String path, JsonObject expected, @Nullable Object got) {
        assertThat(got).as("%s%s", vector, path).isInstanceOf(Map.class);
        Map<?, ?> members = (Map<?, ?>) got;
        assertThat(new TreeSet<Object>(members.keySet()))
                .as("%s%s", vector, path)
                .isEqualTo(new TreeSet<Object>(expected.members().keySet()));
        expected.members().forEach((name, value) -> compare(vector, path + "/" + name, value, members.get(name)));
    }

    private void compareElements(VectorCase vector, String path, List<JsonValue> expected, @Nullable Object got) {
        assertThat(got).as("%s%s", vector, path).isInstanceOf(List.class);
        List<?> elements = (List<?>) got;
        assertThat(elements).as("%s%s", vector, path).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            compare(vector, path + "/" + i, expected.get(i), elements.get(i));
        }
    }

    private void compareNumber(VectorCase vector, String path, double expected, @Nullable Object got) {
        assertThat(got).as("%s%s", vector, path).isInstanceOf(Number.class);
        double value = ((Number) got).doubleValue();
        fields++;
        if (Math.abs(expected) < UNDERFLOW) {
            assertThat(Math.abs(value))
                    .as("%s%s", vector, path)
                    .isLessThanOrEqualTo(Math.max(abs(vector), BELOW_REFERENCE));
            return;
        }
        double difference = Math.abs(value - expected);
        assertThat(difference)
                .as("%s%s: %s instead of %s", vector, path, value, expected)
                .isLessThanOrEqualTo(allowed(vector, path, Math.abs(expected)));
        note(difference / Math.abs(expected), vector.id() + path);
    }

    private static double allowed(VectorCase vector, String path, double expected) {
        String field = path.replaceAll("(/[0-9]+)+$", "").replaceAll(".*/", "");
        boolean isProbability = (field.startsWith("p_") && !field.equals("p_best"))
                || field.equals("p")
                || field.startsWith("chance")
                || field.startsWith("expected_loss");
        if (isProbability && vector.tolerance().has("p_rel")) {
            return VectorCase.number(vector.tolerance(), "p_rel") * expected;
        }
        return abs(vector) + VectorCase.number(vector.tolerance(), "rel") * expected;
    }

    private static double abs(VectorCase vector) {
        return VectorCase.number(vector.tolerance(), "abs");
    }

    private void note(double error, String where) {
        if (error > largest) {
            largest = error;
            worst = where;
        }
    }

    /** Leaves one line for the table. */
    void save() {
        String line = String.format(
                Locale.ROOT,
                "%-24s %3d cases %5d numbers  largest relative error %.1e  %s%n",
                method,
                cases,
                fields,
                largest,
                worst);
        try {
            Files.createDirectories(TABLES);
            Files.writeString(TABLES.resolve(method + ".txt"), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
