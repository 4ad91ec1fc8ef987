package dev.flags.rollout;

import dev.flags.FeatureFlagManager;
import dev.flags.FlagTransaction;
import dev.flags.config.Flag;
import dev.flags.rollout.StepResult.Moved;
import dev.flags.rollout.StepResult.Rejected;
import dev.flags.rollout.StoredRollouts.Stored;
import dev.flags.store.AuditEvent;
import dev.flags.store.Expect;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Carries out steps: what {@link RolloutStep} makes of a rollout is committed together with what it does to the flag, at
 * the revisions that were read. If somebody else was faster, nothing is applied, and the step is computed anew from what
 * they have made of it. Thread-safe.
 *
 * <p>A rollout is read before its flag. The flag is then as new as the rollout or newer, so that what the rollout did
 * itself never looks like somebody's edit.
 */
final class RolloutEngine {
    private static final int MAX_ATTEMPTS = 50;

    private final FeatureFlagManager flags;
    private final RolloutStore store;
    private final RollbackHooks hooks;
    private final BiConsumer<RolloutDocument, RolloutDocument> onMove;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Flag flag, FlagView view) {}

    /** @param onMove is told of what was applied, before and after; must be quick */
    RolloutEngine(
            FeatureFlagManager flags,
            RolloutStore store,
            RollbackHooks hooks,
            BiConsumer<RolloutDocument, RolloutDocument> onMove) {
        this.flags = flags;
        this.store = store;
        this.hooks = hooks;
        this.onMove = onMove;
    }

    /** What becomes of a rollout. Pure: it may be computed again. */
    interface StepOf {
        StepResult of(RolloutDocument document, FlagView flag, boolean isFrozen);
    }

    /**
     * Steps until it is applied, or there is nothing to do.
     *
     * @return the last result
     * @throws IllegalArgumentException if the flag has no rollout
     * @throws StoreException if the store is out of reach
     */
    StepResult step(String flag, StepOf step) {
        Patience patience = patience();
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            StoredRollouts rollouts = store.load();
            requireCurrentFlags();
            Stored stored = rollouts.require(flag);
            Attempt tried = attempt(rollouts, stored, List.of(), patience, step);
            if (tried.isDone() && !(tried.result() instanceof Rejected && isOld(stored))) {
                return tried.result();
            }
        }
        throw new StoreException("others changed the rollout of flag " + flag + " " + MAX_ATTEMPTS
                + " times in a row; nothing was changed. Try again");
    }

    /** Whether it has moved on since it was read: what its flag was then refused for may be what it did to the flag itself. */
    private boolean isOld(Stored stored) {
        return store.load().require(stored.document().flag()).revision() != stored.revision();
    }

    /** How long a command, or a tick, waits for hooks. */
    Patience patience() {
        return hooks.patience();
    }

    private void requireCurrentFlags() {
        if (!flags.refresh()) {
            throw new StoreException("the store cannot be read, so that no rollout moves: "
                    + flags.health().error());
        }
    }

    /**
     * What became of a step.
     *
     * @param isDone false if it has to be tried again, since somebody else was faster, or may have been applied
     */
    record Attempt(StepResult result, boolean isDone) {}

    /**
     * Steps once.
     *
     * @param rollouts what {@code stored} is from; flags were brought up to date since
     * @param fence what must be so, too
     * @param patience with hooks
     */
    Attempt attempt(StoredRollouts rollouts, Stored stored, List<Expect> fence, Patience patience, StepOf step) {
        Optional<Flag> flag = flags.getFlag(stored.document().flag());
        StepResult result = result(stored, flag, rollouts.isFrozen(), step);
        if (!(result instanceof Moved moved)) {
            return new Attempt(result, true);
        }
        hooks.before(stored.document(), moved.next(), patience);
        boolean isApplied =
                isAboutFlag(moved, flag) ? withFlag(stored, fence, step) : isCommitted(stored, moved.next(), fence);
        return new Attempt(result, isApplied);
    }

    private boolean isCommitted(Stored stored, RolloutDocument next, List<Expect> fence) {
        boolean isApplied = store.commit(stored, next, fence);
        if (isApplied) {
            moved(stored.document(), next);
        }
        return isApplied;
    }

    private StepResult result(Stored stored, Optional<Flag> flag, boolean isFrozen, StepOf step) {
        RolloutDocument document = stored.document();
        return step.of(document, view(document, flag), isFrozen);
    }

    private static boolean isAboutFlag(Moved moved, Optional<Flag> flag) {
        return flag.isPresent() && !(moved.effect() instanceof Effect.None);
    }

    /** Computes the step from what the editor of flags has read, once: who is overtaken looks again from the beginning. */
    private boolean withFlag(Stored first, List<Expect> fence, StepOf step) {
        List<RolloutDocument> applied = new ArrayList<>();
        boolean isApplied = flags.transact(first.document().flag(), flag -> {
            if (!applied.isEmpty()) {
                return Optional.empty();
            }
            StoredRollouts known = store.known();
            StepResult result = result(first, flag, known.isFrozen(), step);
            if (!(result instanceof Moved moved) || !isAboutFlag(moved, flag)) {
                return Optional.empty();
            }
            Flag after = FlagEffects.apply(flag.orElseThrow(), moved.next(), moved.effect());
            RolloutDocument next = moved.next().withFlagDigest(FlagEffects.digest(after));
            applied.add(next);
            return Optional.of(changes(first, next, after, moved.effect(), reads(fence, known, moved)));
        });
        if (isApplied) {
            moved(first.document(), applied.get(0));
        }
        return isApplied;
    }

    /** Once a freeze has been acknowledged, nothing is given out that had been on its way. */
    private static List<Expect> reads(List<Expect> fence, StoredRollouts known, Moved moved) {
        boolean mayBeFrozen =
                moved.effect() instanceof Effect.SetStage && !moved.next().ignoresFreeze();
        return mayBeFrozen
                ? Stream.concat(fence.stream(), Stream.of(known.freezeAsItIs())).toList()
                : fence;
    }

    private void moved(RolloutDocument before, RolloutDocument now) {
        onMove.accept(before, now);
        hooks.after(before, now);
    }

    private static FlagTransaction.Changes changes(
            Stored before, RolloutDocument next, Flag after, Effect effect, List<Expect> reads) {
        UUID id = UUID.randomUUID();
        List<Write> writes = List.of(RolloutStore.put(next, before.revision()));
        List<AuditEvent> events =
                Audit.event(id, before.document(), next).stream().toList();
        return new FlagTransaction.Changes(
                id,
                after,
                FlagActions.of(effect),
                Audit.change(before.document(), next),
                FlagEffects.takesBack(effect),
                writes,
                reads,
                events);
    }

    /** The flag of a rollout as it is in effect here. */
    FlagView view(RolloutDocument document) {
        return view(document, flags.getFlag(document.flag()));
    }

    /** A digest is computed once for each version of a flag. */
    private FlagView view(RolloutDocument document, Optional<Flag> flag) {
        if (flag.isEmpty()) {
            seen.remove(document.flag());
            return FlagView.MISSING;
        }
        return seen.compute(
                        document.flag(),
                        (key, last) -> last != null && last.flag().equals(flag.get())
                                ? last
                                : new Seen(flag.get(), FlagView.of(flag.get())))
                .view()
                .seenBy(document, flag.get());
    }
}
