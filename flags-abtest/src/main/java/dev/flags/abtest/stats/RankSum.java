package dev.flags.abtest.stats;

import java.util.Arrays;

/**
 * What the tests of ranks need of two arms.
 *
 * @param nControl values in the control
 * @param nTreatment values in the treatment
 * @param uTreatment Mann and Whitney's U: of all pairs of a treatment's and a control's value, how many have the larger one in
 *     the treatment; pairs of equal ones count one half
 * @param tieTerm Σ(t³ − t) over all groups of t equal values; 0 if there are no ties
 */
public record RankSum(long nControl, long nTreatment, double uTreatment, double tieTerm) {
    /** @throws IllegalArgumentException if a count is negative, or U is not in [0, nControl · nTreatment] */
    public RankSum {
        Arguments.atLeast(nControl, 0, "nControl");
        Arguments.atLeast(nTreatment, 0, "nTreatment");
        Arguments.notNegative(tieTerm, "tieTerm");
        if (!(uTreatment >= 0 && uTreatment <= (double) nControl * nTreatment)) {
            throw new IllegalArgumentException("uTreatment not in [0, nControl · nTreatment]: " + uTreatment);
        }
    }

    /**
     * Of the values of both arms.
     *
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    public static RankSum of(double[] control, double[] treatment) {
        double[] first = sorted(control, "control");
        double[] second = sorted(treatment, "treatment");
        double u = 0;
        double ties = 0;
        int i = 0;
        int j = 0;
        while (i < first.length || j < second.length) {
            double value = next(first, i, second, j);
            int inFirst = run(first, i, value);
            int inSecond = run(second, j, value);
            u += inSecond * (i + inFirst / 2.0);
            double t = inFirst + (double) inSecond;
            ties += t * t * t - t;
            i += inFirst;
            j += inSecond;
        }
        return new RankSum(first.length, second.length, u, ties);
    }

    private static double[] sorted(double[] values, String name) {
        double[] copy = Arguments.finite(values, name);
        for (int i = 0; i < copy.length; i++) {
            copy[i] += 0.0; // −0 is 0
        }
        Arrays.sort(copy);
        return copy;
    }

    private static double next(double[] first, int i, double[] second, int j) {
        if (i == first.length) {
            return second[j];
        }
        return j == second.length ? first[i] : Math.min(first[i], second[j]);
    }

    /** How many equal that value, from an index on. */
    private static int run(double[] values, int from, double value) {
        int to = from;
        while (to < values.length && values[to] == value) {
            to++;
        }
        return to - from;
    }

    /** Whether all values are equal. Told by the ties, since a variance of 0 may come out as rounding. */
    boolean areAllTied() {
        double n = units();
        return tieTerm >= n * (n * n - 1) * (1 - 1e-12);
    }

    /** The pairs whose larger value is in the control. */
    public double uControl() {
        return pairs() - uTreatment;
    }

    public boolean hasTies() {
        return tieTerm > 0;
    }

    /**
     * P(T &gt; C) + P(T = C)/2: how often a treatment's value is above a control's, ties being tossed for. An effect size, and
     * what the test is about: not the difference of medians.
     */
    public double probabilityOfSuperiority() {
        return uTreatment / pairs();
    }

    double pairs() {
        return (double) nControl * nTreatment;
    }

    double units() {
        return (double) nControl + nTreatment;
    }
}
