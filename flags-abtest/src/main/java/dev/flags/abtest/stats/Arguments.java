package dev.flags.abtest.stats;

import java.util.Objects;

/** Checks of arguments; each refusal names the argument, its value and what is allowed. */
final class Arguments {
    private Arguments() {}

    static double finite(double value, String name) {
        return require(value, Double.isFinite(value), name, "finite");
    }

    static double notNegative(double value, String name) {
        return require(value, Double.isFinite(value) && value >= 0, name, "finite and at least 0");
    }

    static double positive(double value, String name) {
        return require(value, Double.isFinite(value) && value > 0, name, "finite and above 0");
    }

    /** Without the ends. */
    static double between(double value, double low, double high, String name) {
        return require(value, value > low && value < high, name, "in (" + low + ", " + high + ")");
    }

    static double probability(double value, String name) {
        return require(value, value >= 0 && value <= 1, name, "in [0, 1]");
    }

    static long atLeast(long value, long min, String name) {
        if (value < min) {
            throw new IllegalArgumentException(name + " is below " + min + ": " + value);
        }
        return value;
    }

    /** A copy that nobody else can change, of finite values only. */
    static double[] finite(double[] values, String name) {
        double[] copy = Objects.requireNonNull(values, name).clone();
        for (int i = 0; i < copy.length; i++) {
            if (!Double.isFinite(copy[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] is not finite: " + copy[i]);
            }
        }
        return copy;
    }

    private static double require(double value, boolean isAllowed, String name, String allowed) {
        if (!isAllowed) {
            throw new IllegalArgumentException(name + " is not " + allowed + ": " + value);
        }
        return value;
    }
}
