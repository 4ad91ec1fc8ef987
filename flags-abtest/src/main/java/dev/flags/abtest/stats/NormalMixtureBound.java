package dev.flags.abtest.stats;

/**
 * The normal mixture bound of a sub-Gaussian martingale: with a probability of at most α, the sum's absolute value ever exceeds
 * {@code √((v + ρ) ln((v + ρ)/(α² ρ)))} at its variance v. For bounded values (of range 1: v = n/4) it holds at any n, not only
 * asymptotically.
 *
 * <p>Source: S. Howard, A. Ramdas, J. McAuliffe and J. Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences",
 * Annals of Statistics 49, 2021, equation 14.
 *
 * @param rho ρ, above 0, in the unit of the variance; fixed before data are looked at
 * @param alpha the level, in (0, 1); two-sided
 */
public record NormalMixtureBound(double rho, double alpha) {

    /** @throws IllegalArgumentException if {@code rho} is not above 0, or {@code alpha} is not in (0, 1) */
    public NormalMixtureBound {
        Arguments.positive(rho, "rho");
        Arguments.between(alpha, 0, 1, "alpha");
    }

    /**
     * The bound that is tightest, relative to the standard deviation, at a variance: {@code ρ = v / (−W₋₁(−α²/e) − 1)}.
     *
     * @param variance the variance of the sum at which a decision is expected, above 0
     * @throws IllegalArgumentException if {@code variance} is not above 0, or {@code alpha} is not in (0, 1)
     */
    public static NormalMixtureBound tunedFor(double variance, double alpha) {
        Arguments.positive(variance, "variance");
        Arguments.between(alpha, 0, 1, "alpha");
        return new NormalMixtureBound(variance / (-LambertW.minusOne(2 * Math.log(alpha) - 1) - 1), alpha);
    }

    /**
     * How far from 0 the sum may be.
     *
     * @param variance of the sum so far, at least 0
     */
    public double at(double variance) {
        Arguments.notNegative(variance, "variance");
        double sum = variance + rho;
        return Math.sqrt(sum * (Math.log1p(variance / rho) - 2 * Math.log(alpha)));
    }
}
