package dev.flags;

import dev.flags.ConfigState.Loaded;
import dev.flags.ConfigState.Source;
import dev.flags.bucketing.Bucketing;
import dev.flags.config.DocumentKey;
import dev.flags.store.Document;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A word for what answers come from, the same in every process that answers alike. The store's version alone is none: what
 * an application ships with has no version, the files that segments include change without one, and a commit can take effect
 * before the store is read again. Used by one thread at a time.
 */
final class ContentVersion {
    /** Of what is in effect; sums do not depend on the order, and a change costs no more than what it changes. */
    private long sum;

    /**
     * The word for a state: the store's version and eight hexadecimal digits of what is in effect.
     *
     * @param before the state of the last call
     * @param changed what is not as it was in that state
     */
    String of(ConfigState next, ConfigState before, Set<DocumentKey> changed) {
        if (isVersioned(next) == isVersioned(before)) {
            for (DocumentKey key : changed) {
                sum += hash(next.loaded(key), next) - hash(before.loaded(key), before);
            }
        } else {
            sum = 0;
            for (Loaded loaded : next.effective().values()) {
                sum += hash(loaded, next);
            }
        }
        long all = sum;
        for (DocumentKey refused : next.refused()) {
            all += Bucketing.hash("refused " + refused);
        }
        return next.version().text() + ":" + HexFormat.of().toHexDigits((int) all);
    }

    /** What an application ships with has no revisions that mean anything. */
    private static boolean isVersioned(ConfigState state) {
        return state.source() != Source.BOOTSTRAP;
    }

    private static long hash(@Nullable Loaded loaded, ConfigState state) {
        if (loaded == null) {
            return 0;
        }
        Document document = loaded.document();
        DocumentKey key = document.key();
        long content = isVersioned(state) ? document.revision() : Bucketing.hash(document.json());
        long included = 0;
        for (String unit : loaded.includedUnits()) {
            included += Bucketing.hash(unit);
        }
        return Bucketing.hash(key.kind().name() + ' ' + key.name() + ' ' + content + ' ' + included);
    }
}
