package dev.flags.abtest.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Corrects p-values for how many there are: 20 metrics without any effect show at least one "significant" one in 64 of 100
 * experiments. An adjusted p-value is compared with the same level as before, and is never below the unadjusted one. What has no
 * p-value is left out, and is not counted.
 *
 * <p>The first four keep the chance of any false positive below the level, the last two the expected share of false ones among
 * those found.
 */
public enum Multiplicity {
    /** m p. For any dependence. */
    BONFERRONI {
        @Override
        double[] adjustSorted(double[] lnP) {
            return mapped(lnP, (ln, i) -> ln + Math.log(lnP.length));
        }
    },
    /** 1 − (1 − p)ᵐ. For independent, and for most positively dependent, statistics. */
    SIDAK {
        @Override
        double[] adjustSorted(double[] lnP) {
            return mapped(lnP, (ln, i) -> sidak(ln, lnP.length));
        }

        @Override
        double intervalAlpha(double alpha, int count, int found) {
            return -Math.expm1(Math.log1p(-alpha) / count);
        }
    },
    /** Holm's step-down of Bonferroni: always at least as powerful, and for any dependence. Scandinavian J. Statistics 6, 1979. */
    HOLM {
        @Override
        double[] adjustSorted(double[] lnP) {
            return largestSoFar(mapped(lnP, (ln, i) -> ln + Math.log(lnP.length - i)));
        }
    },
    /** Hochberg's step-up: more powerful than Holm's, for independent or positively dependent statistics. Biometrika 75, 1988. */
    HOCHBERG {
        @Override
        double[] adjustSorted(double[] lnP) {
            return smallestToCome(mapped(lnP, (ln, i) -> ln + Math.log(lnP.length - i)));
        }
    },
    /** Benjamini and Hochberg's false discovery rate, for independent or positively dependent statistics. JRSS B 57, 1995. */
    BENJAMINI_HOCHBERG {
        @Override
        double[] adjustSorted(double[] lnP) {
            return smallestToCome(mapped(lnP, (ln, i) -> ln + Math.log((double) lnP.length / (i + 1))));
        }

        @Override
        double intervalAlpha(double alpha, int count, int found) {
            return alpha * Math.max(1, found) / count;
        }
    },
    /** Benjamini and Yekutieli's false discovery rate, for any dependence. Annals of Statistics 29, 2001. */
    BENJAMINI_YEKUTIELI {
        @Override
        double[] adjustSorted(double[] lnP) {
            double harmonic = harmonic(lnP.length);
            return smallestToCome(mapped(lnP, (ln, i) -> ln + Math.log(harmonic * lnP.length / (i + 1))));
        }

        @Override
        double intervalAlpha(double alpha, int count, int found) {
            return alpha * Math.max(1, found) / (count * harmonic(count));
        }
    };

    private interface Step {
        double adjust(double ln, int rank);
    }

    /** Of ascending logarithms of p-values; what comes out above 0 counts as 0. */
    abstract double[] adjustSorted(double[] lnP);

    /**
     * Adjusts the p-values of one family, such as an experiment's goal metrics.
     *
     * @param pValues by anything that tells them apart
     * @param <K> what tells them apart
     * @return the adjusted ones by the same keys, in the same order; cannot be changed
     */
    public <K> Map<K, PValue> adjust(Map<K, PValue> pValues) {
        List<Map.Entry<K, PValue>> ascending = new ArrayList<>(pValues.entrySet());
        ascending.sort(Map.Entry.comparingByValue());
        double[] adjusted = adjustSorted(
                ascending.stream().mapToDouble(e -> e.getValue().ln()).toArray());
        Map<K, PValue> result = new LinkedHashMap<>(pValues);
        for (int i = 0; i < adjusted.length; i++) {
            result.put(ascending.get(i).getKey(), PValue.atMostOne(adjusted[i]));
        }
        return Collections.unmodifiableMap(result);
    }

    /**
     * The level of the intervals that belong to adjusted p-values: an interval at the unadjusted level may exclude what the
     * adjusted p-value does not reject. Of the family's intervals at this level, at most alpha are wrong by chance: any of them,
     * or with the false discovery rates the expected share of those that exclude the null value.
     *
     * <p>α/m, Šidák's 1 − (1 − α)^(1/m), and with R found R α/m (Y. Benjamini and D. Yekutieli, "False discovery rate-adjusted
     * multiple confidence intervals", JASA 100, 2005). With these, an interval excludes the null value exactly if the adjusted
     * p-value is below alpha. Holm's and Hochberg's have no intervals that are so simple: theirs are those of Bonferroni, which
     * exclude it only if the adjusted p-value is below alpha, and include it now and then although it is.
     *
     * @param pValues of the family, before they are adjusted; at least one
     * @param alpha the level of the family, in (0, 1)
     * @return what to give to {@link Hypothesis#withAlpha}
     * @throws IllegalArgumentException if there is no p-value, or {@code alpha} is not in (0, 1)
     */
    public double intervalAlpha(Collection<PValue> pValues, double alpha) {
        Arguments.atLeast(pValues.size(), 1, "number of p-values");
        Arguments.between(alpha, 0, 1, "alpha");
        double[] ascending = pValues.stream().mapToDouble(PValue::ln).sorted().toArray();
        double lnAlpha = Math.log(alpha);
        long found = Arrays.stream(adjustSorted(ascending))
                .filter(ln -> ln < lnAlpha)
                .count();
        return intervalAlpha(alpha, pValues.size(), (int) found);
    }

    /** As Bonferroni's. */
    double intervalAlpha(double alpha, int count, int found) {
        return alpha / count;
    }

    private static double harmonic(int count) {
        return IntStream.rangeClosed(1, count).mapToDouble(i -> 1.0 / i).sum();
    }

    private static double[] mapped(double[] lnP, Step step) {
        double[] adjusted = new double[lnP.length];
        for (int i = 0; i < adjusted.length; i++) {
            adjusted[i] = Math.min(0, step.adjust(lnP[i], i));
        }
        return adjusted;
    }

    private static double[] largestSoFar(double[] lnP) {
        for (int i = 1; i < lnP.length; i++) {
            lnP[i] = Math.max(lnP[i - 1], lnP[i]);
        }
        return lnP;
    }

    private static double[] smallestToCome(double[] lnP) {
        for (int i = lnP.length - 2; i >= 0; i--) {
            lnP[i] = Math.min(lnP[i], lnP[i + 1]);
        }
        return lnP;
    }

    private static double sidak(double ln, int count) {
        // Where p underflows, (1 − p)ᵐ is 1 − m p to all digits.
        return ln < -600 ? ln + Math.log(count) : Math.log(-Math.expm1(count * Math.log1p(-Math.exp(ln))));
    }
}
