package dev.flags.rollout;

import java.util.Locale;

/** Where a rollout stands. {@link RolloutState} carries what is true there. */
public enum RolloutPhase {
    /** Has not begun: it waits for its window, its gates and whoever has to agree. */
    PENDING,
    /** Nobody gets the candidate, which runs beside the baseline to be compared. */
    SHADOWING,
    /** Traffic is at a stage's share. */
    PROGRESSING,
    /** A stage is over, and a person has to agree to the next. */
    AWAITING_APPROVAL,
    /** Traffic stays as it is, and no time passes for the stage. */
    PAUSED,
    /** The last share is being given out. */
    PROMOTING,
    /** The last share is out, and watched. */
    MONITORING,
    /** The baseline is being given back. */
    ROLLING_BACK,
    /** The candidate has taken the place of the baseline. */
    COMPLETED,
    /** Everybody has the baseline again. May be tried again. */
    ROLLED_BACK,
    /** The baseline could not be given back: a person is needed. */
    ROLLBACK_FAILED,
    /** A gate, or whoever has to agree, refused it before it began. */
    REJECTED,
    /** Its window, or its time, was over before it began. */
    EXPIRED,
    /** A person took it back before it began. */
    CANCELLED,
    /** Another rollout of the flag took its place. */
    SUPERSEDED;

    /** Whether nothing happens any more, but that a rollout that was rolled back may be tried again. */
    public boolean isTerminal() {
        return compareTo(COMPLETED) >= 0;
    }

    /** Whether it gives traffic to the candidate, or could at any time. */
    public boolean isLive() {
        return switch (this) {
            case SHADOWING, PROGRESSING, AWAITING_APPROVAL, PAUSED, PROMOTING, MONITORING -> true;
            default -> false;
        };
    }

    /** The name in documents and meters, {@code awaiting_approval}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
