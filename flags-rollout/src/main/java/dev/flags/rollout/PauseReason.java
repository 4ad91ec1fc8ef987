package dev.flags.rollout;

import java.util.Locale;
import java.util.Objects;

/**
 * Why a rollout is paused. It may be for several reasons at once, and goes on when all are gone.
 *
 * @param detail an analysis, a person's words, or what was edited; never anybody's id
 */
public record PauseReason(Kind kind, String detail) {

    /** What kinds of reasons there are. */
    public enum Kind {
        /** A person asked for it. */
        COMMAND,
        /** Nothing may be rolled out for now. */
        FREEZE,
        /** A signal fails; gone when it passes. */
        SIGNAL,
        /** An analysis has said neither too often; gone when it passes. */
        INCONCLUSIVE,
        /** A source is in error; gone when it answers. */
        ERROR,
        /** A guardrail has failed, and the plan wants a person to decide. */
        FAILURE,
        /** It takes longer than it may, and the plan wants a person to decide. */
        TIMEOUT,
        /** Somebody has disabled the flag. */
        KILLED,
        /** Somebody has edited the flag; gone when the edit is taken back. */
        MANUAL_EDIT;

        /** The name in documents and meters, {@code manual_edit}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What a pause for it is counted as. */
        Cause cause() {
            return switch (this) {
                case COMMAND -> Cause.COMMAND;
                case FREEZE -> Cause.FREEZE;
                case SIGNAL -> Cause.SIGNAL;
                case INCONCLUSIVE -> Cause.INCONCLUSIVE;
                case ERROR -> Cause.ERROR;
                case FAILURE -> Cause.FAILURE;
                case TIMEOUT -> Cause.TIMEOUT;
                case KILLED -> Cause.KILLED;
                case MANUAL_EDIT -> Cause.MANUAL_EDIT;
            };
        }

        /** Whether it can go without a person. */
        boolean goesByItself() {
            return switch (this) {
                case FREEZE, SIGNAL, INCONCLUSIVE, ERROR, MANUAL_EDIT -> true;
                case COMMAND, FAILURE, TIMEOUT, KILLED -> false;
            };
        }
    }

    public PauseReason {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }

    @Override
    public String toString() {
        return kind.key() + (detail.isEmpty() ? "" : ": " + detail);
    }
}
