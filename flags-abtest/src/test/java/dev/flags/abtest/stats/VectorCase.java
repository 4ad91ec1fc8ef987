package dev.flags.abtest.stats;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** A case of the reference vectors: what goes into a method, and what has to come out. */
record VectorCase(String id, JsonObject inputs, JsonObject expected, JsonObject tolerance) {
    private static final JsonObject FILE = read();

    /** The cases of one method. */
    static Stream<VectorCase> of(String method) {
        List<VectorCase> cases = array(FILE, "cases").stream()
                .map(JsonObject.class::cast)
                .filter(c -> text(c, "method").equals(method))
                .map(c -> new VectorCase(
                        text(c, "id"), object(c, "inputs"), object(c, "expected"), object(c, "tolerance")))
                .toList();
        if (cases.isEmpty()) {
            throw new IllegalStateException("no case of " + method);
        }
        return cases.stream();
    }

    double number(String name) {
        return number(inputs, name);
    }

    long count(String name) {
        return (long) number(name);
    }

    String text(String name) {
        return text(inputs, name);
    }

    boolean flag(String name) {
        return inputs.get(name).orElseThrow().toJson().equals("true");
    }

    double[] numbers(String name) {
        return numbers(inputs, name);
    }

    JsonObject object(String name) {
        return object(inputs, name);
    }

    List<JsonValue> array(String name) {
        return array(inputs, name);
    }

    static double number(JsonObject object, String name) {
        return number(member(object, name));
    }

    static double number(JsonValue value) {
        if (value instanceof JsonNumber number) {
            return Double.parseDouble(number.literal());
        }
        if (value instanceof JsonString string) {
            return Double.parseDouble(string.value());
        }
        throw new IllegalStateException("not a number: " + value);
    }

    static double[] numbers(JsonObject object, String name) {
        return numbers(member(object, name));
    }

    static double[] numbers(JsonValue value) {
        return ((JsonArray) value)
                .elements().stream().mapToDouble(VectorCase::number).toArray();
    }

    static JsonObject object(JsonObject object, String name) {
        return (JsonObject) member(object, name);
    }

    static List<JsonValue> array(JsonObject object, String name) {
        return ((JsonArray) member(object, name)).elements();
    }

    static String text(JsonObject object, String name) {
        return ((JsonString) member(object, name)).value();
    }

    static boolean isNull(JsonValue value) {
        return value instanceof JsonNull;
    }

    private static JsonValue member(JsonObject object, String name) {
        return object.get(name).orElseThrow(() -> new IllegalStateException("no " + name));
    }

    private static JsonObject read() {
        try (InputStream in = VectorCase.class.getResourceAsStream("abtest.json")) {
            if (in == null) {
                throw new IllegalStateException("no abtest.json");
            }
            return (JsonObject) JsonValue.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
