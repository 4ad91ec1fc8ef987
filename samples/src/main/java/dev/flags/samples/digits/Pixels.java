package dev.flags.samples.digits;

import java.util.Arrays;

/** An image of 8 x 8 pixels, a byte each. Immutable: the bytes are copied on the way in. */
public final class Pixels {
    /** How many pixels an image has. */
    public static final int COUNT = 64;
    /** The largest value of a pixel. */
    public static final int FULL_INK = 16;

    private final byte[] ink;

    private Pixels(byte[] ink) {
        this.ink = ink;
    }

    /**
     * An image with this ink.
     *
     * @param ink {@value #COUNT} values from 0 (none) to {@value #FULL_INK}, row by row from the top left
     * @throws IllegalArgumentException if there are more or fewer values, or one is out of range
     */
    public static Pixels of(byte... ink) {
        if (ink.length != COUNT) {
            throw new IllegalArgumentException("expected 64 pixels, found " + ink.length);
        }
        byte[] copy = ink.clone();
        for (int i = 0; i < COUNT; i++) {
            if (copy[i] < 0 || copy[i] > FULL_INK) {
                throw new IllegalArgumentException("pixel " + (i + 1) + " not in [0, 16]: " + copy[i]);
            }
        }
        return new Pixels(copy);
    }

    /**
     * The ink at one place, 0 to {@value #FULL_INK}.
     *
     * @param index 0 to 63, row by row from the top left
     */
    public int at(int index) {
        return ink[index];
    }

    /** The sum over all places of the squared difference in ink: 0 for equal images. */
    int squaredDistanceTo(Pixels other) {
        int sum = 0;
        for (int i = 0; i < COUNT; i++) {
            int difference = ink[i] - other.ink[i];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pixels that && Arrays.equals(ink, that.ink);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ink);
    }

    @Override
    public String toString() {
        return Arrays.toString(ink);
    }
}
