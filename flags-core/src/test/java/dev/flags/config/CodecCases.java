package dev.flags.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads whole files as the library does, with every pointer relative to the file. */
public final class CodecCases {
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A row of valid.json or invalid.json. */
    public record Case(String name, String file, String pointer, boolean isWarning) {
        /** Whether something is wrong with the elements of the file, so that there is no document to read. */
        public boolean isAboutElements() {
            return name.startsWith("two flags of one name")
                    || name.startsWith("two segments of one name")
                    || name.startsWith("two layers of one name")
                    || name.matches("a (flag|segment|layer) is no object");
        }

        /** {@code /flags/0} of {@code /flags/0/rules/1}; the pointer itself if it is not about a document. */
        String document() {
            String[] tokens = pointer.split("/", 4);
            return tokens.length < 3 ? pointer : "/" + tokens[1] + "/" + tokens[2];
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Problem> problems = new ArrayList<>();
    private final Map<DocumentKey, String> pointers = new HashMap<>();
    private final Set<DocumentKey> notToBeRead;
    private final Set<DocumentKey> refused;

    private CodecCases(Set<DocumentKey> notToBeRead) {
        this.notToBeRead = notToBeRead;
        this.refused = new HashSet<>(notToBeRead);
    }

    public static List<Case> of(String resource) {
        try (InputStream in = CodecCases.class.getResourceAsStream(resource)) {
            return StreamSupport.stream(EXACT.readTree(in).spliterator(), false)
                    .map(row -> new Case(
                            row.path("name").textValue(),
                            text(row.path("file")),
                            row.path("pointer").asText(),
                            row.path("library").asText().equals("warning")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode node) {
        try {
            return EXACT.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every problem of a file: its own, those of its documents, and those between them. */
    static List<Problem> problems(String file) {
        Parsed<ConfigFile> parsed = ConfigFile.read(file.getBytes(StandardCharsets.UTF_8));
        List<Problem> problems = new ArrayList<>(parsed.problems());
        parsed.value().ifPresent(read -> problems.addAll(problems(read, Set.of())));
        return problems;
    }

    /**
     * The problems of the documents of a file, and those between them.
     *
     * @param refused documents that are not to be read, since it is known already that they are refused
     */
    public static List<Problem> problems(ConfigFile file, Set<DocumentKey> refused) {
        CodecCases cases = new CodecCases(refused);
        cases.check(file);
        return cases.problems;
    }

    static List<Problem> errors(String file) {
        return problems(file).stream().filter(Problem::isError).toList();
    }

    private void check(ConfigFile file) {
        List<Flag> flags = documents(file, Kind.FLAG, ConfigCodec::readFlag);
        List<Segment> segments = documents(file, Kind.SEGMENT, ConfigCodec::readSegment);
        List<Layer> layers = documents(file, Kind.LAYER, ConfigCodec::readLayer);
        ReferenceCheck.of(Configuration.byKey(flags, segments, layers), refused)
                .forEach((key, found) -> add(found, pointers.getOrDefault(key, "")));
        for (Layer layer : layers) {
            DocumentKey key = DocumentKey.layer(layer.name());
            add(ReferenceCheck.warnings(List.of(layer), pointers.keySet()), pointers.getOrDefault(key, ""));
        }
    }

    private <T> List<T> documents(ConfigFile file, Kind kind, Function<JsonObject, Parsed<T>> codec) {
        List<T> values = new ArrayList<>();
        List<JsonValue> elements = file.documents(kind);
        for (int i = 0; i < elements.size(); i++) {
            String pointer = "/" + kind + "s/" + i;
            if (elements.get(i) instanceof JsonObject object) {
                DocumentKey key = new DocumentKey(kind, DocumentReader.nameOf(object));
                pointers.put(key, pointer);
                if (notToBeRead.contains(key)) {
                    continue;
                }
                Parsed<T> parsed = codec.apply(object);
                add(parsed.problems(), pointer);
                parsed.value().ifPresentOrElse(values::add, () -> refused.add(key));
            }
        }
        return values;
    }

    private void add(List<Problem> found, String pointer) {
        found.forEach(p -> problems.add(new Problem(p.severity(), p.document(), pointer + p.pointer(), p.message())));
    }
}
