package dev.flags;

import dev.flags.ConfigState.Source;
import dev.flags.config.DocumentKey;
import dev.flags.lint.Linter;
import dev.flags.lint.Usage;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a linter what became of flags: by the counters of this process, and by the audit trail. */
final class UsageReader {
    private final ConfigCompiler compiler;
    private final ConfigStore store;
    private final InstantSource clock;

    UsageReader(ConfigCompiler compiler, ConfigStore store, InstantSource clock) {
        this.compiler = compiler;
        this.store = store;
        this.clock = clock;
    }

    /** The linter, at this time and with the usage of all flags. Asks the store once, and does without if it must. */
    Linter inform(Linter linter, ConfigState state) {
        Instant now = clock.instant();
        Changes changes = state.source() == Source.STORE
                ? changesSince(now.minus(linter.constantAfter()))
                : Changes.UNKNOWN; // what the store knows of is not what is in effect
        Map<String, Usage> usage = new HashMap<>();
        compiler.counters().forEach((flag, counters) -> {
            Instant since = counters.since();
            if (since != null) {
                usage.put(
                        flag,
                        new Usage(since, counters.counts(), counters.fallbacks().sum(), changes.unchangedSince(flag)));
            }
        });
        return linter.at(now).withUsage(usage);
    }

    /**
     * The newest changes.
     *
     * @param newest when each document was changed last, of those that were
     * @param others since when no other document was changed, or null if nobody knows
     */
    private record Changes(
            Map<DocumentKey, Instant> newest, @Nullable Instant others) {
        static final Changes UNKNOWN = new Changes(Map.of(), null);

        @Nullable Instant unchangedSince(String flag) {
            Instant change = newest.get(DocumentKey.flag(flag));
            return change == null ? others : change;
        }
    }

    /** One query for all flags: what was not changed since then was changed before. */
    private Changes changesSince(Instant from) {
        Map<DocumentKey, Instant> newest = new HashMap<>();
        try {
            for (AuditEvent event : store.history(new HistoryQuery(null, null, null, from, null, Integer.MAX_VALUE))) {
                newest.merge(event.document(), event.at(), (a, b) -> a.isAfter(b) ? a : b);
            }
            Capabilities capabilities = store.capabilities();
            // Where this process cannot write, others may change the file and leave no trace.
            boolean isComplete = capabilities.keepsHistory() && !capabilities.isReadOnly();
            return new Changes(newest, isComplete ? from : null);
        } catch (StoreException e) {
            return Changes.UNKNOWN;
        }
    }
}
