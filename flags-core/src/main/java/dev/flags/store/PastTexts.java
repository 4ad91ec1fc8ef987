package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.Map;
import java.util.Set;

/**
 * What some documents were at an earlier version.
 *
 * @param texts of those that existed
 * @param lost those of which nobody can tell any more, since the record of that time was put away
 */
record PastTexts(Map<DocumentKey, String> texts, Set<DocumentKey> lost) {
    static final PastTexts NONE = new PastTexts(Map.of(), Set.of());

    PastTexts {
        texts = Map.copyOf(texts);
        lost = Set.copyOf(lost);
    }
}
