package dev.flags.config;

/** What goes wrong in the control plane: bad configuration, a store out of reach. Evaluation never throws it. */
public abstract class FlagsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected FlagsException(String message) {
        super(message);
    }

    protected FlagsException(String message, Throwable cause) {
        super(message, cause);
    }
}
