package dev.flags.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents of a file that are valid by themselves, in their order, and what is wrong with the others. Immutable.
 *
 * @param refused documents that exist and are not valid by themselves
 * @param problems everything that is wrong with documents by themselves, and warnings
 */
public record ReadDocuments(
        List<Flag> flags,
        List<Segment> segments,
        List<Layer> layers,
        Set<DocumentKey> refused,
        List<Problem> problems) {
    public ReadDocuments {
        flags = List.copyOf(flags);
        segments = List.copyOf(segments);
        layers = List.copyOf(layers);
        refused = Set.copyOf(refused);
        problems = List.copyOf(problems);
    }

    /** Reads every document of a file. */
    public static ReadDocuments of(ConfigFile file) {
        FileDocuments documents = FileDocuments.of(file);
        List<Problem> problems = new ArrayList<>(documents.problems());
        Set<DocumentKey> refused = new HashSet<>(documents.refused());
        List<Object> values = new ArrayList<>();
        documents.documents().forEach((key, json) -> {
            Parsed<?> parsed = ConfigCodec.read(key, json);
            problems.addAll(parsed.problems());
            parsed.value().ifPresentOrElse(values::add, () -> refused.add(key));
        });
        return new ReadDocuments(
                ofType(Flag.class, values),
                ofType(Segment.class, values),
                ofType(Layer.class, values),
                refused,
                problems);
    }

    /** What is wrong between the documents, by {@link ReferenceCheck}. */
    public Map<DocumentKey, List<Problem>> unfit() {
        return ReferenceCheck.of(Configuration.byKey(flags, segments, layers), refused);
    }

    /** How much there is of each kind; what it says may hold somebody's ids. */
    @Override
    public String toString() {
        return "ReadDocuments[" + flags.size() + " flags, " + segments.size() + " segments, " + layers.size()
                + " layers, " + refused.size() + " refused]";
    }

    private static <T> List<T> ofType(Class<T> type, List<Object> values) {
        return values.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
