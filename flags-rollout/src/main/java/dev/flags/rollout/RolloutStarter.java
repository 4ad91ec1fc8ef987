package dev.flags.rollout;

import dev.flags.Change;
import dev.flags.FeatureFlagManager;
import dev.flags.FlagTransaction;
import dev.flags.config.Flag;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.StartChecks.Arms;
import dev.flags.rollout.StoredRollouts.Stored;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Begins rollouts: at most one at a time for each flag, since it is kept under the flag's name. */
final class RolloutStarter {
    private final FeatureFlagManager flags;
    private final RolloutStore store;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /** @param ids of rollouts, a new one each time */
    RolloutStarter(FeatureFlagManager flags, RolloutStore store, InstantSource clock, Supplier<String> ids) {
        this.flags = flags;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Makes a rollout that waits for its beginning.
     *
     * @return what is stored
     * @param sources the functions and metrics that are known
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out
     * @throws IllegalStateException if a rollout of the flag has not ended
     */
    RolloutDocument start(String name, RolloutPlan plan, Change change, Set<String> sources) {
        String id = ids.get();
        AtomicReference<RolloutDocument> stored = new AtomicReference<>();
        flags.transact(name, found -> {
            Flag flag = found.orElseThrow(() -> new IllegalArgumentException("there is no flag " + name));
            Optional<Stored> last = store.load().find(name);
            if (last.filter(known -> known.document().id().equals(id)).isPresent()) {
                return Optional.empty(); // it was applied, and the answer was lost
            }
            last.ifPresent(RolloutStarter::requireEnded);
            Arms arms = StartChecks.check(flag, plan, sources);
            RolloutDocument document = RolloutDocument.pending(
                            id, name, plan, arms, FlagEffects.digest(flag), clock.instant())
                    .movedBy(change.actor());
            RolloutDocument begun =
                    last.map(before -> document.after(before.document())).orElse(document);
            stored.set(begun);
            return Optional.of(changes(begun, flag, last, change));
        });
        return Objects.requireNonNull(stored.get());
    }

    /**
     * Looks whether a rollout could begin if there were none on the flag.
     *
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out
     */
    void check(String name, RolloutPlan plan, Set<String> sources) {
        Flag flag = flags.getFlag(name).orElseThrow(() -> new IllegalArgumentException("there is no flag " + name));
        StartChecks.check(flag.toBuilder().rollout(null).build(), plan, sources);
    }

    private static FlagTransaction.Changes changes(
            RolloutDocument document, Flag flag, Optional<Stored> last, Change change) {
        UUID commit = UUID.randomUUID();
        return new FlagTransaction.Changes(
                commit,
                flag,
                "start_rollout",
                change,
                false,
                List.of(RolloutStore.put(document, last.map(Stored::revision).orElse(0L))),
                List.of(),
                List.of(Audit.started(commit, document, change)));
    }

    private static void requireEnded(Stored last) {
        RolloutDocument document = last.document();
        if (!(document.state() instanceof Ended)) {
            throw new IllegalStateException("rollout " + document.id() + " of flag " + document.flag() + " is "
                    + document.state().phase().key().replace('_', ' ')
                    + "; abort it, or supersede it, before another one begins");
        }
    }
}
