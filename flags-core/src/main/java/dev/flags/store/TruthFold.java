package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.util.HashMap;
import java.util.Map;

/** Takes in entries of the log one by one: what is committed after them, without keeping them. */
final class TruthFold {
    private final String epoch;
    private final Map<DocumentKey, Truth.Entry> entries;
    private final Map<Kind, Long> byKind;
    private long version;
    private Origin origin;

    TruthFold(Truth from) {
        epoch = from.epoch();
        entries = new HashMap<>(from.entries());
        byKind = new HashMap<>(from.byKind());
        version = from.version();
        origin = from.origin();
    }

    void add(LogEntry entry) {
        version = entry.version();
        origin = entry.origin();
        for (Write write : entry.writes()) {
            byKind.put(write.key().kind(), version);
            if (write instanceof Write.Put put) {
                put(put, entry);
            } else {
                entries.remove(write.key());
            }
        }
    }

    private void put(Write.Put put, LogEntry entry) {
        Truth.Entry before = entries.get(put.key());
        long programBefore = before == null ? 0 : before.programRevision();
        entries.put(
                put.key(),
                new Truth.Entry(
                        new Document(put.key(), version, put.json()),
                        entry.editOf().isPresent() ? programBefore : version,
                        entry.editOf().orElse(Truth.NO_EDIT)));
    }

    Truth truth() {
        return new Truth(epoch, version, origin, entries, byKind);
    }
}
