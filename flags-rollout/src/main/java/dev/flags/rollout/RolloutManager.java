package dev.flags.rollout;

import dev.flags.Change;
import dev.flags.FeatureFlagManager;
import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Request;
import dev.flags.rollout.Input.Samples;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.StepResult.Moved;
import dev.flags.rollout.StepResult.Rejected;
import dev.flags.rollout.StoredRollouts.Stored;
import dev.flags.store.AuditEvent;
import dev.flags.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Moves a flag's traffic from one variant to another, stage by stage, watches what the plan says, and takes it back by
 * itself when that is not right.
 *
 * <p>A rollout is a document in the flags' store: it survives the process, and goes on in another one. Each process of a
 * fleet has a manager; one of them drives, and another one takes over when it does not come back. All take commands.
 *
 * <p><b>Blocks.</b> Commands read and write the store, whose calls have time limits, and return when what they did is
 * durable, and in effect here. They wait for no function, no subscriber and no other process; those that roll back wait for
 * {@link RollbackHook hooks} a moment. {@link #async} runs them elsewhere.
 *
 * <p><b>Throws.</b> {@link IllegalArgumentException} for a flag that does not exist or has no rollout, and for a plan that
 * cannot be carried out; {@link IllegalStateException} for a command that is not possible where the rollout stands, which
 * changes nothing; {@link StoreException} if the store cannot do it.
 *
 * <p>Goes by the clock of the flags. Thread-safe. Two daemon threads or more exist while it is open.
 *
 * <pre>{@code
 * RolloutManager rollouts = RolloutManager.builder(flags)
 *         .validator("smoke_test", stage -> Verdict.of(smokeTest.passes()))
 *         .metric("error_rate", stage -> Measurement.of(errors("candidate"), errors("baseline")))
 *         .build();
 * rollouts.startRollout("new_checkout", RolloutPlans.canary().build(), Change.by("alice", "CHK-7"));
 * }</pre>
 */
public final class RolloutManager implements AutoCloseable {
    private static final int MAX_EDITS = 100;
    private static final int MAX_FREEZE_ATTEMPTS = 5;

    private final FeatureFlagManager flags;
    private final RolloutStore store;
    private final RolloutEngine engine;
    private final RolloutStarter starter;
    private final RolloutDriver driver;
    private final Measurements measurements;
    private final EventFeed feed;
    private final RolloutThreads threads;
    private final RolloutMeters meters;
    private final RollbackHooks hooks;
    private final InstantSource clock;
    private final Supplier<String> ids;

    RolloutManager(RolloutManagerBuilder builder) {
        flags = builder.flags;
        clock = flags.clock();
        threads = new RolloutThreads(builder.threads);
        Executor given = builder.executor;
        store = new RolloutStore(flags.store());
        meters = new RolloutMeters(builder.registry, given == null ? threads.ofMeters() : given);
        ids = builder.ids;
        hooks = new RollbackHooks(builder.hooks, builder.hookPatience(), threads.ofHooks());
        engine = new RolloutEngine(flags, store, hooks, meters::moved);
        starter = new RolloutStarter(flags, store, clock, ids);
        measurements = new Measurements(builder.sources, given == null ? threads::of : function -> given, clock);
        feed = new EventFeed(given == null ? threads.ofEvents() : given);
        driver = new RolloutDriver(
                flags,
                store,
                engine,
                new Lease(flags.store(), builder.instance, builder.leaseTimeToLive),
                new SampleWindows(flags.store(), builder.instance, flags::getRolloutCounts),
                measurements,
                feed,
                clock);
        builder.subscribers.forEach(feed.publisher()::subscribe);
        if (!builder.tickInterval.isZero()) {
            threads.every(builder.tickInterval, this::tick);
        }
    }

    public static RolloutManagerBuilder builder(FeatureFlagManager flags) {
        return new RolloutManagerBuilder(flags);
    }

    /**
     * Begins a rollout. It waits for its window and its gates, and then goes on by itself.
     *
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out on this flag
     * @throws IllegalStateException if a rollout of the flag has not ended
     */
    public RolloutStatus startRollout(String flag, RolloutPlan plan, Change change) {
        RolloutDocument begun = starter.start(flag, plan, change, measurements.names());
        threads.soon(this::tick);
        return status(begun, store.known().isFrozen());
    }

    /**
     * What a rollout would do, and whether it could be taken back. Changes nothing.
     *
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out on this flag
     * @throws dev.flags.config.ConfigException if a stage would make the configuration invalid
     */
    public Rehearsal rehearse(String flag, RolloutPlan plan) {
        return new Rehearser(flags).of(flag, plan, measurements.names());
    }

    /**
     * Who has edited a flag since its rollout changed it last, or since it began, and what, newest first: why it is paused
     * for a manual edit. Reads the audit trail, which does not know of edits that went past it.
     *
     * @throws IllegalArgumentException if the flag has no rollout
     */
    public List<AuditEvent> manualEdits(String flag) {
        Instant began = store.load().require(flag).document().attemptSince();
        return flags.history(flag, MAX_EDITS).stream()
                .takeWhile(event -> !FlagActions.isOfRollout(event))
                .filter(event -> !event.at().isBefore(began) && !FlagActions.isTargeted(event))
                .toList();
    }

    /**
     * Ends the rollout that a flag has, gives the baseline back, and begins another one. Two steps: if somebody else is faster
     * between them, the first has been made.
     *
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out; nothing has changed
     */
    public RolloutStatus supersedeRollout(String flag, RolloutPlan plan, Change change) {
        starter.check(flag, plan, measurements.names());
        execute(flag, UUID.randomUUID(), new RolloutCommand.Supersede(), change);
        return startRollout(flag, plan, change);
    }

    /** Where the last rollout of a flag stands, empty if it has had none. */
    public Optional<RolloutStatus> getRolloutStatus(String flag) {
        StoredRollouts rollouts = store.load();
        return rollouts.find(flag).map(stored -> status(stored, rollouts.isFrozen()));
    }

    /** The last rollout of each flag that has had one, by the flags' names; those that cannot be read are left out. */
    public List<RolloutStatus> listRollouts() {
        StoredRollouts rollouts = store.load();
        return new TreeMap<>(rollouts.rollouts())
                .values().stream()
                        .map(stored -> status(stored, rollouts.isFrozen()))
                        .toList();
    }

    /** Who did what to the rollouts of a flag, newest first. */
    public List<AuditEvent> history(String flag, int limit) {
        return store.history(flag, limit);
    }

    /**
     * What the analyses of the present stage say together: the worst that one of them has said last; inconclusive if
     * nothing was measured. Measures nothing.
     *
     * @throws IllegalArgumentException if the flag has no rollout
     */
    public Verdict.Result evaluatePhase(String flag) {
        return status(flag).verdict();
    }

    /** What the stable version of a flag was like when a rollout was completed, and who had promoted it; empty if none was. */
    public Optional<StableBaseline> getBaseline(String flag) {
        return store.load()
                .find(flag)
                .flatMap(stored -> stored.document().figures().stable());
    }

    /**
     * Goes on to the next stage without waiting for the present one.
     *
     * @param stage the index of the stage that the caller has seen, so that two who do this at once go on by one stage
     */
    public RolloutStatus promotePhase(String flag, int stage, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.Promote(stage), change);
    }

    /**
     * Gives out the last share at once. The audit trail says who skipped the stages before it, and why. Where it is out
     * already, the soak begins anew.
     */
    public RolloutStatus promoteFully(String flag, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.PromoteFully(), change);
    }

    /** Leaves traffic as it is. Guardrails are watched on, and roll back. */
    public RolloutStatus pause(String flag, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.Pause(), change);
    }

    /** Goes on, whatever the reasons for a pause. What was measured until now does not count any more. */
    public RolloutStatus resume(String flag, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.Resume(), change);
    }

    /** Agrees that a stage is over, or with stage -1 that the rollout begins. */
    public RolloutStatus approve(String flag, int stage, int attempt, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.Approve(stage, attempt), change);
    }

    /** Does not agree. */
    public RolloutStatus deny(String flag, int stage, int attempt, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.Deny(stage, attempt), change);
    }

    /**
     * Gives everybody again what the flag gave before the rollout, in one commit. Legal in every live state, whatever else is
     * going on. Changes nothing where somebody has done the same already, and tries again what could not be taken back.
     */
    public RolloutStatus abortRollout(String flag, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.Abort(), change);
    }

    /** Tries again what was rolled back: the same units come first. */
    public RolloutStatus retry(String flag, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.Retry(), change);
    }

    /** Takes back what has not begun. */
    public RolloutStatus cancel(String flag, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.Cancel(), change);
    }

    /** Lets one rollout, such as that of a hotfix, go on although nothing else may, until the present freeze is over. */
    public RolloutStatus ignoreFreeze(String flag, Change change) {
        return execute(flag, UUID.randomUUID(), new RolloutCommand.IgnoreFreeze(), change);
    }

    /**
     * Carries out a command.
     *
     * @param id names the command: it is carried out once, however often it is sent
     * @throws IllegalStateException if it is not possible where the rollout stands
     */
    public RolloutStatus execute(String flag, UUID id, RolloutCommand command, Change change) {
        Objects.requireNonNull(change, "change");
        return execute(
                flag,
                (document, view, isFrozen) -> RolloutStep.of(
                        document,
                        new Request(clock.instant(), view, isFrozen, id, change.actor(), change.reason(), command)));
    }

    /**
     * Gives the baseline back, by the rollout itself or, if that is completed, by a new one of the same plan.
     *
     * @param command an abort, for at once, or a gradual rollback
     */
    RolloutStatus rollBack(String flag, RolloutCommand command, Change change) {
        Objects.requireNonNull(change, "change");
        UUID id = UUID.randomUUID();
        String reversal = ids.get();
        return execute(flag, (document, view, isFrozen) -> {
            Request request =
                    new Request(clock.instant(), view, isFrozen, id, change.actor(), change.reason(), command);
            boolean isCompleted = document.state().phase() == RolloutPhase.COMPLETED;
            return isCompleted ? Reversal.of(document, reversal, request) : RolloutStep.of(document, request);
        });
    }

    private RolloutStatus execute(String flag, RolloutEngine.StepOf step) {
        StepResult result = engine.step(flag, step);
        if (result instanceof Rejected rejected) {
            throw new IllegalStateException("the rollout of flag " + flag + " is as it was: " + rejected.why());
        }
        threads.soon(this::tick);
        StoredRollouts known = store.known();
        RolloutDocument now = result instanceof Moved moved
                ? moved.next()
                : known.require(flag).document();
        return status(now, known.isFrozen());
    }

    /**
     * From now on nothing is rolled out, and everything may be rolled back: live rollouts pause, and others do not begin.
     *
     * @throws StoreException if the store cannot do it, or others freeze and unfreeze rollouts again and again
     */
    public void freeze(Change change) {
        set(Optional.of(new Freeze(change.actor(), change.reason(), clock.instant())), change);
    }

    /** Takes a freeze back. Rollouts that it has paused go on by themselves. */
    public void unfreeze(Change change) {
        set(Optional.empty(), change);
    }

    private void set(Optional<Freeze> freeze, Change change) {
        for (int attempt = 1; attempt <= MAX_FREEZE_ATTEMPTS; attempt++) {
            boolean isDone = store.commit(freeze, change, clock.instant())
                    || store.load().freeze().equals(freeze); // the answer was lost, or somebody else has done it
            if (isDone) {
                threads.soon(this::tick);
                return;
            }
        }
        throw new StoreException("others freeze or unfreeze rollouts at this moment; look, and try again");
    }

    /** Who has frozen rollouts, and why; empty if nobody has. */
    public Optional<Freeze> freeze() {
        return store.load().freeze();
    }

    /**
     * Every transition of every rollout, from now on, in the process that drives: each once in a fleet, so that each process
     * subscribes. If a process dies before a subscriber has taken an event, the next one tells it again, with the same
     * number. A subscriber that does not take events for long misses some, and never those of others; one that throws is
     * told so by {@code onError}, and nothing any more. The log says both. What the last process
     * has left may be told before anybody has called this: {@link RolloutManagerBuilder#subscriber} misses nothing.
     */
    public Flow.Publisher<RolloutEvent> events() {
        return feed.publisher();
    }

    /** Whether this process is the one that drives. */
    public boolean isDriving() {
        return driver.isDriving();
    }

    /**
     * Runs a call elsewhere: {@code rollouts.async(r -> r.abortRollout(flag, change))}.
     *
     * @return what the call returns, or throws; an {@link IllegalStateException} if the manager is closed before it is begun
     */
    public <T> CompletableFuture<T> async(Function<RolloutManager, T> call) {
        Objects.requireNonNull(call, "call");
        return threads.command(() -> call.apply(this));
    }

    /**
     * Does now what is done every tick interval: asks what is due, and has each rollout go on. For tests, and for
     * applications that have a scheduler. Throws nothing.
     */
    public void tick() {
        driver.tick();
        meters.show(store.known(), this::share, driver.stalled());
    }

    /** For whoever takes rollouts back. */
    FeatureFlagManager flags() {
        return flags;
    }

    RolloutStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    private RolloutStatus status(String flag) {
        StoredRollouts rollouts = store.load();
        return status(rollouts.require(flag), rollouts.isFrozen());
    }

    private RolloutStatus status(Stored stored, boolean isFrozen) {
        return status(stored.document(), isFrozen);
    }

    private RolloutStatus status(RolloutDocument document, boolean isFrozen) {
        Samples samples = driver.samples(document.flag());
        Tick tick = new Tick(clock.instant(), engine.view(document), isFrozen, List.of(), samples);
        return StatusReader.of(document, tick);
    }

    private Percentage share(String flag) {
        return flags.getFlag(flag).map(FlagEffects::share).orElse(Percentage.NONE);
    }

    /**
     * Stops driving, and lets another process do so. What is asked is interrupted, as are calls of {@link #async}, and so are subscribers that have not taken
     * the last events, and hooks that have not come back, within half a second. Hooks that were not called by then are not
     * called, which the log says. Waits for a call of the store that is under way. The flags stay open.
     */
    @Override
    public void close() {
        driver.stop();
        meters.close();
        feed.close();
        threads.close();
        hooks.close();
    }
}
