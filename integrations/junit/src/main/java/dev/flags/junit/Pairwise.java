package dev.flags.junit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Few rows in which any two values of two columns meet, since most faults need no more than two causes. Greedy: each row
 * begins with a pair that has not met, and every other column takes the value that promises the most new pairs, which
 * bounds the rows by the logarithm of the columns (Bryce and Colbourn, "The density algorithm for pairwise interaction
 * testing", Software Testing, Verification and Reliability 17, 2007). The same columns always give the same rows.
 */
final class Pairwise {
    private static final int FREE = -1;

    private final int[] sizes;
    private final Set<Pair> apart = new LinkedHashSet<>();

    /** Two values of two columns, the left one first. */
    private record Pair(int left, int leftValue, int right, int rightValue) {
        static Pair of(int column, int value, int other, int otherValue) {
            return column < other
                    ? new Pair(column, value, other, otherValue)
                    : new Pair(other, otherValue, column, value);
        }
    }

    private Pairwise(int[] sizes) {
        this.sizes = sizes;
        for (int left = 0; left < sizes.length; left++) {
            for (int right = left + 1; right < sizes.length; right++) {
                addPairs(left, right);
            }
        }
    }

    /** Rows of values from 0. */
    static List<int[]> of(int[] sizes) {
        Pairwise pairwise = new Pairwise(sizes);
        List<int[]> rows = new ArrayList<>();
        while (!pairwise.apart.isEmpty()) {
            rows.add(pairwise.row());
        }
        return rows;
    }

    private void addPairs(int left, int right) {
        for (int a = 0; a < sizes[left]; a++) {
            for (int b = 0; b < sizes[right]; b++) {
                apart.add(new Pair(left, a, right, b));
            }
        }
    }

    private int[] row() {
        Pair first = apart.iterator().next();
        int[] row = new int[sizes.length];
        Arrays.fill(row, FREE);
        row[first.left()] = first.leftValue();
        row[first.right()] = first.rightValue();
        for (int column = 0; column < row.length; column++) {
            if (row[column] == FREE) {
                row[column] = best(column, row);
            }
        }
        apart.removeIf(pair -> row[pair.left()] == pair.leftValue() && row[pair.right()] == pair.rightValue());
        return row;
    }

    private int best(int column, int[] row) {
        return IntStream.range(0, sizes[column])
                .boxed()
                .max(Comparator.<Integer>comparingDouble(value -> density(column, value, row))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** How many pairs a value is expected to let meet, if columns that have none yet got theirs by chance. */
    private double density(int column, int value, int[] row) {
        double met = 0;
        for (int other = 0; other < row.length; other++) {
            if (other != column && row[other] != FREE) {
                met += isApart(column, value, other, row[other]) ? 1 : 0;
            } else if (other != column) {
                for (int candidate = 0; candidate < sizes[other]; candidate++) {
                    met += isApart(column, value, other, candidate) ? 1.0 / sizes[other] : 0;
                }
            }
        }
        return met;
    }

    private boolean isApart(int column, int value, int other, int otherValue) {
        return apart.contains(Pair.of(column, value, other, otherValue));
    }
}
