package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.FileDocuments;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a file store gives its readers.
 *
 * @param edition tells views of one committed version apart, which differ by what people have edited; empty if this is just
 *     what is committed
 * @param byKind the newest version that changed a document of a kind
 */
record View(
        String epoch,
        String edition,
        Map<DocumentKey, Document> documents,
        Map<Kind, Long> byKind,
        Set<DocumentKey> refused,
        List<Problem> problems,
        Origin origin) {
    /**
     * Where revisions of edits begin that are on no record yet; these are times in milliseconds. Revisions of versions, which
     * count commits, never come there from {@link #MAX_WRITTEN}.
     */
    static final long FIRST_EDIT = 1L << 40;

    /** The largest revision in a file that the next version goes on from. A larger one somebody made up. */
    static final long MAX_WRITTEN = FIRST_EDIT / 2;

    static final View EMPTY = new View("", "", Map.of(), Map.of(), Set.of(), List.of(), Origin.CURRENT);

    View {
        documents = Map.copyOf(documents);
        byKind = Map.copyOf(byKind);
        refused = Set.copyOf(refused);
        problems = List.copyOf(problems);
    }

    Version version(Set<Kind> kinds) {
        return new Version(
                isAboutFile(kinds) ? epoch + edition : epoch,
                kinds.stream()
                        .mapToLong(kind -> byKind.getOrDefault(kind, 0L))
                        .max()
                        .orElse(0));
    }

    StoreSnapshot select(Set<Kind> kinds) {
        Map<DocumentKey, Document> selected = documents.entrySet().stream()
                .filter(document -> kinds.contains(document.getKey().kind()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<DocumentKey> selectedRefused = new HashSet<>(refused);
        selectedRefused.removeIf(key -> !kinds.contains(key.kind()));
        return new StoreSnapshot(
                version(kinds), selected, selectedRefused, isAboutFile(kinds) ? problems : List.of(), origin);
    }

    private static boolean isAboutFile(Set<Kind> kinds) {
        return FileDocuments.KINDS.stream().anyMatch(kinds::contains);
    }

    /** Whether readers would notice a difference, but for the version. */
    boolean saysTheSame(View other) {
        return documents.equals(other.documents)
                && refused.equals(other.refused)
                && problems.equals(other.problems)
                && origin.equals(other.origin);
    }
}
