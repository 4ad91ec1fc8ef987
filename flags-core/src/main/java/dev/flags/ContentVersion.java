package dev.flags;

import dev.flags.ConfigState.Loaded;
import dev.flags.bucketing.Bucketing;
import dev.flags.config.DocumentKey;
import java.util.HexFormat;

/**
 * A word for what answers come from, the same in every process that answers alike. The store's version alone is none: what
 * an application ships with has no version, the files that segments include change without one, and a commit can take effect
 * before the store is read again. Used by one thread at a time.
 */
final class ContentVersion {
    /** Of the units in the files of all segments, of which there may be millions. */
    private long includedUnits;

    /**
     * The word for a state: the store's version and eight hexadecimal digits of what is in effect.
     *
     * @param isSharedNew whether a segment, a layer or an included file has changed since the last call
     */
    String of(ConfigState state, boolean isSharedNew) {
        if (isSharedNew) {
            includedUnits = state.effective().values().stream()
                    .filter(loaded -> !loaded.includedUnits().isEmpty())
                    .mapToLong(ContentVersion::included)
                    .sum();
        }
        boolean isVersioned = state.source() != ConfigState.Source.BOOTSTRAP;
        long sum = includedUnits; // sums do not depend on the order
        for (Loaded loaded : state.effective().values()) {
            sum += isVersioned
                    ? hash(loaded, loaded.document().revision())
                    : hash(loaded, loaded.document().json());
        }
        for (DocumentKey refused : state.refused()) {
            sum += Bucketing.hash("refused " + refused);
        }
        return state.version().text() + ":" + HexFormat.of().toHexDigits((int) sum);
    }

    private static long included(Loaded loaded) {
        return hash(
                loaded,
                loaded.includedUnits().stream().mapToLong(Bucketing::hash).sum());
    }

    private static long hash(Loaded loaded, Object content) {
        return Bucketing.hash(loaded.document().key() + " " + content);
    }
}
