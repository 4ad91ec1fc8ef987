package dev.flags.json;

import java.util.Objects;

/**
 * A JSON value. Immutable; {@link Object#equals} compares content, and numbers by their literal text.
 */
public sealed interface JsonValue permits JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString {

    /**
     * Reads one JSON value, strictly: no duplicate members, no text after the value, no lone surrogates, no number
     * beyond a finite {@code double}, nesting of at most {@value JsonReader#MAX_DEPTH}, strings of at most
     * {@value JsonReader#MAX_STRING_LENGTH} characters.
     *
     * @throws JsonSyntaxException if {@code text} is anything else; the message tells line and column
     */
    static JsonValue parse(String text) {
        return JsonReader.read(Objects.requireNonNull(text, "text"));
    }

    /**
     * Reads one JSON value from UTF-8, with or without a byte order mark; as strict as {@link #parse(String)}.
     *
     * @throws JsonSyntaxException if {@code utf8} is not UTF-8, or its text is no such value
     */
    static JsonValue parse(byte[] utf8) {
        return JsonReader.read(Objects.requireNonNull(utf8, "utf8"));
    }

    /**
     * Reads a value that has others inside, each of which may be nested as deeply as {@link #parse(String)} allows: a store
     * puts documents into envelopes of its own, of at most {@value JsonReader#ENVELOPE_DEPTH} levels.
     *
     * @throws JsonSyntaxException if {@code text} is anything else; the message tells line and column
     */
    static JsonValue parseEnvelope(String text) {
        return JsonReader.readEnvelope(Objects.requireNonNull(text, "text"));
    }

    /** What this is, for messages: {@code a string}, {@code an object} … */
    String typeName();

    /** This value as JSON in one line without white space. */
    default String toJson() {
        return JsonPrinter.compact(this);
    }

    /**
     * This value as JSON for people: indented by two, what fits into a line in one line.
     *
     * @param brokenLevels how many levels from the top are broken into lines even if they would fit into one
     */
    default String toPrettyJson(int brokenLevels) {
        return JsonPrinter.pretty(this, brokenLevels);
    }
}
