package dev.flags.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Configuration files with one thing changed in them: each value in turn is left out, null, empty, blank, of every other
 * type, out of range, too long, doubled, turned around or nearly right. A place of a shape that was there before, such
 * as {@code /flags/#/rules/#/id}, is not changed again.
 */
public final class Mutants {

    /**
     * A file with one change.
     *
     * @param place the shape of the place that was changed
     * @param change what was done there
     */
    public record Mutant(String place, String change, JsonNode file) {
        /** The name of the member that was changed, or of the array that the changed element is in. */
        public String member() {
            String[] steps = place.replaceAll(" .*|(/#)+$", "").split("/", -1);
            return steps[steps.length - 1];
        }

        @Override
        public String toString() {
            return place + ": " + change;
        }
    }

    /** Every type, and numbers that are too small, too large and not whole. */
    private static final List<String> VALUES = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"?\"",
            "true",
            "false",
            "0",
            "-1",
            "1.5",
            "100001",
            "1000000000000000000",
            "[]",
            "[1]",
            "[null]",
            "{}",
            "{\"?\": 1}");

    /** What nearly is an instant, a version and so on. Some of it is one. */
    private static final Map<Pattern, List<String>> NEARLY = Map.of(
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*"),
            List.of(
                    "2026-12-01",
                    "2026-12-01T00:00:00",
                    "2026-02-29T00:00:00Z",
                    "2026-12-01T24:00:00Z",
                    "2026-12-01T23:59:60Z",
                    "2026-12-01t00:00:00z",
                    "2026-12-01T00:00+01",
                    "2026-12-01T00:00:00-01:30:15",
                    "2026-12-01T00:00:00+18:00",
                    "2026-12-01T00:00:00+18:01",
                    "2026-12-01T00:00:00+24",
                    "2026-12-01T00:00:00.123456789Z",
                    "2026-12-01T00:00:00.1234567890Z",
                    "2026-12-01T00:00:00.Z",
                    "0000-01-01T00:00:00Z",
                    "0000-01-01T00:00:00+00:01",
                    "9999-12-31T23:59:59-00:01",
                    "+10000-01-01T00:00:00Z",
                    "2026-12-01T00:00:00Z\n",
                    "2026-12-01 00:00:00Z"),
            Pattern.compile("P.*[DHMS]"),
            List.of(
                    "P",
                    "PT",
                    "P1DT",
                    "P1W",
                    "P1Y",
                    "PT0S",
                    "P0DT0H",
                    "PT5.S",
                    "PT1,5S",
                    "PT1.5M",
                    "pt5m",
                    "PT-5M",
                    "-PT5M",
                    "PT5M ",
                    "PT0.000000001S"),
            Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+([+-].*)?"),
            List.of(
                    "1.2",
                    "1.2.3.4",
                    "v1.2.3",
                    "01.2.3",
                    "1.2.3-",
                    "1.2.3-01",
                    "1.2.3-0a.-.b",
                    "1.2.3+01",
                    "1.2.3+",
                    "1.2.3-a+b+c",
                    "1.2.3\n",
                    "1.2.3-é"),
            Pattern.compile("[0-9a-f:.]*(:|\\.)[0-9a-f:.]*(/[0-9]+)?"),
            List.of(
                    "10.0.0.0/33",
                    "10.0.0.0/32",
                    "10.0.0.0/08",
                    "10.0.0.0/",
                    "10.0.0",
                    "010.0.0.1",
                    "::",
                    "::/128",
                    "::/129",
                    ":::",
                    "1::2::3",
                    "1:2:3:4:5:6:7",
                    "1:2:3:4:5:6:7:8",
                    "1:2:3:4:5:6:7::",
                    "1:2:3:4:5:6:7:8::",
                    "::ffff:1.2.3.4/104",
                    "::1.2.3",
                    "1.2.3.4::",
                    "12345::",
                    "fe80::1%eth0",
                    "[::1]",
                    "::1\n"),
            Pattern.compile("\\^.*\\$?"),
            List.of("(", "[a", "a**", "(?=a)", "(a)\\1", "a{2,1}", "a{1000}", "a{1001}", "(a{40}){40}", "\\p{Nope}"),
            Pattern.compile("[a-z/]+\\.txt"),
            List.of("../a.txt", "/a.txt", "a/../b.txt", "a/..", "..a", "a\\b", "c:a", "a\u0000", "./a", "a//b"));

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_TEXT = 65_536;

    private final Set<String> places = new HashSet<>();
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutants() {}

    /** The mutants of all files, each place once. */
    public static List<Mutant> of(List<JsonNode> files) {
        Mutants mutants = new Mutants();
        files.forEach(file -> mutants.add(new Change(file, List.of()), file, "", ""));
        return mutants.mutants;
    }

    /** A place in a file, by the names and indexes that lead to it. */
    private record Change(JsonNode file, List<Object> path) {

        Change below(Object step) {
            List<Object> longer = new ArrayList<>(path);
            longer.add(step);
            return new Change(file, longer);
        }

        /** The file with another value in this place, or without it if {@code value} is missing. */
        JsonNode to(JsonNode value) {
            if (path.isEmpty()) {
                return value;
            }
            JsonNode copy = file.deepCopy();
            JsonNode parent = copy;
            for (Object step : path.subList(0, path.size() - 1)) {
                parent = step instanceof Integer index ? parent.get(index) : parent.get((String) step);
            }
            Object last = path.get(path.size() - 1);
            if (parent instanceof ObjectNode object) {
                object.remove((String) last);
                if (!value.isMissingNode()) {
                    object.set((String) last, value);
                }
            } else if (value.isMissingNode()) {
                ((ArrayNode) parent).remove((Integer) last);
            } else {
                ((ArrayNode) parent).set((Integer) last, value);
            }
            return copy;
        }
    }

    /** @param kind what else the meaning of the place depends on: the form of the flag, the operator of the clause */
    private void add(Change change, JsonNode value, String place, String kind) {
        if (places.add(place + kind)) {
            changes(value).forEach((what, changed) -> {
                if (!changed.equals(value)) {
                    mutants.add(new Mutant(place + kind, what, change.to(changed)));
                }
            });
        }
        String form = value.has("status") ? kind + (value.has("default") ? " rich" : " plain") : kind;
        value.properties().forEach(m -> {
            String operator =
                    m.getKey().equals("values") ? " " + value.path("op").asText() : "";
            add(change.below(m.getKey()), m.getValue(), place + "/" + m.getKey(), form + operator);
        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            add(change.below(i), value.get(i), place + "/#", form);
        }
    }

    private static Map<String, JsonNode> changes(JsonNode value) {
        Map<String, JsonNode> changes = new LinkedHashMap<>();
        changes.put("absent", JsonNodeFactory.instance.missingNode());
        VALUES.forEach(text -> changes.put(text, NaiveEvaluator.parse(text)));
        changes.put("too long for a name", TextNode.valueOf("x".repeat(LONGEST_NAME + 1)));
        if (value instanceof ObjectNode object) {
            changes.put("an unknown member", object.deepCopy().put("unknwon", 1));
            changes.put("a member without a name", object.deepCopy().put("", 1));
        } else if (value instanceof ArrayNode array) {
            changes.put("null at the end", array.deepCopy().addNull());
            changes.put("turned around", reversed(array));
            array.forEach(element -> changes.put("doubled", array.deepCopy().add(element)));
        } else if (value.isTextual()) {
            changes.put("too long for a text", TextNode.valueOf("x".repeat(LONGEST_TEXT + 1)));
            changes.put("in upper case", TextNode.valueOf(value.textValue().toUpperCase(Locale.ROOT)));
            nearly(value.textValue()).forEach(text -> changes.put("\"" + text + "\"", TextNode.valueOf(text)));
        }
        return changes;
    }

    private static ArrayNode reversed(ArrayNode array) {
        ArrayNode reversed = array.arrayNode();
        array.forEach(element -> reversed.insert(0, element));
        return reversed;
    }

    private static List<String> nearly(String text) {
        return NEARLY.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(text).matches())
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}
