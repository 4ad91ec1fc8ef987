package dev.flags;

import dev.flags.ConfigState.Source;
import dev.flags.store.LastGoodCopy;
import dev.flags.store.Origin;
import dev.flags.store.StoreSnapshot;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What answers come from as long as the store has never been read: the last good copy, or what the application ships with. */
final class ColdStart {
    private final ConfigLoader loader;
    private final @Nullable LastGoodCopy copy;
    private final @Nullable StoreSnapshot bootstrap;
    private final @Nullable CopyWriter writer;
    private final Logger log;

    ColdStart(ConfigLoader loader, @Nullable LastGoodCopy copy, @Nullable StoreSnapshot bootstrap, Logger log) {
        this.loader = loader;
        this.copy = copy;
        this.bootstrap = bootstrap;
        this.writer = copy == null ? null : new CopyWriter(copy, log);
        this.log = log;
    }

    /** What to start from while the store is out of reach; empty if there is nothing. */
    Optional<ConfigState> withoutStore() {
        Optional<ConfigState> copied =
                readCopy().map(content -> loader.load(content, ConfigState.NONE).from(Source.COPY));
        if (copied.isPresent()) {
            log.warn(
                    "Started from the last good copy, at version {}",
                    copied.get().version().number());
            return copied;
        }
        StoreSnapshot shipped = bootstrap;
        if (shipped == null) {
            return Optional.empty();
        }
        log.warn("Started from the configuration that the application ships with");
        return Optional.of(loader.load(shipped, ConfigState.NONE).from(Source.BOOTSTRAP));
    }

    private Optional<StoreSnapshot> readCopy() {
        try {
            return copy == null ? Optional.empty() : copy.read();
        } catch (IOException e) {
            log.warn("The last good copy is ignored", e);
            return Optional.empty();
        }
    }

    /** What takes the place of a store that nobody has ever written to. */
    Optional<ConfigState> insteadOf(StoreSnapshot content, ConfigState before) {
        StoreSnapshot shipped = bootstrap;
        boolean isNew = content.version().number() == 0
                && content.documents().isEmpty()
                && content.refused().isEmpty();
        boolean wasRead = before.source() == Source.STORE || before.source() == Source.COPY;
        return shipped == null || !isNew || wasRead
                ? Optional.empty()
                : Optional.of(loader.load(Bootstrap.at(content.version(), shipped), before)
                        .from(Source.BOOTSTRAP));
    }

    void keep(ConfigState state, Origin origin) {
        if (writer != null) {
            writer.post(state.lastGood(origin));
        }
    }

    void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
