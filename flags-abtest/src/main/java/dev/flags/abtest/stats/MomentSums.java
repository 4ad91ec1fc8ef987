package dev.flags.abtest.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sums that {@link JointMoments} are kept as, to be stored, sent, or computed by a database. A query takes as pivot what is
 * near to most values, such as the smallest: sums of the values themselves and of their squares have lost all digits of the
 * variance once the mean is large beside the spread.
 *
 * @param n how many units, at least 0
 * @param pivot K of each variable, at least one
 * @param s {@code Σ(x−K)} of each variable
 * @param ss {@code Σ(x−K)(y−L)} of the variables i and j ≤ i at {@code [i][j]}
 */
public record MomentSums(long n, List<Double> pivot, List<Twofold> s, List<List<Twofold>> ss) {
    /**
     * @throws IllegalArgumentException if {@code n} is negative, there is no variable, a pivot is not finite, there are not as
     *     many sums as that many variables have, or {@code n} is 0 and a sum is not
     */
    public MomentSums {
        Arguments.atLeast(n, 0, "n");
        pivot = List.copyOf(pivot);
        s = List.copyOf(s);
        ss = ss.stream().map(List::copyOf).toList();
        Arguments.atLeast(pivot.size(), 1, "variables");
        for (int i = 0; i < pivot.size(); i++) {
            Arguments.finite(pivot.get(i), "pivot[" + i + "]");
        }
        checkSize(s, pivot.size(), "s");
        checkSize(ss, pivot.size(), "ss");
        for (int i = 0; i < ss.size(); i++) {
            checkSize(ss.get(i), i + 1, "ss[" + i + "]");
        }
        if (n == 0 && !areZero(s, ss)) {
            throw new IllegalArgumentException("n is 0, but not all sums are: s " + s + ", ss " + ss);
        }
    }

    /** @param flat as {@link TwofoldSums} lays them out */
    static MomentSums of(long n, double[] pivot, double[] flat) {
        List<Twofold> s = new ArrayList<>();
        List<List<Twofold>> ss = new ArrayList<>();
        for (int i = 0; i < pivot.length; i++) {
            s.add(Twofold.of(TwofoldSums.get(flat, TwofoldSums.sum(i))));
            ss.add(new ArrayList<>());
            for (int j = 0; j <= i; j++) {
                ss.get(i).add(Twofold.of(TwofoldSums.get(flat, TwofoldSums.product(pivot.length, i, j))));
            }
        }
        return new MomentSums(n, Arrays.stream(pivot).boxed().toList(), s, ss);
    }

    /** As {@link TwofoldSums} lays them out. */
    double[] flat() {
        int variables = pivot.size();
        double[] flat = new double[TwofoldSums.length(variables)];
        for (int i = 0; i < variables; i++) {
            TwofoldSums.set(flat, TwofoldSums.sum(i), s.get(i).toDD());
            for (int j = 0; j <= i; j++) {
                TwofoldSums.set(
                        flat,
                        TwofoldSums.product(variables, i, j),
                        ss.get(i).get(j).toDD());
            }
        }
        return flat;
    }

    private static void checkSize(List<?> list, int size, String name) {
        if (list.size() != size) {
            throw new IllegalArgumentException(name + " has not " + size + " elements: " + list.size());
        }
    }

    private static boolean areZero(List<Twofold> s, List<List<Twofold>> ss) {
        return s.stream().allMatch(sum -> sum.high() == 0)
                && ss.stream().flatMap(List::stream).allMatch(sum -> sum.high() == 0);
    }
}
