package dev.flags.rollout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Reads YAML as the JSON that it stands for, so that it is as strict about what JSON is strict about. Words such as
 * {@code off} and {@code yes} are strings, as in YAML 1.2. Aliases are refused: nobody should have to look for what a plan
 * says.
 */
final class YamlReader {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();

    private static final JsonFactory JSON = new JsonFactory();

    private YamlReader() {}

    /** @throws IllegalArgumentException if it is no YAML, or no JSON; the message is a phrase */
    static JsonValue read(String yaml) {
        StringWriter json = new StringWriter();
        try (YAMLParser parser = YAML.createParser(yaml);
                JsonGenerator out = JSON.createGenerator(json)) {
            int depth = 0;
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (parser.isCurrentAlias()) {
                    throw new IllegalArgumentException(
                            "an alias in line " + parser.currentTokenLocation().getLineNr() + "; write it out");
                }
                if (depth == 0 && json.getBuffer().length() > 0) {
                    throw new IllegalArgumentException("more than one document");
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                out.copyCurrentEvent(parser);
                out.flush();
                token = parser.nextToken();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage() + at(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        return JsonValue.parse(json.toString());
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
