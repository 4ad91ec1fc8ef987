package dev.flags.abtest.stats;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Caps values that are so large that a few of them would decide a mean. The cap has to come from both arms together: one per arm
 * biases the difference.
 */
public final class Winsorizing {
    private Winsorizing() {}

    /**
     * Values of which none is above the cap.
     *
     * @param cap the cap
     * @param moments of the values after capping
     * @param capped how many values were above the cap
     */
    public record Capped(double cap, Moments moments, long capped) {
        public Capped {
            Objects.requireNonNull(moments, "moments");
        }
    }

    /**
     * The cap: an upper quantile of the values of all arms together, see {@link Quantiles#type7}.
     *
     * @param upperQuantile which, in [0, 1]; mostly 0.99 or above
     * @throws IllegalArgumentException if there is no value, one is not finite, or the quantile is not in [0, 1]
     */
    public static double cap(double upperQuantile, double[]... arms) {
        return Quantiles.type7(
                Arrays.stream(arms).flatMapToDouble(DoubleStream::of).toArray(), upperQuantile);
    }

    /**
     * Caps the values of one arm.
     *
     * @throws IllegalArgumentException if the cap or a value is not finite
     */
    public static Capped apply(double[] values, double cap) {
        Arguments.finite(cap, "cap");
        double[] checked = Arguments.finite(values, "values");
        double[] capped = DoubleStream.of(checked).map(v -> Math.min(v, cap)).toArray();
        return new Capped(
                cap,
                Moments.of(capped),
                DoubleStream.of(checked).filter(v -> v > cap).count());
    }
}
