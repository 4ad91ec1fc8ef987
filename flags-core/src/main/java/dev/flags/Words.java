package dev.flags;

import dev.flags.BucketFinding.Entry;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.SlotRange;
import dev.flags.internal.Quoted;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How explanations write things down for people: quoted where they could garble a line, shortened where they are long. */
final class Words {
    /** The most elements that are written out. */
    static final int MAX_SHOWN = 8;

    private static final int DECIMALS = 3;

    private Words() {}

    /** {@code flag "new_checkout" serves "on"} */
    static String answer(Explanation explanation) {
        String flag = "flag " + quote(explanation.flag());
        if (explanation.answer() instanceof Explanation.Fallback fallback) {
            return flag + " has no answer (" + fallback.error() + ")";
        }
        return flag + " serves " + quote(((Explanation.Served) explanation.answer()).variant());
    }

    /** {@code rule "pro"}, or the kind alone where that is the step's name. */
    static String step(ExplainedStep step) {
        String kind = step.kind().key();
        return step.name().equals(kind) ? kind : kind + " " + quote(step.name());
    }

    static String quote(String text) {
        return Quoted.of(text);
    }

    /** {@code plan = "free"} */
    static String attribute(String name, JsonValue value) {
        return attribute(name) + " = " + value(value);
    }

    /** The name of an attribute as it is, or quoted if that could be mistaken for something else. */
    static String attribute(String name) {
        boolean isPlain = name.length() <= Quoted.MAX_LENGTH && name.chars().allMatch(Words::isPlain);
        return isPlain ? name : quote(name);
    }

    private static boolean isPlain(int character) {
        return Character.isLetterOrDigit(character) || "_-./".indexOf(character) >= 0;
    }

    static String attributes(List<String> names) {
        return list(names, Words::attribute);
    }

    static String unit(BucketFinding.Unit unit) {
        return attribute(unit.attribute(), new JsonString(unit.text()));
    }

    /** A value as JSON, of which only the outermost array is opened up. */
    static String value(JsonValue value) {
        return value instanceof JsonArray array ? "[" + list(array.elements(), Words::element) + "]" : element(value);
    }

    static String values(List<JsonValue> values) {
        return list(values, Words::element);
    }

    private static String element(JsonValue value) {
        if (value instanceof JsonString string) {
            return quote(string.value());
        }
        return value instanceof JsonObject || value instanceof JsonArray ? value.typeName() : value.toJson();
    }

    /** {@code one of "pro", "team"}, or the only one. */
    static String oneOf(List<String> names) {
        return (names.size() == 1 ? "" : "one of ") + list(names, Words::quote);
    }

    static String ranges(List<SlotRange> ranges) {
        return list(ranges, range -> quote(range.variant()) + " " + slots(range.from(), range.to()));
    }

    static String slots(List<Layer.Slots> slots) {
        return list(slots, range -> slots(range.from(), range.to()));
    }

    /** {@code [0 %, 10 %)} */
    static String slots(int from, int to) {
        return "[" + new Percentage(from) + ", " + new Percentage(to) + ")";
    }

    /** What is said of a bucket that is in none of some slots. */
    static String outsideOf(String slots) {
        return slots.isEmpty() ? " finds no slots at all" : " is outside of " + slots;
    }

    static String weights(Map<String, Percentage> weights) {
        return list(weights.entrySet(), weight -> quote(weight.getKey()) + " " + weight.getValue());
    }

    /** What another percentage would change, as the end of a sentence. */
    static String entries(List<Entry> entries, String current) {
        return entries.stream().map(entry -> entry(entry, current)).collect(Collectors.joining());
    }

    private static String entry(Entry entry, String current) {
        String at = bucket(entry.at().slots());
        return entry.variant().equals(current)
                ? "; would leave it below " + at
                : "; would enter " + quote(entry.variant()) + " at " + at;
    }

    /** {@code 37.120 %}, to the slot. */
    static String bucket(int slot) {
        return BigDecimal.valueOf(slot, DECIMALS).toPlainString() + " %";
    }

    static String now(Instant now) {
        return "(now " + now + ")";
    }

    /** {@code 10 000} */
    static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    /** The first few of them, and how many more there are. */
    private static <T> String list(Collection<T> all, Function<T, String> word) {
        String shown = all.stream().limit(MAX_SHOWN).map(word).collect(Collectors.joining(", "));
        int more = all.size() - MAX_SHOWN;
        return more > 0 ? shown + " and " + count(more) + " more" : shown;
    }
}
