package dev.flags.rollout;

import dev.flags.store.Expect;
import dev.flags.store.Version;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the store holds of rollouts at one version. Immutable.
 *
 * @param rollouts by their flags' names
 * @param unreadable why a flag's rollout cannot be read, by the flag's name: somebody has damaged it
 * @param freezeRevision of the document that says whether anything may be rolled out, 0 if there is none
 */
record StoredRollouts(
        Version version,
        Map<String, Stored> rollouts,
        Map<String, String> unreadable,
        Optional<Freeze> freeze,
        long freezeRevision) {
    static final StoredRollouts NONE = new StoredRollouts(new Version("", 0), Map.of(), Map.of(), Optional.empty(), 0);

    StoredRollouts {
        rollouts = Map.copyOf(rollouts);
        unreadable = Map.copyOf(unreadable);
    }

    /** A rollout at a revision. */
    record Stored(RolloutDocument document, long revision) {}

    boolean isFrozen() {
        return freeze.isPresent();
    }

    /** That nobody freezes anything, or takes a freeze back, before a commit. */
    Expect freezeAsItIs() {
        return new Expect(RolloutKinds.FREEZE_KEY, freezeRevision);
    }

    /** @throws IllegalStateException if it cannot be read */
    Optional<Stored> find(String flag) {
        String why = unreadable.get(Objects.requireNonNull(flag, "flag"));
        if (why != null) {
            throw new IllegalStateException("the rollout of flag " + flag + " cannot be read: " + why);
        }
        return Optional.ofNullable(rollouts.get(flag));
    }

    /**
     * The rollout of a flag.
     *
     * @throws IllegalArgumentException if there is none
     * @throws IllegalStateException if it cannot be read
     */
    Stored require(String flag) {
        return find(flag).orElseThrow(() -> new IllegalArgumentException("there is no rollout of flag " + flag));
    }
}
