package dev.flags.store;

import dev.flags.config.FlagsException;

/** A store could not do what was asked of it, and certainly has not done it. The message says what to do next. */
public class StoreException extends FlagsException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
