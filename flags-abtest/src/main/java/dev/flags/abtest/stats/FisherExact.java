package dev.flags.abtest.stats;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Fisher's exact test of two shares: the chance of the observed table, or of one that says more, among all tables with the same
 * margins. Exact at any counts, and conservative at small ones. For one look.
 *
 * <p>Two-sided: the sum over all tables whose probability is at most that of the observed one, as in R and scipy; equal
 * probabilities that rounding tells apart by less than 1e-9 count as equal.
 *
 * <p>Source: R. A. Fisher, Statistical Methods for Research Workers, 1934.
 */
public final class FisherExact {
    private static final double SAME = 1e-9;

    private FisherExact() {}

    /**
     * What the test says.
     *
     * @param p the p-value for the alternative
     * @param oddsRatio the odds of success in the treatment over those in the control; infinite if only the treatment's odds have
     *     no bound; empty where it would be 0/0, as without any success
     * @param alternative on which side a difference was looked for
     */
    public record Result(PValue p, OptionalDouble oddsRatio, Alternative alternative) {
        public Result {
            Objects.requireNonNull(p, "p");
            Objects.requireNonNull(oddsRatio, "oddsRatio");
            Objects.requireNonNull(alternative, "alternative");
        }
    }

    /**
     * Tests whether the arms have the same share of successes.
     *
     * @param alternative GREATER: the treatment's share is higher
     * @return never without an estimate unless an arm is empty: {@link Status#NO_DATA}
     */
    public static Outcome<Result> test(Proportion control, Proportion treatment, Alternative alternative) {
        if (control.n() == 0 || treatment.n() == 0) {
            return OneProportion.noUnits();
        }
        Hypergeometric tables = new Hypergeometric(
                control.n() + treatment.n(), control.successes() + treatment.successes(), treatment.n());
        long observed = treatment.successes();
        double lnP = switch (alternative) {
            case GREATER -> tables.lnUpperTail(observed);
            case LESS -> tables.lnLowerTail(observed);
            case TWO_SIDED -> lnAsUnlikely(tables, observed);
        };
        return Outcome.of(new Result(PValue.atMostOne(lnP), oddsRatio(control, treatment), alternative));
    }

    private static double lnAsUnlikely(Hypergeometric tables, long observed) {
        double bound = tables.lnProbability(observed) + SAME;
        if (observed <= tables.mode()) {
            long other = firstAtMost(bound, observed, tables.max() + 1, tables);
            return Hypergeometric.lnSum(tables.lnLowerTail(observed), tables.lnUpperTail(other));
        }
        long other = firstAtMost(bound, observed, tables.min() - 1, tables);
        return Hypergeometric.lnSum(tables.lnUpperTail(observed), tables.lnLowerTail(other));
    }

    /**
     * The first count after {@code inside}, towards {@code end}, whose probability is within the bound; {@code end} if there is
     * none. Beyond the mode the probabilities only fall.
     */
    private static long firstAtMost(double bound, long inside, long end, Hypergeometric tables) {
        long above = inside;
        long within = end;
        while (Math.abs(within - above) > 1) {
            long middle = above + (within - above) / 2;
            if (tables.lnProbability(middle) <= bound) {
                within = middle;
            } else {
                above = middle;
            }
        }
        return within;
    }

    private static OptionalDouble oddsRatio(Proportion control, Proportion treatment) {
        double ratio = (double) treatment.successes()
                * control.failures()
                / ((double) treatment.failures() * control.successes());
        return Double.isNaN(ratio) ? OptionalDouble.empty() : OptionalDouble.of(ratio);
    }
}
