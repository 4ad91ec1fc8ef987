package dev.flags;

/** Why an answer is not what the configuration says, in OpenFeature's words. */
public enum ErrorCode {
    /** There is no such flag. */
    FLAG_NOT_FOUND,
    /** The flag is of another type than was asked for, or its value cannot be converted without loss. */
    TYPE_MISMATCH,
    /** A split decided last, and the context has none of the attributes that it hashes. */
    TARGETING_KEY_MISSING,
    /** The flag is in the configuration, but was refused; {@code problems()} says why. */
    PARSE_ERROR,
    /** The context has a value that cannot be used; {@link EvaluationContext#problem()} says which. */
    INVALID_CONTEXT,
    /** No configuration has been loaded yet. */
    PROVIDER_NOT_READY,
    /** Anything else. */
    GENERAL
}
