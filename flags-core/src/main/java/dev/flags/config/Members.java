package dev.flags.config;

import dev.flags.internal.IsoInstant;
import dev.flags.internal.JsonPointer;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object while it is read. Every method answers something, a stand-in where the member is
 * wrong, and notes the problem: so that one pass finds everything that is wrong. Members that nobody asked for are
 * unknown. For modules that keep documents of their own. Not thread-safe.
 */
public final class Members {
    /** What durations are made of. Java's also have signs, commas and small letters, which no other reader has to take. */
    private static final String DURATION = "PDTHMS.0123456789";

    private final JsonObject object;
    private final String pointer;
    private final Problems problems;
    /** The names that were asked for, some of them twice. */
    private final List<String> known = new ArrayList<>();

    /** @param pointer where the object is in its document, a JSON pointer */
    public Members(JsonObject object, String pointer, Problems problems) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
    }

    /** The members of a value that has to be an object; empty, and a problem, if it is none. */
    public static Optional<Members> of(JsonValue value, String pointer, Problems problems) {
        if (value instanceof JsonObject object) {
            return Optional.of(new Members(object, pointer, problems));
        }
        wrongType(value, "an object", pointer, problems);
        return Optional.empty();
    }

    public String pointer() {
        return pointer;
    }

    /** The names of all members, in their order. */
    public List<String> names() {
        return List.copyOf(object.members().keySet());
    }

    public String at(String name) {
        return JsonPointer.child(pointer, name);
    }

    public boolean has(String name) {
        return value(name).isPresent();
    }

    public Optional<JsonValue> value(String name) {
        known.add(name);
        return object.get(name);
    }

    /** The value of a member that has to be there. */
    public Optional<JsonValue> required(String name) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            problems.error(pointer, Text.quote(name) + " is required");
        }
        return value;
    }

    public String requiredString(String name) {
        return requiredString(name, "?");
    }

    public String requiredString(String name, String standIn) {
        return required(name).flatMap(value -> member(value, name)).orElse(standIn);
    }

    public Optional<String> string(String name) {
        return value(name).flatMap(value -> member(value, name));
    }

    public boolean bool(String name, boolean absent) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            return absent;
        }
        if (value.get() instanceof JsonBoolean bool) {
            return bool.value();
        }
        wrongType(value.get(), "true or false", at(name), problems);
        return absent;
    }

    public @Nullable Instant instant(String name) {
        return string(name)
                .map(text ->
                        problems.<Optional<Instant>>make(at(name), () -> Optional.of(inUtc(text)), Optional::empty))
                .flatMap(Function.identity())
                .orElse(null);
    }

    /** The instant is written in UTC, where its year may be another, and has to be one that can be read again. */
    private static Instant inUtc(String text) {
        String written = IsoInstant.parse(text).toInstant().toString();
        return IsoInstant.parse(written).toInstant();
    }

    /** An ISO-8601 duration of days, hours, minutes and seconds, such as {@code PT10M}. */
    public Optional<Duration> duration(String name) {
        return string(name).map(text -> {
            try {
                if (text.chars().allMatch(c -> DURATION.indexOf(c) >= 0)) {
                    return Duration.parse(text);
                }
            } catch (DateTimeException e) {
                // Refused below, as what is no duration to others is.
            }
            problems.error(at(name), "is no ISO-8601 duration such as \"PT10M\": " + Text.quote(text));
            return Duration.ofDays(1);
        });
    }

    /** A finite number. */
    public OptionalDouble number(String name) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (value.get() instanceof JsonNumber number) {
            return OptionalDouble.of(number.toBigDecimal().doubleValue());
        }
        wrongType(value.get(), "a number", at(name), problems);
        return OptionalDouble.of(0);
    }

    /** An integer. */
    public OptionalInt integer(String name) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalLong number = SplitReader.integer(value.get());
        if (number.isPresent() && number.getAsLong() == (int) number.getAsLong()) {
            return OptionalInt.of((int) number.getAsLong());
        }
        String given = value.get() instanceof JsonNumber
                ? value.get().toJson()
                : value.get().typeName();
        problems.error(at(name), "is " + given + "; an integer is required");
        return OptionalInt.of(0);
    }

    /** A number of percent from 0 to 100, in steps of 0.001. */
    public Optional<Percentage> percentage(String name) {
        return value(name).map(value -> {
            if (value instanceof JsonNumber number) {
                return problems.make(
                        at(name), () -> Percentage.ofPercent(number.toBigDecimal()), () -> Percentage.NONE);
            }
            wrongType(value, "a number", at(name), problems);
            return Percentage.NONE;
        });
    }

    /** A condition as flags have it. */
    public Optional<Condition> condition(String name) {
        return value(name).map(value -> new ConditionReader(problems).read(value, at(name)));
    }

    /** A name out of a closed set. */
    public <E extends Enum<E>> Optional<E> oneOf(String name, Collection<E> allowed, Function<E, String> key) {
        return value(name).flatMap(value -> {
            if (value instanceof JsonString string) {
                for (E one : allowed) {
                    if (key.apply(one).equals(string.value())) {
                        return Optional.of(one);
                    }
                }
            }
            refuseOneOf(name, value, allowed.stream().map(key).toList());
            return Optional.empty();
        });
    }

    private void refuseOneOf(String name, JsonValue value, List<String> allowed) {
        if (value instanceof JsonString string) {
            String unknown = "unknown " + name + " " + Text.quote(string.value());
            problems.error(at(name), unknown + Text.hint(string.value(), allowed));
        } else {
            wrongType(value, "one of " + Text.list(allowed), at(name), problems);
        }
    }

    public List<String> strings(String name) {
        return list(name, (value, at) -> string(value, at).orElse("?"));
    }

    /** The strings of an array that has some, if it is there at all. */
    List<String> oneOrMore(String name, String what) {
        if (value(name).filter(JsonArray.EMPTY::equals).isPresent()) {
            problems.error(at(name), "is empty; at least one " + what + " is required");
        }
        return strings(name);
    }

    /** The attributes of {@code bucket_by}; empty if it is absent. */
    List<String> bucketBy() {
        return oneOrMore("bucket_by", "attribute");
    }

    /** The elements of an array, each read by {@code reader} with its pointer; empty if the member is absent. */
    public <T> List<T> list(String name, BiFunction<JsonValue, String, T> reader) {
        return value(name).map(value -> list(value, at(name), reader)).orElse(List.of());
    }

    <T> List<T> list(JsonValue value, String at, BiFunction<JsonValue, String, T> reader) {
        if (!(value instanceof JsonArray array)) {
            wrongType(value, "an array", at, problems);
            return List.of();
        }
        List<T> elements = new ArrayList<>(array.elements().size());
        for (int i = 0; i < array.elements().size(); i++) {
            elements.add(reader.apply(array.elements().get(i), at + "/" + i));
        }
        return elements;
    }

    public JsonObject object(String name) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            return JsonObject.EMPTY;
        }
        if (value.get() instanceof JsonObject found) {
            return found;
        }
        wrongType(value.get(), "an object", at(name), problems);
        return JsonObject.EMPTY;
    }

    /** Members that nobody asked for, kept; a warning for each. */
    public JsonObject keepUnknown() {
        JsonObject.Builder unknown = JsonObject.builder();
        object.members().forEach((name, value) -> {
            if (!known.contains(name)) {
                problems.warning(at(name), "unknown member " + Text.quote(name) + " is kept" + nearest(name));
                unknown.put(name, value);
            }
        });
        return unknown.build();
    }

    /** Members that nobody asked for; an error for each. */
    public void refuseUnknown() {
        object.members().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problems.error(at(name), "unknown member " + Text.quote(name) + nearest(name)));
    }

    /** The known names that are not there already are the ones that may have been meant. */
    private String nearest(String name) {
        return Text.hint(
                name, known.stream().filter(k -> !object.has(k)).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** The string of a member. Its pointer is made only if there is something to say about it. */
    private Optional<String> member(JsonValue value, String name) {
        return value instanceof JsonString string ? Optional.of(string.value()) : string(value, at(name));
    }

    Optional<String> string(JsonValue value, String at) {
        if (value instanceof JsonString string) {
            return Optional.of(string.value());
        }
        wrongType(value, "a string", at, problems);
        return Optional.empty();
    }

    static void wrongType(JsonValue value, String required, String at, Problems problems) {
        problems.error(at, "is " + value.typeName() + "; " + required + " is required");
    }
}
