package dev.flags.testkit;

import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Hint;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A store that only reads, together with one that writes the same data for it. */
final class ReaderAndWriter implements ConfigStore {
    private final ConfigStore reader;
    private final ConfigStore writer;

    private ReaderAndWriter(ConfigStore reader, ConfigStore writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** The reader itself, if nobody writes for it. */
    static ConfigStore of(ConfigStore reader, Optional<ConfigStore> writer) {
        return writer.<ConfigStore>map(other -> new ReaderAndWriter(reader, other))
                .orElse(reader);
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        return reader.load(kinds);
    }

    @Override
    public Version version(Set<Kind> kinds) {
        return reader.version(kinds);
    }

    @Override
    public CommitResult commit(Commit commit) {
        return writer.commit(commit);
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return reader.watch(after, kinds, hints);
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        return reader.history(query);
    }

    @Override
    public Capabilities capabilities() {
        return reader.capabilities();
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
