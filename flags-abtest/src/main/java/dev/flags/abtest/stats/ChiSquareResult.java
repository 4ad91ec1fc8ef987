package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * What a χ² test says.
 *
 * @param statistic χ², at least 0
 * @param degreesOfFreedom at least 1
 * @param p the p-value: of a statistic that large or larger
 */
public record ChiSquareResult(double statistic, int degreesOfFreedom, PValue p) {
    public ChiSquareResult {
        Objects.requireNonNull(p, "p");
    }

    static ChiSquareResult of(double statistic, int degreesOfFreedom) {
        return new ChiSquareResult(
                statistic, degreesOfFreedom, PValue.atMostOne(ChiSquare.lnSurvival(statistic, degreesOfFreedom)));
    }
}
