package dev.flags.json;

/** A text is no JSON, or goes beyond a limit. The message tells where, and repeats no more of the text than the
 * name of a member that stands twice. */
public final class JsonSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    JsonSyntaxException(String message) {
        super(message);
    }
}
