package dev.flags.internal;

/** Words the refusal of an operand. */
final class Refusal {
    /** How many characters of a refused value a message shows. */
    static final int SHOWN = 64;

    private Refusal() {}

    /**
     * An exception that says what was expected and what came instead. The value is cut to {@value #SHOWN} characters,
     * and its control and format characters are replaced, because messages end up in logs and on terminals.
     */
    static IllegalArgumentException of(String expected, String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints().limit(SHOWN).map(Refusal::printable).forEach(shown::appendCodePoint);
        String length = shown.length() < value.length() ? "... (" + value.length() + " characters)" : "";
        return new IllegalArgumentException(expected + ": \"" + shown + "\"" + length);
    }

    private static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> '\uFFFD';
            default -> codePoint;
        };
    }
}
