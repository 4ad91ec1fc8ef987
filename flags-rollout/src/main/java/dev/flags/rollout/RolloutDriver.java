package dev.flags.rollout;

import dev.flags.FeatureFlagManager;
import dev.flags.internal.FailureLog;
import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.Input.Samples;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutEngine.Attempt;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Watched;
import dev.flags.rollout.StoredRollouts.Stored;
import dev.flags.store.Expect;
import dev.flags.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has rollouts go on: at each tick it asks what is due, steps each rollout, and tells of what has happened. One process of
 * a fleet does this; the others count their answers for it, and take over when it does not come back. It waits for nothing
 * but the store; while that is out of reach, nothing moves. One tick at a time.
 */
final class RolloutDriver {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutDriver.class);

    private final FeatureFlagManager flags;
    private final RolloutStore store;
    private final RolloutEngine engine;
    private final Lease lease;
    private final SampleWindows windows;
    private final Measurements measurements;
    private final EventFeed feed;
    private final InstantSource clock;
    private final Stalls stalls = new Stalls();
    private final FailureLog failures = new FailureLog(LOG);
    private volatile Map<String, Samples> samples = Map.of();
    private volatile boolean isDriving;
    private boolean isStopped;

    /** What all rollouts of one tick have in common. */
    private record Turn(StoredRollouts rollouts, Expect fence, Patience patience, Instant now) {}

    RolloutDriver(
            FeatureFlagManager flags,
            RolloutStore store,
            RolloutEngine engine,
            Lease lease,
            SampleWindows windows,
            Measurements measurements,
            EventFeed feed,
            InstantSource clock) {
        this.flags = flags;
        this.store = store;
        this.engine = engine;
        this.lease = lease;
        this.windows = windows;
        this.measurements = measurements;
        this.feed = feed;
        this.clock = clock;
    }

    /** Does what is to be done now. Throws nothing: what goes wrong is logged, and tried again at the next tick. */
    synchronized void tick() {
        if (isStopped) {
            return; // it would take the lease again, and nobody would release it
        }
        try {
            boolean isWell = drive(clock.instant());
            if (isWell) {
                failures.succeeded("Rollouts go on again");
            }
        } catch (RuntimeException | Error e) { // the store, a defect of ours, or too little memory
            isDriving = false;
            failures.failed("Rollouts do not go on for now, and traffic stays as it is", e);
        }
    }

    private boolean drive(Instant now) {
        StoredRollouts rollouts = store.load();
        if (!flags.refresh()) {
            throw new StoreException(
                    "the flags cannot be read: " + flags.health().error());
        }
        windows.count(rollouts);
        Optional<Expect> fence = flags.store().capabilities().isReadOnly() ? Optional.empty() : hold(now);
        isDriving = fence.isPresent();
        boolean isWell = true;
        if (fence.isPresent()) {
            isWell = drive(new Turn(rollouts, fence.get(), engine.patience(), now));
        } else {
            measurements.keepOnly(Set.of());
        }
        samples = rollouts.rollouts().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> windows.samples(entry.getValue().document())));
        return isWell;
    }

    private Optional<Expect> hold(Instant now) {
        windows.tell(now);
        return lease.hold(clock.instant()); // reads may have been slow, and by an old time a fresh lease looks too long
    }

    private boolean drive(Turn turn) {
        StoredRollouts rollouts = turn.rollouts();
        windows.collect(rollouts);
        boolean isWell = true;
        for (String flag : new TreeMap<>(rollouts.unreadable()).keySet()) {
            isWell &= isDone(flag, () -> rollouts.find(flag));
        }
        for (Map.Entry<String, Stored> entry : new TreeMap<>(rollouts.rollouts()).entrySet()) {
            isWell &= isDone(entry.getKey(), () -> drive(turn, entry.getValue()));
        }
        Set<String> going = rollouts.rollouts().entrySet().stream()
                .filter(entry -> !(entry.getValue().document().state() instanceof Ended))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        measurements.keepOnly(going);
        stalls.keepOnly(going);
        return isWell;
    }

    /** One rollout that fails does not keep the others from going on. */
    private boolean isDone(String flag, Runnable part) {
        try {
            part.run();
            return true;
        } catch (RuntimeException | Error e) {
            failures.failed("The rollout of flag " + flag + " does not go on for now", e);
            return false;
        }
    }

    private void drive(Turn turn, Stored stored) {
        feed.publish(stored.document(), turn.now());
        Stored drained = drained(stored, turn.now());
        RolloutDocument document = drained.document();
        if (document.state() instanceof Ended) {
            commit(stored, drained, turn.fence());
            return;
        }
        Samples counted = windows.samples(document);
        List<Measured> answers = answers(document, counted);
        Instant at = clock.instant(); // answers have come since the tick began
        FlagView seen = engine.view(document);
        stalls.look(document, new Tick(at, seen, turn.rollouts().isFrozen(), answers, counted));
        Attempt tried = engine.attempt(
                turn.rollouts(),
                drained,
                List.of(turn.fence()),
                turn.patience(),
                (current, flag, isFrozen) -> RolloutStep.of(current, new Tick(at, flag, isFrozen, answers, counted)));
        if (tried.isDone()) {
            measurements.use(document.flag(), answers);
            if (tried.result() instanceof StepResult.Unchanged) {
                commit(stored, drained, turn.fence());
            }
        }
    }

    private List<Measured> answers(RolloutDocument document, Samples counted) {
        return document.state() instanceof Watched watched
                ? measurements.answers(document, watched.run(), StageContext.of(document, watched.run(), counted))
                : List.of();
    }

    /** Without what everybody knows: it goes with the next step, or by itself if there is none. */
    private Stored drained(Stored stored, Instant now) {
        RolloutDocument document = stored.document();
        int taken = feed.taken(document, now);
        return document.outbox().stream().anyMatch(event -> event.number() <= taken)
                ? new Stored(document.drained(taken), stored.revision())
                : stored;
    }

    private void commit(Stored stored, Stored drained, Expect fence) {
        if (!drained.equals(stored)) {
            store.commit(stored, drained.document(), List.of(fence));
        }
    }

    /** Answers of each arm since the stage began, as far as this process knows. */
    Samples samples(String flag) {
        return samples.getOrDefault(flag, Samples.NONE);
    }

    /** How many rollouts do not go on although they should; that is for the process to say that drives. */
    synchronized int stalled() {
        return isDriving ? stalls.count() : 0;
    }

    boolean isDriving() {
        return isDriving;
    }

    /** Lets another process drive at once, if the store can be told. */
    synchronized void stop() {
        isStopped = true;
        isDriving = false;
        try {
            lease.release();
        } catch (StoreException e) {
            LOG.debug("The lease is left to run out", e);
        }
    }
}
