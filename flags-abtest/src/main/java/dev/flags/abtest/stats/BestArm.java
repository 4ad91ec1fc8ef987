package dev.flags.abtest.stats;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Compares beliefs about arms: the chance that one is the best, and what is lost on average by choosing it nevertheless. By
 * integrals, not by random numbers: the same beliefs always give the same answer, to some 1e-9, and tiny chances keep their
 * digits.
 *
 * <p>Takes a millisecond if the arms have like numbers of units, and up to a second if they differ by a factor of a million.
 */
public final class BestArm {
    private BestArm() {}

    /** P(treatment's share &gt; control's). */
    public static double chanceToWin(BetaPosterior control, BetaPosterior treatment) {
        Curve first = control.curve();
        Curve second = treatment.curve();
        // Over the narrower of the two, of which the other changes little.
        return first.scale() < second.scale()
                ? chance(lnIntegral(first, second, u -> first.lnDensity(u) + second.lnAbove(u)))
                : chance(lnIntegral(first, second, u -> second.lnDensity(u) + first.lnBelow(u)));
    }

    /** Rounding may take a certainty above 1. */
    private static double chance(double ln) {
        return Math.min(1, Math.exp(ln));
    }

    /**
     * E[(other's share − chosen share)⁺]: what is lost on average by choosing an arm, in the unit of the share.
     *
     * <p>{@code ∫ P(chosen ≤ x) P(other > x) dx}.
     */
    public static double expectedLoss(BetaPosterior chosen, BetaPosterior other) {
        Curve first = chosen.curve();
        Curve second = other.curve();
        return Math.exp(lnIntegral(
                first,
                second,
                u -> first.lnBelow(u)
                        + second.lnAbove(u)
                        + Math.log(BetaPosterior.share(u))
                        + Math.log(BetaPosterior.share(-u))));
    }

    private static double lnIntegral(Curve first, Curve second, DoubleUnaryOperator lnF) {
        return LogConcave.lnIntegral(
                lnF,
                Math.min(first.centre(), second.centre()),
                Math.max(first.centre(), second.centre()),
                Math.min(first.scale(), second.scale()));
    }

    /**
     * For each arm the probability that its share is the highest.
     *
     * @param arms at least one
     * @return in the order of the arms; their sum is 1, to some 1e-9
     */
    public static List<Double> amongShares(List<BetaPosterior> arms) {
        return chances(arms.stream().map(BetaPosterior::curve).toList());
    }

    /**
     * For each arm the probability that its mean is the best.
     *
     * @param arms beliefs about the means of the arms, at least one
     * @return in the order of the arms; their sum is 1, to some 1e-9
     */
    public static List<Double> amongMeans(List<NormalPosterior> arms, Better better) {
        return chances(arms.stream()
                .map(arm -> new NormalPosterior(better.sign() * arm.mean(), arm.standardDeviation()).curve())
                .toList());
    }

    private static List<Double> chances(List<Curve> arms) {
        Arguments.atLeast(arms.size(), 1, "number of arms");
        double low = arms.stream().mapToDouble(Curve::centre).min().orElseThrow();
        double high = arms.stream().mapToDouble(Curve::centre).max().orElseThrow();
        double scale = arms.stream().mapToDouble(Curve::scale).min().orElseThrow();
        return IntStream.range(0, arms.size())
                .mapToObj(i -> chance(LogConcave.lnIntegral(u -> lnBest(arms, i, u), low, high, scale)))
                .toList();
    }

    /** ln of the density of one arm at u, with all others below. */
    private static double lnBest(List<Curve> arms, int best, double u) {
        double ln = arms.get(best).lnDensity(u);
        for (int i = 0; i < arms.size(); i++) {
            ln += i == best ? 0 : arms.get(i).lnBelow(u);
        }
        return ln;
    }
}
