package dev.flags.abtest.stats;

/** Why there is no estimate. */
public enum Status {
    /** No unit at all. */
    NO_DATA,
    /** Fewer units than the method needs; mostly two in each arm. */
    TOO_FEW,
    /** No arm varies, so that nothing says how sure the difference is. */
    ZERO_VARIANCE,
    /** All values are the same one, so that ranks say nothing. */
    ALL_TIED,
    /** Some values are equal, which an exact method of ranks does not allow for. */
    TIES,
    /** So many units that an exact method would take too long. */
    TOO_MANY,
    /** The control's value is 0: there is no lift relative to it. */
    ZERO_BASELINE,
    /** A value has the wrong sign, or is 0, so that it has no logarithm. */
    NOT_POSITIVE,
    /** A ratio's denominator is 0. */
    ZERO_DENOMINATOR,
    /** Units are in an arm that should have none. */
    UNEXPECTED_ARM
}
