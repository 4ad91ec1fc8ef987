package dev.flags.rollout;

import dev.flags.config.Checks;
import java.time.Duration;
import java.util.Objects;

/**
 * What a rollout does when something goes wrong.
 *
 * @param onFail a guardrail has failed too often
 * @param onInconclusive an analysis has said neither too often
 * @param onError a source has been in error for longer than {@code errorDeadline}; until then the rollout is paused
 * @param errorDeadline how long a source may be in error
 * @param onTimeout a stage, an approval or the whole takes longer than it may
 */
public record Reactions(
        Reaction onFail, Reaction onInconclusive, Reaction onError, Duration errorDeadline, Reaction onTimeout) {
    /** Rolls back on failures and when time is up, and pauses for what is not known; sources may be in error for 30 minutes. */
    public static final Reactions DEFAULTS = new Reactions(
            Reaction.ROLL_BACK, Reaction.PAUSE, Reaction.PAUSE, Duration.ofMinutes(30), Reaction.ROLL_BACK);

    /** @throws IllegalArgumentException if {@code errorDeadline} is negative */
    public Reactions {
        Objects.requireNonNull(onFail, "onFail");
        Objects.requireNonNull(onInconclusive, "onInconclusive");
        Objects.requireNonNull(onError, "onError");
        Objects.requireNonNull(onTimeout, "onTimeout");
        Checks checks = new Checks();
        Spans.notNegative(checks, errorDeadline, "/error_deadline");
        checks.done();
    }

    public Reactions withOnFail(Reaction reaction) {
        return new Reactions(reaction, onInconclusive, onError, errorDeadline, onTimeout);
    }

    public Reactions withOnInconclusive(Reaction reaction) {
        return new Reactions(onFail, reaction, onError, errorDeadline, onTimeout);
    }

    public Reactions withOnError(Reaction reaction, Duration deadline) {
        return new Reactions(onFail, onInconclusive, reaction, deadline, onTimeout);
    }

    public Reactions withOnTimeout(Reaction reaction) {
        return new Reactions(onFail, onInconclusive, onError, errorDeadline, reaction);
    }
}
