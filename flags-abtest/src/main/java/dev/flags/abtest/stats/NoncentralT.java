package dev.flags.abtest.stats;

/**
 * The noncentral t distribution: of a t statistic whose mean is not 0, which is what the power of a t test is about.
 *
 * <p>{@code P(T > t) = E[Φ(δ − t S)]} over {@code S = √(χ²/ν)}, by the trapezoidal rule on the scale of ln S, where the integrand
 * is smooth and falls doubly exponentially.
 */
final class NoncentralT {
    private static final double LN_NEGLIGIBLE = -42;

    /** The integrand does not grow within π/4 of the real line: the rule's error is below e^(−π²/(2 step)). */
    private static final double LARGEST_STEP = 0.12;

    private NoncentralT() {}

    /**
     * P(T &gt; t).
     *
     * @param df degrees of freedom ν, above 0
     * @param noncentrality δ
     */
    static double survival(double t, double df, double noncentrality) {
        // The density is as wide as 1/√(2ν), and the normal tail turns over a stretch of about 1/δ.
        double width = Math.min(1 / Math.sqrt(2 * df), 1 / (1 + Math.abs(noncentrality)));
        double step = Math.min(width / 3, LARGEST_STEP);
        double sum = 0;
        for (int direction = -1; direction <= 1; direction += 2) {
            for (int i = direction < 0 ? 1 : 0; ; i++) {
                double y = direction * i * step;
                double ln = lnDensity(y, df);
                if (ln < LN_NEGLIGIBLE && i > 0) {
                    break;
                }
                sum += Math.exp(ln) * Normal.survival(t * Math.exp(y) - noncentrality);
            }
        }
        return Math.min(1, sum * step);
    }

    /** Of Y = ln S. */
    private static double lnDensity(double y, double df) {
        double half = df / 2;
        // half ln half − half − ln Γ(half), without its cancellation at large df
        double lnConstant = (Math.log(half) - Math.log(2 * Math.PI)) / 2 - Stirling.error(half);
        return Math.log(2) + lnConstant + half * (2 * y - Math.expm1(2 * y));
    }
}
