package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * Mann and Whitney's test of ranks (Wilcoxon's rank sum test): whether values of one arm tend to be larger. What it tests is
 * P(T &gt; C), see {@link RankSum#probabilityOfSuperiority()}. For one look: looked at 20 times, its false positives are 21 %.
 *
 * <p>Source: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18, 1947.
 */
public final class MannWhitney {
    /** An exact test takes time with the square of the number of pairs. */
    private static final long MAX_PAIRS = 10_000;

    private MannWhitney() {}

    /**
     * What the test says.
     *
     * @param ranks what was tested
     * @param statistic z; of the exact test, U of the treatment
     * @param p the p-value for the alternative
     * @param alternative GREATER: values of the treatment tend to be larger
     */
    public record Result(RankSum ranks, double statistic, PValue p, Alternative alternative) {
        public Result {
            Objects.requireNonNull(ranks, "ranks");
            Objects.requireNonNull(p, "p");
            Objects.requireNonNull(alternative, "alternative");
        }
    }

    /**
     * By the normal distribution, with the variance corrected for ties and U moved by ½ towards its mean:
     * {@code σ² = n₁n₂/12 · (N + 1 − Σ(t³−t)/(N(N−1)))}. Good from some 20 values an arm.
     *
     * @return {@link Status#NO_DATA} if an arm is empty, {@link Status#ALL_TIED} if all values are equal
     */
    public static Outcome<Result> asymptotic(RankSum ranks, Alternative alternative) {
        return byNormal(ranks, alternative, 0.5);
    }

    /** As {@link #asymptotic}, without the correction by ½. */
    public static Outcome<Result> uncorrected(RankSum ranks, Alternative alternative) {
        return byNormal(ranks, alternative, 0);
    }

    private static Outcome<Result> byNormal(RankSum ranks, Alternative alternative, double correction) {
        if (ranks.pairs() == 0) {
            return OneProportion.noUnits();
        }
        double n = ranks.units();
        double variance = ranks.pairs() / 12 * (n + 1 - ranks.tieTerm() / (n * (n - 1)));
        if (ranks.areAllTied() || !(variance > 0)) {
            return Outcome.none(Status.ALL_TIED, "all " + (long) n + " values are equal");
        }
        double difference = ranks.uTreatment() - ranks.pairs() / 2;
        double towardsMean = switch (alternative) {
            case GREATER -> difference - correction;
            case LESS -> difference + correction;
            case TWO_SIDED -> difference - correction * Math.signum(difference);
        };
        double z = towardsMean / Math.sqrt(variance);
        return Outcome.of(new Result(ranks, z, Inference.p(z, Double.POSITIVE_INFINITY, alternative), alternative));
    }

    /**
     * By the exact distribution of U over all orders. Two-sided: twice the smaller side, at most 1.
     *
     * @return {@link Status#NO_DATA} if an arm is empty, {@link Status#TIES} if values are equal, {@link Status#TOO_MANY} if
     *     there are more than 10 000 pairs
     */
    public static Outcome<Result> exact(RankSum ranks, Alternative alternative) {
        if (ranks.pairs() == 0) {
            return OneProportion.noUnits();
        }
        if (ranks.hasTies()) {
            return Outcome.none(Status.TIES, "values are equal");
        }
        if (ranks.pairs() > MAX_PAIRS) {
            return Outcome.none(Status.TOO_MANY, "more than " + MAX_PAIRS + " pairs: " + (long) ranks.pairs());
        }
        double lnGreater = Math.log(upperTail(ranks, (int) ranks.uTreatment()));
        double lnLess = Math.log(upperTail(ranks, (int) ranks.uControl()));
        double lnP = switch (alternative) {
            case GREATER -> lnGreater;
            case LESS -> lnLess;
            case TWO_SIDED -> Math.log(2) + Math.min(lnGreater, lnLess);
        };
        return Outcome.of(new Result(ranks, ranks.uTreatment(), PValue.atMostOne(lnP), alternative));
    }

    /** P(U ≥ u): the distribution is symmetric, so that it is that of both arms' U. */
    private static double upperTail(RankSum ranks, int u) {
        double[] orders = orders((int) ranks.nControl(), (int) ranks.nTreatment());
        double above = 0;
        double all = 0;
        for (int i = orders.length - 1; i >= 0; i--) {
            all += orders[i];
            above = i == u ? all : above;
        }
        return above / all;
    }

    /** How many orders of m and n values have each U: those that end on one of the m, plus those that end on one of the n. */
    private static double[] orders(int m, int n) {
        double[][] previous = new double[n + 1][];
        for (int j = 0; j <= n; j++) {
            previous[j] = new double[] {1};
        }
        for (int i = 1; i <= m; i++) {
            double[][] current = new double[n + 1][];
            current[0] = new double[] {1};
            for (int j = 1; j <= n; j++) {
                current[j] = new double[i * j + 1];
                add(current[j], previous[j], j);
                add(current[j], current[j - 1], 0);
            }
            previous = current;
        }
        return previous[n];
    }

    private static void add(double[] to, double[] counts, int shift) {
        for (int u = 0; u < counts.length; u++) {
            to[u + shift] += counts[u];
        }
    }
}
