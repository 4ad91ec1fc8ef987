package dev.flags;

import dev.flags.ConfigLoader.Candidate;
import dev.flags.ConfigState.Source;
import dev.flags.store.LastGoodCopy;
import dev.flags.store.StoreSnapshot;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What answers come from as long as the store has never been read, or never been written to: the last good copy, or what
 * the application ships with. Thread-safe.
 */
final class ColdStart {
    private final ConfigLoader loader;
    private final @Nullable LastGoodCopy copy;
    private final @Nullable StoreSnapshot bootstrap;
    private final @Nullable CopyWriter writer;
    private final Logger log;
    // Guarded by this.
    private boolean wasSought;
    private @Nullable Candidate found;

    ColdStart(ConfigLoader loader, @Nullable LastGoodCopy copy, @Nullable StoreSnapshot bootstrap, Logger log) {
        this.loader = loader;
        this.copy = copy;
        this.bootstrap = bootstrap;
        this.writer = copy == null ? null : new CopyWriter(copy, log);
        this.log = log;
    }

    /** What to start from while the store is out of reach; empty if there is nothing. Reads files, the first time. */
    synchronized Optional<Candidate> withoutStore() {
        if (!wasSought) {
            found = seek();
            wasSought = true;
        }
        return Optional.ofNullable(found);
    }

    private @Nullable Candidate seek() {
        StoreSnapshot copied = readCopy().orElse(null);
        if (copied != null) {
            log.warn(
                    "Started from the last good copy, at version {}",
                    copied.version().number());
            return loader.read(copied, Source.COPY, ConfigState.NONE);
        }
        StoreSnapshot shipped = bootstrap;
        if (shipped == null) {
            return null;
        }
        log.warn("Started from the configuration that the application ships with");
        return loader.read(shipped, Source.BOOTSTRAP, ConfigState.NONE);
    }

    private Optional<StoreSnapshot> readCopy() {
        try {
            return copy == null ? Optional.empty() : copy.read();
        } catch (IOException e) {
            log.warn("The last good copy is ignored", e);
            return Optional.empty();
        }
    }

    /**
     * What a store holds; or, while nobody has ever written to it, what the application ships with. Reads files.
     *
     * @param known a state that may know the documents
     */
    Candidate withStore(StoreSnapshot content, ConfigState known) {
        forget();
        StoreSnapshot shipped = bootstrap;
        boolean isNew = content.version().number() == 0
                && content.documents().isEmpty()
                && content.refused().isEmpty();
        return shipped != null && isNew
                ? loader.read(Bootstrap.at(content.version(), shipped), Source.BOOTSTRAP, known)
                : loader.read(content, Source.STORE, known);
    }

    private synchronized void forget() {
        found = null;
    }

    void keep(ConfigState state) {
        if (writer != null) {
            writer.post(state.lastGood());
        }
    }

    void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
