package dev.flags.json;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flags.fuzz.Law;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Any bytes: they are refused, or a value that is written and read as the same. Whatever is read, others can read. */
public final class JsonValueFuzz {
    private static final String LIBRARY = "com.fasterxml";

    private static final JsonMapper OTHER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonValueFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        JsonValue value;
        try {
            value = JsonValue.parse(data);
        } catch (JsonSyntaxException e) {
            String message = String.valueOf(e.getMessage());
            boolean isOurs = !message.contains(LIBRARY) || new String(data, StandardCharsets.UTF_8).contains(LIBRARY);
            Law.holds(message.length() <= 400 && isOurs, message);
            return;
        }
        String text = value.toJson();
        Law.same(JsonValue.parse(text), value);
        Law.same(JsonValue.parse(text).toJson(), text);
        Law.same(JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)), value);
        for (int brokenLevels = 0; brokenLevels < 3; brokenLevels++) {
            Law.same(JsonValue.parse(value.toPrettyJson(brokenLevels)).toJson(), text);
        }
        try {
            OTHER.readTree(data);
        } catch (IOException e) {
            throw new AssertionError("nobody else can read it", e);
        }
    }
}
