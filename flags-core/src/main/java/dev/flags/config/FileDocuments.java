package dev.flags.config;

import com.google.common.collect.ImmutableMap;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration file taken apart into documents, valid or not. What cannot be told apart, such as two flags of one
 * name, is no document. Immutable.
 *
 * @param documents by key, in the order of the file
 * @param refused names that stand for more than one element
 * @param problems what is wrong with elements that are no documents
 */
public record FileDocuments(Map<DocumentKey, JsonObject> documents, Set<DocumentKey> refused, List<Problem> problems) {
    /** The kinds of documents that a file has. */
    public static final List<Kind> KINDS = List.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER);

    public FileDocuments {
        documents = ImmutableMap.copyOf(documents);
        refused = Set.copyOf(refused);
        problems = List.copyOf(problems);
    }

    /** Takes a file apart. */
    public static FileDocuments of(ConfigFile file) {
        Map<DocumentKey, JsonObject> documents = new LinkedHashMap<>();
        Set<DocumentKey> refused = new HashSet<>();
        Problems problems = new Problems(ConfigFile.NAME);
        for (Kind kind : KINDS) {
            Map<DocumentKey, Integer> first = new HashMap<>();
            List<JsonValue> elements = file.documents(kind);
            for (int i = 0; i < elements.size(); i++) {
                String pointer = pointer(kind, i);
                Optional<String> name = nameOf(elements.get(i));
                if (name.isEmpty()) {
                    addWithoutName(elements.get(i), kind, pointer, problems);
                    continue;
                }
                DocumentKey key = new DocumentKey(kind, name.get());
                Integer earlier = first.putIfAbsent(key, i);
                if (earlier == null) {
                    documents.put(key, (JsonObject) elements.get(i));
                } else {
                    refused.add(key);
                    problems.errorIn(
                            key,
                            "stands twice in the file, at " + pointer(kind, earlier) + " and at " + pointer
                                    + "; both are refused");
                }
            }
        }
        documents.keySet().removeAll(refused);
        return new FileDocuments(documents, refused, problems.found());
    }

    /** The name of an element, if it is an object that has one. */
    public static Optional<String> nameOf(JsonValue element) {
        return element instanceof JsonObject object
                ? object.get("name")
                        .filter(JsonString.class::isInstance)
                        .map(name -> ((JsonString) name).value())
                        .filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    private static void addWithoutName(JsonValue element, Kind kind, String pointer, Problems problems) {
        if (element instanceof JsonObject object && object.has("name")) {
            problems.error(pointer + "/name", "is no name; a string that is not empty is required");
        } else {
            problems.error(pointer, "is no " + kind + " with a name");
        }
    }

    private static String pointer(Kind kind, int index) {
        return "/" + kind + "s/" + index;
    }
}
