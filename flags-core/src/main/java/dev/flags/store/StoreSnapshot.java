package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every document of some kinds, all from one version.
 *
 * @param refused documents that are there but cannot be told apart, such as two flags of one name
 * @param problems what is wrong with the store's content as a whole, and with the refused documents
 */
public record StoreSnapshot(
        Version version, Map<DocumentKey, Document> documents, Set<DocumentKey> refused, List<Problem> problems) {
    public StoreSnapshot {
        documents = Map.copyOf(documents);
        refused = Set.copyOf(refused);
        problems = List.copyOf(problems);
    }

    /** A snapshot without problems. */
    public static StoreSnapshot of(Version version, Map<DocumentKey, Document> documents) {
        return new StoreSnapshot(version, documents, Set.of(), List.of());
    }
}
