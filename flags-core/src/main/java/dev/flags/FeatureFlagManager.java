package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.Problem;
import dev.flags.config.Segment;
import dev.flags.internal.FailureLog;
import dev.flags.lint.LintFinding;
import dev.flags.lint.Linter;
import dev.flags.store.AuditEvent;
import dev.flags.store.ConfigStore;
import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.HistoryQuery;
import dev.flags.store.LastGoodCopy;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.SupervisedConfigStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flags of an application: answers questions, and takes changes.
 *
 * <p>Give application code {@link #flags()}, which only answers; keep the manager where flags are operated.
 *
 * <p><b>Blocks.</b> {@code isEnabled} and everything behind {@link #flags()} never block, throw or do I/O. Methods that
 * change something take a {@link Change}, commit to the store and return when the change is durable and in effect here,
 * even if the store cannot be read by then, unless its answer was lost as well; other processes follow within their poll
 * interval. Every call of the store has a time limit
 * ({@link SupervisedConfigStore}), so that a store that hangs delays a change, and never for ever.
 *
 * <p><b>Throws.</b> Changes throw {@link IllegalArgumentException} for wrong arguments, {@link IllegalStateException} where
 * the flag does not allow the operation, {@link dev.flags.config.ConfigException} if the configuration would become
 * invalid, and {@link dev.flags.store.StoreException} if the store cannot do it, or the manager is closed. Then nothing was changed. They throw
 * {@link dev.flags.store.UnknownOutcomeException} if the store's answer was lost and its history is out of reach: then all
 * of the change was applied or nothing, and the caller has to look. Opening a manager does not throw because of what is in
 * the store: {@link #health()} and {@link #problems()} tell.
 *
 * <p><b>Starts</b> from the store; while that is out of reach from the {@link Builder#lastGoodCopy last good copy}; without
 * one from the {@link Builder#bootstrap configuration that the application ships with}; and without that, callers get
 * their fallbacks. What the store says takes the place of all these as soon as it answers.
 *
 * <p>Thread-safe. One daemon thread looks for changes by others, and more exist while the store is asked or listeners are
 * told; {@link #close()} stops them.
 *
 * <pre>{@code
 * FeatureFlagManager manager = new FeatureFlagManager();                       // config/feature_flags.json
 * manager.setFlag(Flag.builder("new_checkout").percentage(Percentage.ofPercent(10)).build(),
 *         Change.by("alice", "first ten percent"));
 * boolean on = manager.isEnabled("new_checkout", "user-42");
 * }</pre>
 */
public final class FeatureFlagManager implements AutoCloseable {
    /** Where the flags are if nobody says otherwise, below the working directory: {@value}. */
    public static final String DEFAULT_FILE = "config/feature_flags.json";

    static final String DISABLE = "disable";
    static final String RESTORE = "restore";

    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CONTEXT_INTERVAL = Duration.ofMillis(200);

    private final ManagedStore store;
    private final Observation observation;
    private final Evaluator evaluator;
    private final ConfigLoader loader;
    private final ConfigCompiler compiler;
    private final ConfigRefresher refresher;
    private final ConfigEditor editor;
    private final ManagerLint lint;
    private final Listeners listeners;
    private final ColdStart coldStart;
    private final Background background;
    private final Optional<FlagMeters> meters;
    private final ConfigStore.Watch watch;
    private final InstantSource clock;
    private volatile boolean isClosed;

    /** A manager on {@value #DEFAULT_FILE}, which need not exist yet: the first change makes it. */
    public FeatureFlagManager() {
        this(builder().file(Path.of(DEFAULT_FILE)));
    }

    private FeatureFlagManager(Builder builder) {
        Logger log = builder.log;
        clock = builder.clock;
        loader = new ConfigLoader(builder.directoryOfIncludedFiles());
        StoreSnapshot bootstrap = builder.readBootstrap(loader);
        store = builder.openStore();
        ContextSample sample = builder.sample.orElseGet(() -> new ContextSample(builder.sampleSize, builder.clock));
        observation = new Observation(sample, builder.exposures, builder.clock, log);
        evaluator = new Evaluator(Snapshot.notReady(builder.clock), observation, builder.isCounting);
        compiler = new ConfigCompiler(builder.clock);
        listeners = new Listeners(log);
        coldStart = new ColdStart(loader, builder.copy, bootstrap, log);
        refresher = new ConfigRefresher(
                store.supervised(),
                evaluator,
                loader,
                compiler,
                coldStart,
                listeners,
                builder.clock,
                builder.staleAfter,
                log);
        ChurnBudget budget = new ChurnBudget(new ChangePreview(sample, builder.clock), evaluator, builder.churnBudget);
        editor = new ConfigEditor(store.supervised(), refresher, budget, builder.clock, builder.settlePatience);
        lint = new ManagerLint(refresher, new UsageReader(compiler, store.supervised(), builder.clock), log);
        listeners.add(lint);
        refresher.refresh();
        background = new Background("flags-refresh", new Random(), new FailureLog(log));
        background.every(builder.pollInterval, refresher::refresh);
        if (builder.isCounting) {
            background.every(SAMPLE_INTERVAL, compiler::sample);
        }
        if (!sample.isOff()) {
            background.every(CONTEXT_INTERVAL, sample::want);
        }
        meters = builder.registry
                .map(registry -> new FlagMeters(registry, builder.meterTags, compiler.counters(), log))
                .map(shown -> ManagerMeters.addAll(shown, evaluator, refresher, observation));
        meters.ifPresent(shown -> background.every(SAMPLE_INTERVAL, shown::update));
        Runnable refreshSoon = background.soon(refresher::refresh);
        watch = store.supervised().watch(refresher.state().version(), ConfigRefresher.KINDS, hint -> refreshSoon.run());
    }

    /** A manager on a file, which need not exist yet: the first change makes it. */
    public static FeatureFlagManager open(Path file) {
        return builder().file(file).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What application code is handed: questions only. */
    public Flags flags() {
        return evaluator;
    }

    /** Whether a flag is on for a user; false if there is no such flag, or it is not boolean. */
    public boolean isEnabled(String flag, String user) {
        return evaluator.isEnabled(flag, user);
    }

    /** Whether a flag is on in a context; false if there is no such flag, or it is not boolean. */
    public boolean isEnabled(String flag, EvaluationContext context) {
        return evaluator.isEnabled(flag, context);
    }

    /** Why a flag serves to a context what it serves, step by step. Never throws; not counted as an evaluation. */
    public Explanation explain(String flag, EvaluationContext context) {
        return evaluator.explain(flag, context);
    }

    /**
     * Creates a flag, or replaces the one of its name.
     *
     * @throws IllegalStateException if a flag of this name was deleted, and the name is not released
     */
    public void setFlag(Flag flag, Change change) {
        editor.flag(flag.name(), "set", change, before -> Optional.of(flag));
    }

    /**
     * Creates a flag in the plain form, or sets what an existing one is at large; its lists and conditions stay.
     *
     * @param enabled off for everyone if false
     * @param rollout the share that is on if {@code enabled}
     * @throws IllegalStateException if a flag of this name was deleted, and the name is not released
     */
    public void setFlag(String name, boolean enabled, Percentage rollout, String description, Change change) {
        editor.flag(
                name,
                "set",
                change,
                before -> Optional.of(FlagEdits.set(
                        before.orElseGet(() -> Flag.builder(name).build()), enabled, rollout, description)));
    }

    /** Replaces a flag by what the function makes of it. The function may be called again if somebody else was faster. */
    public void update(String name, UnaryOperator<Flag> function, Change change) {
        edit(name, "update", change, function);
    }

    /**
     * Turns a boolean flag on for a share of whoever meets its conditions; in the rich form, of whoever no rule decides.
     * Raising the share only adds units, lowering it only removes them.
     *
     * @throws IllegalStateException if the flag was disabled by {@link #disableFlag}, or cannot have a percentage
     */
    public void setRolloutPercentage(String name, Percentage share, Change change) {
        edit(name, "set_percentage", change, flag -> FlagEdits.percentage(flag, share));
    }

    /**
     * Turns a boolean flag on for everyone who is not denied, as far as its schedule and the flags that it requires allow.
     * Drops conditions, rules and targets; the audit trail has them. To get back what a kill switch turned off, use {@link #restoreFlag}.
     */
    public void enableFlag(String name, Change change) {
        edit(name, "enable", change, FlagEdits::enable);
    }

    /**
     * The kill switch: serves the off variant to everyone, at once. Remembers the status, and touches nothing else. Works
     * on a flag whose newest text is broken, too: then its last good version is what is disabled.
     */
    public void disableFlag(String name, Change change) {
        edit(name, DISABLE, change, Flag::disabled);
    }

    /**
     * Brings back exactly what {@link #disableFlag} turned off.
     *
     * @throws IllegalStateException if there is nothing to bring back
     */
    public void restoreFlag(String name, Change change) {
        edit(name, RESTORE, change, FlagEdits::restore);
    }

    public void addUserToFlag(String name, String user, Change change) {
        edit(name, "add_user", change, flag -> FlagEdits.addUser(flag, user));
    }

    public void removeUserFromFlag(String name, String user, Change change) {
        edit(name, "remove_user", change, flag -> FlagEdits.removeUser(flag, user));
    }

    public void addGroupToFlag(String name, String group, Change change) {
        edit(name, "add_group", change, flag -> FlagEdits.addGroup(flag, group));
    }

    public void removeGroupFromFlag(String name, String group, Change change) {
        edit(name, "remove_group", change, flag -> FlagEdits.removeGroup(flag, group));
    }

    /**
     * Deletes a flag, and retires its name: programs that were not deployed since may still ask for it, and must not meet
     * another flag. {@link #releaseFlagName} lets it be used again.
     *
     * @throws IllegalStateException if a rollout is running on it
     * @throws dev.flags.config.ConfigException if another flag or a segment refers to it
     */
    public void deleteFlag(String name, Change change) {
        editor.flag(name, "delete", change, before -> {
            FlagEdits.requireNoRollout(before.orElseThrow(() -> noSuchFlag(name)));
            return Optional.empty();
        });
    }

    /**
     * Lets the name of a flag that was deleted be used again, once no program asks for the old one.
     *
     * @throws IllegalArgumentException if the name is not retired
     */
    public void releaseFlagName(String name, Change change) {
        editor.release(name, change);
    }

    /**
     * Changes a flag together with documents of another module, in one commit. What the flag is to be is checked as in any
     * other change, but for the churn budget.
     *
     * @return whether anything was changed
     */
    public boolean transact(String name, FlagTransaction transaction) {
        return editor.transact(name, transaction);
    }

    /** Creates a segment, or replaces the one of its name. */
    public void setSegment(Segment segment, Change change) {
        editor.document(DocumentKey.segment(segment.name()), Optional.of(segment), "set", change);
    }

    /** Deletes a segment that nothing refers to. */
    public void deleteSegment(String name, Change change) {
        editor.document(DocumentKey.segment(name), Optional.empty(), "delete", change);
    }

    /** Creates a layer, or replaces the one of its name. */
    public void setLayer(Layer layer, Change change) {
        editor.document(DocumentKey.layer(layer.name()), Optional.of(layer), "set", change);
    }

    /** Deletes a layer that nothing refers to. */
    public void deleteLayer(String name, Change change) {
        editor.document(DocumentKey.layer(name), Optional.empty(), "delete", change);
    }

    /**
     * What {@link #setFlag(Flag, Change)} would do to the answers that contexts of the last minutes get. Changes nothing.
     *
     * @throws IllegalStateException if a flag of this name was deleted, and the name is not released
     * @throws dev.flags.config.ConfigException if the configuration would become invalid
     */
    public Impact preview(Flag flag) {
        return editor.preview(flag.name(), before -> Optional.of(flag));
    }

    /**
     * What {@link #update} would do to the answers that contexts of the last minutes get. Changes nothing.
     *
     * @throws dev.flags.config.ConfigException if the configuration would become invalid
     */
    public Impact preview(String name, UnaryOperator<Flag> function) {
        return editor.preview(name, ifThere(name, function));
    }

    /** What {@link #setSegment} would do. A file that it includes anew is not read for that. Changes nothing. */
    public Impact preview(Segment segment) {
        return editor.preview(DocumentKey.segment(segment.name()), segment);
    }

    /** What {@link #setLayer} would do. Changes nothing. */
    public Impact preview(Layer layer) {
        return editor.preview(DocumentKey.layer(layer.name()), layer);
    }

    /** The flag of a name, as it is in effect. */
    public Optional<Flag> getFlag(String name) {
        return refresher.state().flag(name);
    }

    /** All flags in effect, by name. */
    public List<Flag> listFlags() {
        return refresher.state().flags().values().stream()
                .sorted(Comparator.comparing(Flag::name))
                .toList();
    }

    /** All segments in effect, by name. */
    public Map<String, Segment> segments() {
        return refresher.state().segments();
    }

    /** All layers in effect, by name. */
    public Map<String, Layer> layers() {
        return refresher.state().layers();
    }

    /**
     * What a flag is like, and what became of it in this process. Reads the audit trail.
     *
     * @throws dev.flags.store.StoreException if the store is out of reach
     */
    public Optional<FlagStats> getFlagStats(String name) {
        return getFlag(name)
                .map(flag -> FlagStats.of(
                        flag, compiler.countersOf(name), history(HistoryQuery.of(DocumentKey.flag(name), 1))));
    }

    /**
     * How often the rollout of a flag has served each of its arms in this process since it came, by variant: the baseline and
     * the candidate in any case, and what else its split has served. Only answers by that split are counted, those that are
     * marked as stale as well; lists, rules and whoever the rollout misses are not.
     *
     * <p>A rollout is known by its id: a change of its shares and the kill switch keep its counts, and one that follows
     * another, or comes back after it was gone, begins at 0. Answers of {@link PinnedFlags} are counted for the rollout that
     * gave them, unless two others have begun since. While answers are not counted ({@link Builder#counting}), all are 0.
     *
     * @return empty if the flag has no rollout, or there is no such flag
     */
    public Map<String, Long> getRolloutCounts(String flag) {
        return compiler.countersOf(flag).map(FlagCounters::rolloutCounts).orElse(Map.of());
    }

    /**
     * Who changed what, when and why, newest first.
     *
     * @throws dev.flags.store.StoreException if the store is out of reach
     */
    public List<AuditEvent> history(HistoryQuery query) {
        return store.supervised().history(query);
    }

    /** Who changed a flag, when and why, newest first. */
    public List<AuditEvent> history(String flag, int limit) {
        return history(HistoryQuery.of(DocumentKey.flag(flag), limit));
    }

    /**
     * The store of this manager, for modules that keep documents of their own beside the flags: the same one, but each call
     * has a time limit ({@link SupervisedConfigStore}). Whoever writes flags, segments or layers through it goes past the
     * checks of this manager: what is wrong with them is found in {@link #problems()}, and what is right is in effect
     * soon, not yet when the commit returns.
     *
     * <p>It is not the caller's to close: {@link #close()} does that, unless the builder was given a supervised store.
     * Closed earlier, it cuts this manager off, whose answers go on to come from what was known last.
     */
    public ConfigStore store() {
        return store.supervised();
    }

    /** The clock of this manager, for modules that go by the same. */
    public InstantSource clock() {
        return clock;
    }

    /** Everything that is wrong with the configuration now, errors and warnings. */
    public List<Problem> problems() {
        return refresher.problems();
    }

    /**
     * What is wrong, and what is most likely a mistake or has had its day: by the configuration in effect, the time and what
     * became of each flag in this process. Reads the audit trail; while the store is out of reach, what needs it is left out.
     *
     * @return errors first
     */
    public List<LintFinding> lint() {
        return lint(Linter.defaults());
    }

    /**
     * As {@link #lint()}, with a linter of other settings.
     *
     * @param linter its time and usage are replaced
     */
    public List<LintFinding> lint(Linter linter) {
        return lint.findings(linter);
    }

    public Health health() {
        Health health = refresher.health();
        return isClosed
                ? new Health(Health.Status.CLOSED, health.version(), health.lastRefresh(), health.error())
                : health;
    }

    /**
     * Looks for a newer configuration now, as happens by itself every poll interval.
     *
     * @return whether what is in effect now is what the store has; if not, {@link #health()} says why
     */
    public boolean refresh() {
        return refresher.refresh();
    }

    /** Reads the configuration, and the files that segments include, now. What goes wrong shows in {@link #health()}. */
    public void reload() {
        refresher.reload();
    }

    /** From now on tells a listener of changes. */
    public void addListener(FlagListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Tells a listener no more. A call of it that has begun goes on. */
    public void removeListener(FlagListener listener) {
        listeners.remove(listener);
    }

    /** From now on tells a listener of exposures. */
    public void addExposureListener(ExposureListener listener) {
        observation.ofExposures().add(Objects.requireNonNull(listener, "listener"), listener::onExposure);
    }

    /** Tells a listener no more, and interrupts a call of it that has begun. */
    public void removeExposureListener(ExposureListener listener) {
        observation.ofExposures().remove(listener);
    }

    /** From now on tells a listener of answers. */
    public void addEvaluationListener(EvaluationListener listener) {
        observation.ofEvaluations().add(Objects.requireNonNull(listener, "listener"), listener::onEvaluation);
    }

    /** Tells a listener no more, and interrupts a call of it that has begun. */
    public void removeEvaluationListener(EvaluationListener listener) {
        observation.ofEvaluations().remove(listener);
    }

    /**
     * Stops looking for changes, and interrupts listeners and calls of the store that are under way; a commit has half a
     * second to end by itself. {@link #flags()} goes on to answer from what was known last, which does not grow stale any more; changes throw
     * {@link dev.flags.store.StoreException}. May be called again. Returns within two seconds, whatever hangs.
     */
    @Override
    public void close() {
        isClosed = true;
        editor.close();
        background.close();
        meters.ifPresent(FlagMeters::close);
        observation.close();
        listeners.close();
        watch.close();
        store.close();
        coldStart.close();
        loader.close();
    }

    private void edit(String name, String action, Change change, UnaryOperator<Flag> function) {
        editor.flag(name, action, change, ifThere(name, function));
    }

    private UnaryOperator<Optional<Flag>> ifThere(String name, UnaryOperator<Flag> function) {
        return before -> Optional.of(function.apply(before.orElseThrow(() -> noSuchFlag(name))));
    }

    private IllegalArgumentException noSuchFlag(String name) {
        List<String> names = listFlags().stream().map(Flag::name).limit(10).toList();
        return new IllegalArgumentException("there is no flag " + name
                + (names.isEmpty() ? "; there is none at all" : "; the first ones are " + names));
    }

    /** Settings of a manager. Not thread-safe. */
    public static final class Builder {
        /** How often the store is asked for changes if nobody says otherwise. */
        public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(2);

        /** How long the store may be out of reach before answers say so if nobody says otherwise. */
        public static final Duration DEFAULT_STALE_AFTER = Duration.ofSeconds(30);

        /** How many contexts are kept for {@code preview} if nobody says otherwise: {@value}. */
        public static final int DEFAULT_SAMPLE_SIZE = 1_024;

        private @Nullable Path file;
        private @Nullable ConfigStore store;
        private @Nullable ConfigStoreFactory factory;
        private @Nullable Path includedFiles;
        private @Nullable LastGoodCopy copy;
        private @Nullable URL bootstrap;
        private boolean hasBootstrap;
        private Logger log = LoggerFactory.getLogger(FeatureFlagManager.class);
        private Duration settlePatience = Duration.ofSeconds(3);
        private InstantSource clock = InstantSource.system();
        private Duration pollInterval = DEFAULT_POLL_INTERVAL;
        private Duration staleAfter = DEFAULT_STALE_AFTER;
        private boolean isCounting = true;
        private int sampleSize = DEFAULT_SAMPLE_SIZE;
        private Optional<ContextSample> sample = Optional.empty();
        private Optional<Percentage> churnBudget = Optional.empty();
        private ExposureSettings exposures = ExposureSettings.DEFAULT;
        private Optional<MeterRegistry> registry = Optional.empty();
        private Tags meterTags = Tags.empty();

        private Builder() {}

        /** The configuration file; {@value FeatureFlagManager#DEFAULT_FILE} if neither this nor a store is given. */
        public Builder file(Path newFile) {
            file = Objects.requireNonNull(newFile, "file");
            return this;
        }

        /**
         * The store, instead of a file. Whoever made it closes it. Its calls get the default time limits, unless it is a
         * {@link SupervisedConfigStore} with limits of its own.
         */
        public Builder store(ConfigStore newStore) {
            store = Objects.requireNonNull(newStore, "store");
            return this;
        }

        /** How to open the store, instead of a file: it is closed, and opened anew, whenever it fails. */
        public Builder store(ConfigStoreFactory newFactory) {
            factory = Objects.requireNonNull(newFactory, "factory");
            return this;
        }

        /**
         * A file for a copy of the configuration as it was last read, from which a process starts if it cannot reach the
         * store: its answers are stale then, and say so. For stores that are shared; the file store has a copy anyway. No
         * two processes should have the same one. Only its owner can read it. What is wrong with it is logged, and no more.
         */
        public Builder lastGoodCopy(Path newFile) {
            copy = LastGoodCopy.at(newFile);
            return this;
        }

        /**
         * A configuration file that the application ships with, such as {@code MyApp.class.getResource("flags.json")}.
         * Answers come from it, as stale, while there is neither a store that answers nor a last good copy. They also come
         * from it, and are not stale, while the store is one that nobody has ever written to, such as a file that does not
         * exist yet; then the first change writes all of it into the store, which is the truth from there on.
         */
        public Builder bootstrap(@Nullable URL json) {
            bootstrap = json;
            hasBootstrap = true;
            return this;
        }

        /** The directory of the files that segments include; by default that of the configuration file. */
        public Builder includedFiles(Path directory) {
            includedFiles = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /** What schedules and audit events go by. */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /**
         * How often the store is asked for changes.
         *
         * @throws IllegalArgumentException if it is below a millisecond
         */
        public Builder pollInterval(Duration interval) {
            if (interval.toMillis() < 1) {
                throw new IllegalArgumentException("pollInterval is below a millisecond: " + interval);
            }
            pollInterval = interval;
            return this;
        }

        /**
         * How long the store may be out of reach before answers say that they may be out of date.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder staleAfter(Duration duration) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException("staleAfter is negative: " + duration);
            }
            staleAfter = duration;
            return this;
        }

        /**
         * Shows how often each variant of each flag was served and why, and how the store is doing, as meters. Without
         * tags, no two managers may have the same registry: the second one's numbers would be missing.
         *
         * @param tags keys and values in turn, which all meters carry
         * @throws IllegalArgumentException if a key has no value
         */
        public Builder meterRegistry(MeterRegistry newRegistry, String... tags) {
            registry = Optional.of(newRegistry);
            meterTags = Tags.of(tags);
            return this;
        }

        /**
         * Whether answers are counted, which costs each of them some nanoseconds; true if nobody says otherwise. Without
         * counts, {@link FlagStats}, {@link FeatureFlagManager#getRolloutCounts} and the meters know of no answers, and the
         * linter does not say which flags nobody asks for. Fallbacks are counted in any case.
         */
        public Builder counting(boolean counts) {
            isCounting = counts;
            return this;
        }

        /**
         * How exposures are told apart from repeats, for each listener: 100 000 of the last day if nobody says otherwise.
         *
         * @param capacity how many are remembered, at some 100 bytes each, for each listener; at least 1
         * @param window how long an answer counts as a repeat of the unit's first; longer than zero
         * @throws IllegalArgumentException if one of them is out of range
         */
        public Builder exposures(int capacity, Duration window) {
            exposures = new ExposureSettings(capacity, window);
            return this;
        }

        /**
         * Refuses changes that would give more than a share of the recent contexts of any flag another answer, with a
         * {@link ChurnBudgetException}, unless they are made with {@link Change#overChurnBudget}. A deletion gives all that
         * the flag was asked with another answer. Says nothing if the flag was not tried on at least 100 contexts. The kill switch and its undoing are never refused. No budget if nobody says
         * otherwise.
         */
        public Builder churnBudget(Percentage max) {
            churnBudget = Optional.of(max);
            return this;
        }

        /**
         * How many of the contexts that flags were asked with in the last quarter of an hour are kept in memory, to preview changes with; they are
         * never stored, logged or told. {@link #DEFAULT_SAMPLE_SIZE} if nobody says otherwise; 0 keeps none.
         *
         * @throws IllegalArgumentException if it is negative or above 100 000
         */
        public Builder sampleSize(int contexts) {
            if (contexts < 0 || contexts > 100_000) {
                throw new IllegalArgumentException("sampleSize is not in [0, 100000]: " + contexts);
            }
            sampleSize = contexts;
            return this;
        }

        /** The sample itself, for tests. */
        Builder sample(ContextSample newSample) {
            sample = Optional.of(newSample);
            return this;
        }

        /** Where log lines go, for tests. */
        Builder log(Logger newLog) {
            log = newLog;
            return this;
        }

        /** How long to ask what became of a commit, for tests. */
        Builder settlePatience(Duration patience) {
            settlePatience = patience;
            return this;
        }

        /**
         * Opens the manager and loads the configuration.
         *
         * @throws IllegalArgumentException if more than one of a file, a store and a factory is given, or the bootstrap
         *     configuration is missing, cannot be read or is invalid
         */
        public FeatureFlagManager build() {
            if (Stream.of(file, store, factory).filter(Objects::nonNull).count() > 1) {
                throw new IllegalArgumentException(
                        "both a file and a store are given, or a store and a factory; one is allowed");
            }
            return new FeatureFlagManager(this);
        }

        private @Nullable StoreSnapshot readBootstrap(ConfigLoader loader) {
            return hasBootstrap ? Bootstrap.read(bootstrap, loader) : null;
        }

        private ManagedStore openStore() {
            if (store != null) {
                return ManagedStore.of(store, clock);
            }
            return factory == null ? ManagedStore.of(fileOrDefault(), clock) : ManagedStore.of(factory, clock);
        }

        private @Nullable Path directoryOfIncludedFiles() {
            boolean isFile = store == null && factory == null;
            return isFile && includedFiles == null
                    ? fileOrDefault().toAbsolutePath().getParent()
                    : includedFiles;
        }

        private Path fileOrDefault() {
            return Objects.requireNonNullElse(file, Path.of(DEFAULT_FILE));
        }
    }
}
