package dev.flags.json;

/** A text is no JSON, or goes beyond a limit. The message tells where, and never repeats the text. */
public final class JsonSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    JsonSyntaxException(String message) {
        super(message);
    }
}
