package dev.flags;

import dev.flags.config.ConfigException;
import dev.flags.config.Configuration;
import dev.flags.config.DocumentKey;
import dev.flags.config.Problem;
import dev.flags.json.JsonObject;
import dev.flags.store.Document;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers from a configuration in memory, without a store, and without a thread but while it reads files that segments include: for programs that come with their
 * configuration, and for tests. What operates flags, and tells who changed what, is the {@link FeatureFlagManager}.
 *
 * <p>The configuration can be replaced as a whole. Answers and handles follow at once; what
 * {@link Flags#pin(EvaluationContext) is pinned} stays. A flag keeps its revision until it changes.
 *
 * <p>Thread-safe. There is nothing to close.
 *
 * <pre>{@code
 * MemoryFlags memory = MemoryFlags.of(Configuration.of(Flag.builder("new_checkout").enabled().build()));
 * boolean on = memory.flags().isEnabled("new_checkout", "user-42");
 * memory.replace(Configuration.EMPTY);
 * }</pre>
 */
public final class MemoryFlags {
    private final ConfigLoader loader;
    private final ConfigCompiler compiler;
    private final Evaluator evaluator;
    private final String epoch = UUID.randomUUID().toString();

    private volatile Configuration configuration;
    // Guarded by this.
    private ConfigState state = ConfigState.NONE;

    private MemoryFlags(Builder builder) {
        loader = new ConfigLoader(builder.includedFiles);
        compiler = new ConfigCompiler(builder.clock);
        evaluator = new Evaluator(Snapshot.notReady(builder.clock), builder.observer);
        configuration = builder.configuration;
        apply(configuration);
    }

    /** Answers from a configuration. */
    public static MemoryFlags of(Configuration configuration) {
        return builder(configuration).build();
    }

    public static Builder builder(Configuration configuration) {
        return new Builder(configuration);
    }

    /** What application code is handed. */
    public Flags flags() {
        return evaluator;
    }

    /** What answers come from. */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * Answers from another configuration, once this returns.
     *
     * @throws ConfigException if a file that a segment includes cannot be read; then nothing was changed
     */
    public synchronized void replace(Configuration next) {
        apply(next);
        configuration = next;
    }

    private void apply(Configuration next) {
        Version version = new Version(epoch, state.version().number() + 1);
        Map<DocumentKey, Document> documents = new HashMap<>();
        next.documents().forEach((key, json) -> documents.put(key, document(key, json, version)));
        ConfigState loaded = loader.load(StoreSnapshot.of(version, documents), state);
        if (loaded.problems().stream().anyMatch(Problem::isError)) {
            throw new ConfigException(loaded.problems());
        }
        evaluator.swap(compiler.compile(loaded, state, loaded.changedSince(state)));
        state = loaded;
    }

    private Document document(DocumentKey key, JsonObject json, Version version) {
        String text = json.toJson();
        Document known = state.documents().get(key);
        return known != null && known.json().equals(text) ? known : new Document(key, version.number(), text);
    }

    /** Settings of flags in memory. Not thread-safe. */
    public static final class Builder {
        private final Configuration configuration;
        private InstantSource clock = InstantSource.system();
        private @Nullable Path includedFiles;
        private Observer observer = Observer.NONE;

        private Builder(Configuration configuration) {
            this.configuration = Objects.requireNonNull(configuration, "configuration");
        }

        /** What schedules go by. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /** The directory of the files that segments include. They are read whenever the configuration is set. */
        public Builder includedFiles(Path directory) {
            includedFiles = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Is told of every answer, on the thread that asked: it has to be fast and thread-safe, and each call allocates. What
         * it throws is logged once, and changes no answer. {@link Flags#evaluateAll} asks for no flag in particular, and is
         * not told.
         */
        public Builder onRead(Consumer<FlagRead> listener) {
            observer = new ReadObserver(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Compiles the configuration; may be called again.
         *
         * @throws ConfigException if a file that a segment includes cannot be read
         */
        public MemoryFlags build() {
            return new MemoryFlags(this);
        }
    }
}
