package dev.flags.abtest.stats;

import java.util.function.DoubleUnaryOperator;

/**
 * Integrals over the whole line of functions that are smooth, positive and log-concave, given by their logarithms. By the
 * trapezoidal rule, whose error for such functions falls exponentially with the inverse of the step.
 *
 * <p>Source: L. Trefethen and J. Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56, 2014.
 */
final class LogConcave {
    /** Terms below e to the minus that, relative to the largest, no longer count. */
    private static final double NEGLIGIBLE = 42;

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int MAX_STEPS = 200;

    private LogConcave() {}

    /**
     * ln of the integral.
     *
     * @param lnF the function's logarithm
     * @param low to the left of the maximum, or not far from it
     * @param high to the right of it
     * @param scale the width of the narrowest feature
     */
    static double lnIntegral(DoubleUnaryOperator lnF, double low, double high, double scale) {
        double peak = peak(lnF, low, high, scale);
        double largest = lnF.applyAsDouble(peak);
        double step = scale / 2;
        double sum = 1 + oneSide(lnF, peak, step, largest) + oneSide(lnF, peak, -step, largest);
        return largest + Math.log(sum * step);
    }

    private static double oneSide(DoubleUnaryOperator lnF, double peak, double step, double largest) {
        double sum = 0;
        double ln = 0;
        for (int i = 1; ln > -NEGLIGIBLE; i++) {
            ln = lnF.applyAsDouble(peak + i * step) - largest;
            sum += Math.exp(ln);
        }
        return sum;
    }

    /** The maximum by golden sections, which need only find it to within a step. */
    private static double peak(DoubleUnaryOperator lnF, double low, double high, double scale) {
        double left = low - scale;
        double right = high + scale;
        for (int i = 0; i < MAX_STEPS && right - left > scale / 4; i++) {
            double width = GOLDEN * (right - left);
            if (lnF.applyAsDouble(right - width) < lnF.applyAsDouble(left + width)) {
                left = right - width;
            } else {
                right = left + width;
            }
        }
        return (left + right) / 2;
    }
}
