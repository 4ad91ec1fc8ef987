package dev.flags;

/** Why an answer is what it is, in OpenFeature's words. */
public enum Reason {
    /** The flag has nothing that depends on the context. */
    STATIC,
    /** Nothing matched, and the flag's default was served. */
    DEFAULT,
    /** A rule, condition or list matched the context. */
    TARGETING_MATCH,
    /** A percentage or a split decided. */
    SPLIT,
    /** The flag is disabled or outside its schedule. */
    DISABLED,
    /** The configuration may be out of date: the store has been out of reach for too long. */
    STALE,
    /** The caller's fallback was served; the error code says why. */
    ERROR
}
