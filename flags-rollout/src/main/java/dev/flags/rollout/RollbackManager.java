package dev.flags.rollout;

import dev.flags.Change;
import dev.flags.FeatureFlagManager;
import dev.flags.FlagTransaction;
import dev.flags.config.Attributes;
import dev.flags.config.Denial;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.StoredRollouts.Stored;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes traffic back, whatever a rollout is doing, also once it is completed: at once, step by step, or from certain users.
 * Waits for no gate, no approval, no measurement, no subscriber and no freeze; for {@link RollbackHook hooks} a moment.
 *
 * <p>Where there was no rollout there is nothing to go back to: the kill switch is
 * {@link FeatureFlagManager#disableFlag}.
 *
 * <p>Blocks as {@link RolloutManager} does. Thread-safe.
 *
 * <pre>{@code
 * RollbackManager rollbacks = RollbackManager.of(rollouts);
 * rollbacks.rollbackImmediate("new_checkout", Change.by("alice", "INC-12: carts are empty"));
 * }</pre>
 */
public final class RollbackManager {
    /** What is left to the candidate, step by step, if nobody says otherwise: 75 %, 50 % and nothing. */
    public static final List<Percentage> DEFAULT_SHARES =
            List.of(Percentage.ofPercent(75), Percentage.ofPercent(50), Percentage.NONE);

    /** How long each step lasts if nobody says otherwise. */
    public static final Duration DEFAULT_BAKE = Duration.ofMinutes(5);

    /** How much of its history a bundle has. */
    private static final int MAX_EVENTS = 200;

    private final RolloutManager rollouts;
    private final FeatureFlagManager flags;
    private final RollbackHistory history;

    private RollbackManager(RolloutManager rollouts) {
        this.rollouts = Objects.requireNonNull(rollouts, "rollouts");
        this.flags = rollouts.flags();
        this.history = new RollbackHistory(flags.store()::history);
    }

    /** Takes back what a manager rolls out. */
    public static RollbackManager of(RolloutManager rollouts) {
        return new RollbackManager(rollouts);
    }

    /**
     * Gives everybody what the flag gave before its rollout, in one commit. When this returns, answers in this process say so;
     * other processes follow within their poll interval. Changes nothing where somebody has done the same already, and tries
     * again what could not be taken back.
     *
     * @throws IllegalArgumentException if the flag has had no rollout
     * @throws IllegalStateException if there is nothing to take back, since it has not begun; or if it is completed, and
     *     somebody has edited the flag since, so that only a person can tell what to go back to: disabling it is always possible
     */
    public RolloutStatus rollbackImmediate(String flag, Change change) {
        return rollouts.rollBack(flag, new RolloutCommand.Abort(), change);
    }

    /** In steps of {@link #DEFAULT_SHARES}, each {@link #DEFAULT_BAKE} long. */
    public RolloutStatus rollbackGradual(String flag, Change change) {
        return rollbackGradual(flag, DEFAULT_SHARES, DEFAULT_BAKE, change);
    }

    /**
     * Takes the candidate's share down step by step; steps that are not below what it has are left out. If a guardrail of the
     * plan fails meanwhile, the rest is taken at once, and {@link #rollbackImmediate} does that, too.
     *
     * @param shares what is left to the candidate, falling, the last one nothing
     * @param bake how long each step lasts
     * @throws IllegalArgumentException if the shares do not fall to nothing, or the flag has had no rollout
     * @throws IllegalStateException if there is nothing to take back: it has not begun, or is rolled back; or as
     *     {@link #rollbackImmediate} does
     */
    public RolloutStatus rollbackGradual(String flag, List<Percentage> shares, Duration bake, Change change) {
        return rollouts.rollBack(flag, new RolloutCommand.RollBackGradually(shares, bake), change);
    }

    /**
     * Gives certain users the flag's off variant, whatever its lists, rules and rollouts say. Nobody else's answer changes,
     * and a rollout that is live goes on. Denials of the flag whose time is over go.
     *
     * @param users their targeting keys, at least one
     * @param until from when on they get what everybody gets; null for as long as nobody takes it back
     * @throws IllegalArgumentException if there is no such flag, {@code users} is empty, or {@code until} is not to come
     */
    public void rollbackTargeted(String flag, List<String> users, @Nullable Instant until, Change change) {
        Objects.requireNonNull(change, "change");
        if (users.isEmpty()) {
            throw new IllegalArgumentException("users is empty; at least one is required");
        }
        if (until != null && !until.isAfter(rollouts.clock().instant())) {
            throw new IllegalArgumentException("until is not to come: " + until);
        }
        Denial denial = new Denial(users, Attributes.USER, until, change.actor());
        flags.transact(flag, found -> Optional.of(denied(flag, found, denial, change)));
    }

    /** The denial is no edit that a rollout has to ask about, so that what it knows of the flag changes with it. */
    private FlagTransaction.Changes denied(String name, Optional<Flag> found, Denial denial, Change change) {
        Flag flag = found.orElseThrow(() -> new IllegalArgumentException("there is no flag " + name));
        Flag current = flag.withoutExpired(rollouts.clock().instant());
        List<Denial> denials = new ArrayList<>(current.denied());
        denials.add(denial);
        Flag after = current.toBuilder().denied(denials).build();
        List<Write> writes = rollouts.store().load().find(name).stream()
                .filter(stored -> goesOnWith(stored.document(), flag))
                .map(stored -> known(stored, after))
                .toList();
        return new FlagTransaction.Changes(
                UUID.randomUUID(), after, FlagActions.TARGETED, change, true, writes, List.of(), List.of());
    }

    private static boolean goesOnWith(RolloutDocument document, Flag flag) {
        return !(document.state() instanceof Ended) && document.flagDigest().equals(FlagEffects.digest(flag));
    }

    private static Write known(Stored stored, Flag after) {
        return RolloutStore.put(stored.document().withFlagDigest(FlagEffects.digest(after)), stored.revision());
    }

    /**
     * The rollbacks of a flag, newest first. Reads the audit trail, as far back as that takes.
     *
     * @param limit how many at most; at least 1
     * @throws IllegalArgumentException if {@code limit} is below 1
     * @throws StoreException if the store is out of reach
     */
    public List<Rollback> getRollbackHistory(String flag, int limit) {
        return history.of(flag, limit);
    }

    /**
     * The rollbacks of all flags, newest first. Reads the audit trail, as far back as that takes.
     *
     * @param limit how many at most; at least 1
     * @throws IllegalArgumentException if {@code limit} is below 1
     * @throws StoreException if the store is out of reach
     */
    public List<Rollback> getRollbackHistory(int limit) {
        return history.latest(limit);
    }

    /**
     * What whoever repairs the candidate needs to know.
     *
     * @throws IllegalArgumentException if the flag has had no rollout
     */
    public RollbackBundle bundle(String flag) {
        RolloutStatus status = rollouts.getRolloutStatus(flag)
                .orElseThrow(() -> new IllegalArgumentException("there is no rollout of flag " + flag));
        RolloutPlan plan = rollouts.store().load().require(flag).document().plan();
        return new RollbackBundle(status, plan, rollouts.history(flag, MAX_EVENTS));
    }
}
