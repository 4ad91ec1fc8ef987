package dev.flags.lint;

/** Whether something holds in every case, in none, or nobody knows. */
enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    static Truth of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    /** Unknown if it is possible, else false. */
    static Truth possibly(boolean isPossible) {
        return isPossible ? UNKNOWN : FALSE;
    }

    Truth opposite() {
        return this == UNKNOWN ? UNKNOWN : of(this == FALSE);
    }

    /** Whether it may be as {@code wanted}. */
    boolean mayBe(boolean wanted) {
        return this != of(!wanted);
    }
}
