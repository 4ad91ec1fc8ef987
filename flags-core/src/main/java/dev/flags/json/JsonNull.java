package dev.flags.json;

/** JSON's {@code null}. */
public record JsonNull() implements JsonValue {
    public static final JsonNull NULL = new JsonNull();

    @Override
    public String typeName() {
        return "null";
    }

    @Override
    public String toString() {
        return toJson();
    }
}
