package dev.flags.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.common.collect.ImmutableMap;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON with Jackson's streaming parser at its strictest, and checks what that lets through. */
final class JsonReader {
    static final int MAX_DEPTH = 64;
    static final int MAX_STRING_LENGTH = 65_536;

    /** How many levels an envelope may put around a value. */
    static final int ENVELOPE_DEPTH = 16;

    private static final JsonFactory FACTORY = factory(MAX_DEPTH);
    private static final JsonFactory ENVELOPES = factory(MAX_DEPTH + ENVELOPE_DEPTH);

    private static final Pattern DUPLICATE =
            Pattern.compile("Duplicate (?:field|Object property) ['\"](.*)['\"]", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile(", from `[^`]*`");
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; (line: [0-9]+, column: [0-9]+)\\]");
    private static final int SHOWN = 64;

    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static JsonValue read(byte[] utf8) {
        try {
            // Jackson's own decoder accepts some malformed sequences.
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new JsonSyntaxException("not UTF-8");
        }
    }

    private static JsonFactory factory(int maxDepth) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(MAX_STRING_LENGTH)
                        .maxNumberLength(JsonNumber.MAX_LENGTH)
                        .maxNameLength(MAX_STRING_LENGTH)
                        .build())
                .build();
    }

    static JsonValue read(String text) {
        return read(FACTORY, text);
    }

    static JsonValue readEnvelope(String text) {
        return read(ENVELOPES, text);
    }

    private static JsonValue read(JsonFactory factory, String text) {
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonParser parser = factory.createParser(withoutMark)) {
            return read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static JsonValue read(JsonParser parser) throws IOException {
        try {
            return new JsonReader(parser).document();
        } catch (JsonProcessingException e) {
            // What goes beyond a limit comes without a location.
            JsonLocation location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            throw new JsonSyntaxException(words(String.valueOf(e.getOriginalMessage())) + at(location));
        }
    }

    /** Jackson's message without its own names, and without more of the text than the name of a member. */
    private static String words(String message) {
        Matcher duplicate = DUPLICATE.matcher(message);
        if (duplicate.matches()) {
            String name = duplicate.group(1);
            return "a member stands twice: "
                    + (name.length() <= SHOWN
                            ? new JsonString(name).toJson()
                            : "one of " + name.length() + " characters");
        }
        if (message.startsWith("Unrecognized token")) {
            return "an unknown word, where a JSON value is expected";
        }
        return OPTION.matcher(SOURCE.matcher(message).replaceAll("$1")).replaceAll("");
    }

    private JsonValue document() throws IOException {
        if (parser.nextToken() == null) {
            throw new JsonSyntaxException("empty, where a JSON value is expected");
        }
        JsonValue value = value();
        if (parser.nextToken() != null) {
            throw problem("text after the end of the JSON value");
        }
        return value;
    }

    private JsonValue value() throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> new JsonString(wellFormed(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw problem("unexpected " + token);
        };
    }

    private JsonObject object() throws IOException {
        ImmutableMap.Builder<String, JsonValue> members = ImmutableMap.builder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName());
            parser.nextToken();
            members.put(name, value());
        }
        return new JsonObject(members.buildOrThrow());
    }

    private JsonArray array() throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return new JsonArray(elements);
    }

    private JsonNumber number() throws IOException {
        try {
            return new JsonNumber(parser.getText());
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    /** An escape of half a surrogate pair makes a string that no encoding can write. */
    private String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw problem("a string with half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private JsonSyntaxException problem(String what) {
        return new JsonSyntaxException(what + at(parser.currentTokenLocation()));
    }

    private static String at(JsonLocation location) {
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
