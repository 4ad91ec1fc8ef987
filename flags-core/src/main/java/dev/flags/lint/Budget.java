package dev.flags.lint;

import org.jspecify.annotations.Nullable;

/** How much may be tried before a question stays open, so that no configuration makes linting slow. Not thread-safe. */
final class Budget {
    private final @Nullable Budget whole;
    private long left;

    Budget(long steps) {
        this(steps, null);
    }

    private Budget(long steps, @Nullable Budget whole) {
        this.left = steps;
        this.whole = whole;
    }

    /** Of this not more than some steps. */
    Budget part(long steps) {
        return new Budget(steps, this);
    }

    /** Takes steps away; false if there are not so many, and then none is left. */
    boolean spend(long steps) {
        boolean isThere = steps <= left && (whole == null || whole.spend(steps));
        left = isThere ? left - steps : -1;
        return isThere;
    }
}
