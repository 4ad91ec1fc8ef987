package dev.flags.abtest.stats;

import java.util.List;

/**
 * Shares of traffic for a bandit: each arm gets the probability that it is the best, but never less than a floor, so that it can
 * still show that it got better, and its rate can still be estimated.
 *
 * <p>The shares of a bandit follow the data, so that the plain tests of this package do not hold for what it gathers; and rates
 * that change over time mislead it.
 *
 * <p>Source: W. Thompson, Biometrika 25, 1933.
 */
public final class ThompsonSampling {
    private ThompsonSampling() {}

    /**
     * {@code floor + (1 − k floor) P(best)} of each of k arms.
     *
     * @param chances that each arm is the best, see {@link BestArm}; at least one, in [0, 1]
     * @param floor the least share of an arm, from 0 to 1/k
     * @return in the order of the arms; their sum is 1 if that of the chances is
     * @throws IllegalArgumentException if a chance is not in [0, 1], or {@code floor} is not in [0, 1/k]
     */
    public static List<Double> shares(List<Double> chances, double floor) {
        int arms = chances.size();
        Arguments.atLeast(arms, 1, "number of arms");
        if (!(floor >= 0 && floor * arms <= 1)) {
            throw new IllegalArgumentException("floor is not in [0, 1/" + arms + "]: " + floor);
        }
        double total = chances.stream()
                .mapToDouble(chance -> Arguments.probability(chance, "chance"))
                .sum();
        Arguments.positive(total, "sum of chances");
        return chances.stream()
                .map(chance -> floor + (1 - arms * floor) * (chance / total))
                .toList();
    }
}
