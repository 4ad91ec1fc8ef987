package dev.flags.rollout;

import java.util.Locale;

/** What a command wants of a rollout. */
sealed interface Wish {
    /** The next stage, without waiting for this one; {@code stage} is the one that the person has seen, -1 while it shadows. */
    record Promote(int stage) implements Wish {}

    /** The last share, at once. */
    record PromoteFully() implements Wish {}

    record Pause() implements Wish {}

    /** Goes on, whatever the reasons for the pause. */
    record Resume() implements Wish {}

    /** Makes an exception of it: no freeze concerns it from now on. */
    record IgnoreFreeze() implements Wish {}

    /** Agrees that a stage of an attempt is over. */
    record Approve(int stage, int attempt) implements Wish {}

    /** Does not agree. */
    record Deny(int stage, int attempt) implements Wish {}

    /** Gives the baseline back. */
    record Abort() implements Wish {}

    /** Tries again what was rolled back. */
    record Retry() implements Wish {}

    /** Takes back what has not begun. */
    record Cancel() implements Wish {}

    /** Makes room for another rollout of the flag. */
    record Supersede() implements Wish {}

    /** What people call it, {@code promote fully}. */
    default String words() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
