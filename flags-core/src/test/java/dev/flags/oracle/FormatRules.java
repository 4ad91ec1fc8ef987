package dev.flags.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the format's guide refuses a file: at what the schema says is wrong, and at what breaks a rule that the schema
 * cannot state. Written from the guide alone; shares nothing with the codec.
 */
public final class FormatRules {
    private static final List<String> KINDS = List.of("flags", "segments", "layers");
    private static final int LONGEST_TEXT = 65_536;

    private FormatRules() {}

    /**
     * The pointers to what is wrong with a file.
     *
     * @param bySchema where its schema says that it is wrong
     */
    public static Set<String> refusals(JsonNode file, Set<String> bySchema) {
        if (hasLongerText(file)) {
            return Set.of("");
        }
        Set<String> wrong = new TreeSet<>(bySchema);
        wrong.remove("/$schema"); // for editors, never read
        if (file.path("schema").asInt() > 1) {
            wrong.remove("/schema"); // a newer version of the format: read with a warning
        }
        // Two elements may be equal to the schema; in the guide it is their names that are not unique.
        boolean isNoFile = wrong.stream().anyMatch(pointer -> pointer.lastIndexOf('/') <= 0 && !isArray(file, pointer));
        if (isNoFile) {
            wrong.removeIf(pointer -> pointer.lastIndexOf('/') > 0);
            return wrong;
        }
        wrong.removeIf(pointer -> pointer.lastIndexOf('/') <= 0);
        for (String kind : KINDS) {
            for (int i = 0; i < file.path(kind).size(); i++) {
                wrong.addAll(DocumentRules.brokenBy(kind, file.path(kind).path(i), "/" + kind + "/" + i));
            }
            wrong.addAll(namedTwice(file.path(kind), "/" + kind));
        }
        wrong.addAll(ReferenceRules.brokenBy(file, documents(wrong)));
        return wrong;
    }

    private static boolean isArray(JsonNode file, String pointer) {
        return KINDS.stream()
                .anyMatch(kind -> pointer.equals("/" + kind) && file.path(kind).isArray());
    }

    private static boolean hasLongerText(JsonNode value) {
        for (JsonNode inner : value) {
            if (hasLongerText(inner)) {
                return true;
            }
        }
        return value.asText().length() > LONGEST_TEXT;
    }

    private static Set<String> namedTwice(JsonNode elements, String at) {
        Map<String, String> first = new HashMap<>();
        Set<String> twice = new TreeSet<>();
        for (int i = 0; i < elements.size(); i++) {
            JsonNode name = elements.path(i).path("name");
            String earlier = name.isTextual() ? first.putIfAbsent(name.textValue(), at + "/" + i) : null;
            if (earlier != null) {
                twice.addAll(List.of(earlier, at + "/" + i));
            }
        }
        return twice;
    }

    /** {@code /flags/0} of {@code /flags/0/rules/1}. */
    private static Set<String> documents(Set<String> pointers) {
        Set<String> documents = new TreeSet<>();
        pointers.forEach(pointer -> {
            String[] steps = pointer.split("/", 4);
            documents.add("/" + steps[1] + "/" + steps[2]);
        });
        return documents;
    }
}
