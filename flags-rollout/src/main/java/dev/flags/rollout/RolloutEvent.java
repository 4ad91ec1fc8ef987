package dev.flags.rollout;

import java.time.Instant;

/**
 * A transition of a rollout.
 *
 * @param number of the events of the flag's rollouts, in their order, from 1: with the flag it names the event
 * @param rollout the rollout's id
 * @param flag the name of its flag
 * @param attempt 1 for the first
 * @param from where the rollout stood
 * @param to where it stands
 * @param stage the index of the stage that it stands at, -1 if it stands at none
 * @param cause what brought it about, to count by
 * @param actor who did it: a person, or {@value #ENGINE}
 * @param reason why, for people; holds nobody's id but the actor's words
 */
public record RolloutEvent(
        int number,
        String rollout,
        String flag,
        Instant at,
        int attempt,
        RolloutPhase from,
        RolloutPhase to,
        int stage,
        Cause cause,
        String actor,
        String reason) {
    /** The actor of what happens by itself. */
    public static final String ENGINE = "rollout-engine";
}
