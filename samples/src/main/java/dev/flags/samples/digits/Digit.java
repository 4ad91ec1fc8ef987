package dev.flags.samples.digits;

/**
 * One handwritten digit: its image, and the digit that its writer meant. Immutable.
 *
 * @param pixels the image
 * @param label the digit that the writer meant, 0 to 9
 */
public record Digit(Pixels pixels, int label) {
    /** How many different labels there are. */
    public static final int LABELS = 10;

    /** @throws IllegalArgumentException if {@code label} is not in [0, 9] */
    public Digit {
        if (label < 0 || label >= LABELS) {
            throw new IllegalArgumentException("label not in [0, 9]: " + label);
        }
    }
}
