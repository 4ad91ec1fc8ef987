package dev.flags.fuzz;

import java.util.Arrays;
import java.util.Objects;

/**
 * States laws in the targets of the fuzzer, which run them millions of times and with every class instrumented that they
 * load: too often for AssertJ.
 */
public final class Law {
    private Law() {}

    /**
     * Fails unless a law holds.
     *
     * @throws AssertionError if it does not
     */
    public static void holds(boolean law, Object... about) {
        if (!law) {
            throw new AssertionError(Arrays.toString(about));
        }
    }

    /**
     * Fails unless two things are the same.
     *
     * @throws AssertionError if they are not
     */
    public static void same(Object actual, Object expected, Object... about) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError("is " + actual + ", expected " + expected + ", " + Arrays.toString(about));
        }
    }
}
