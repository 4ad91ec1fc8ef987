package dev.flags.store;

import dev.flags.config.FlagsException;

/**
 * A change was handed to the store, and it is not known whether it was applied: all of it was, or nothing. Look at what
 * was to be changed before you try again.
 */
public final class UnknownOutcomeException extends FlagsException {
    private static final long serialVersionUID = 1L;

    public UnknownOutcomeException(String message, Throwable cause) {
        super(message, cause);
    }
}
