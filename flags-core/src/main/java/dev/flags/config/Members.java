package dev.flags.config;

import dev.flags.internal.IsoInstant;
import dev.flags.internal.JsonPointer;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object while it is read. Every method answers something, a stand-in where the member is
 * wrong, and notes the problem: so that one pass finds everything that is wrong. Members that nobody asked for are
 * unknown.
 */
final class Members {
    private final JsonObject object;
    private final String pointer;
    private final Problems problems;
    /** The names that were asked for, some of them twice. */
    private final List<String> known = new ArrayList<>();

    Members(JsonObject object, String pointer, Problems problems) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
    }

    /** The members of a value that has to be an object; empty, and a problem, if it is none. */
    static Optional<Members> of(JsonValue value, String pointer, Problems problems) {
        if (value instanceof JsonObject object) {
            return Optional.of(new Members(object, pointer, problems));
        }
        wrongType(value, "an object", pointer, problems);
        return Optional.empty();
    }

    String pointer() {
        return pointer;
    }

    /** The names of all members, in their order. */
    List<String> names() {
        return List.copyOf(object.members().keySet());
    }

    String at(String name) {
        return JsonPointer.child(pointer, name);
    }

    boolean has(String name) {
        return value(name).isPresent();
    }

    Optional<JsonValue> value(String name) {
        known.add(name);
        return object.get(name);
    }

    /** The value of a member that has to be there. */
    Optional<JsonValue> required(String name) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            problems.error(pointer, Text.quote(name) + " is required");
        }
        return value;
    }

    String requiredString(String name) {
        return requiredString(name, "?");
    }

    String requiredString(String name, String standIn) {
        return required(name).flatMap(value -> member(value, name)).orElse(standIn);
    }

    Optional<String> string(String name) {
        return value(name).flatMap(value -> member(value, name));
    }

    boolean bool(String name, boolean absent) {
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

    @Nullable Instant instant(String name) {
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

    /** A name out of a closed set. */
    <E extends Enum<E>> Optional<E> oneOf(String name, Collection<E> allowed, Function<E, String> key) {
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

    List<String> strings(String name) {
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
    <T> List<T> list(String name, BiFunction<JsonValue, String, T> reader) {
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

    JsonObject object(String name) {
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
    JsonObject keepUnknown() {
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
    void refuseUnknown() {
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
