package dev.flags.abtest.stats;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Pearson's χ² test of a contingency table: whether rows (arms) have the same distribution over columns (categories).
 *
 * <p>{@code Σ (observed − expected)² / expected}, with (rows − 1)(columns − 1) degrees of freedom; expected counts should be 5 or
 * more in most cells. Rows and columns without any unit are left out. For one look.
 */
public final class Contingency {
    private Contingency() {}

    /**
     * Tests independence of rows and columns.
     *
     * @param table counts, as rows of one length
     * @return {@link Status#NO_DATA} if fewer than two rows, or two columns, have units
     * @throws IllegalArgumentException if a count is negative, or the rows have different lengths
     */
    public static Outcome<ChiSquareResult> independence(long[][] table) {
        return test(table, 0);
    }

    /**
     * Tests independence in a table of two rows and two columns, with Yates' correction: each difference is taken as smaller by
     * a half. Conservative.
     *
     * @return {@link Status#NO_DATA} if a row or a column has no unit
     * @throws IllegalArgumentException if the table is not 2×2, or a count is negative
     */
    public static Outcome<ChiSquareResult> withYatesCorrection(long[][] table) {
        if (table.length != 2 || table[0].length != 2) {
            throw new IllegalArgumentException("table is not 2×2: " + table.length + " rows");
        }
        return test(table, 0.5);
    }

    private static Outcome<ChiSquareResult> test(long[][] table, double correction) {
        check(table);
        double[] rows = IntStream.range(0, table.length)
                .mapToDouble(i -> LongStream.of(table[i]).sum())
                .toArray();
        double[] columns = columnSums(table);
        int degreesOfFreedom = (nonZero(rows) - 1) * (nonZero(columns) - 1);
        if (nonZero(rows) < 2 || degreesOfFreedom < 1) {
            return Outcome.none(Status.NO_DATA, "fewer than two rows, or two columns, have units");
        }
        double total = IntStream.range(0, rows.length).mapToDouble(i -> rows[i]).sum();
        double statistic = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                double expected = rows[i] / total * columns[j];
                double difference = Math.max(0, Math.abs(table[i][j] - expected) - correction);
                statistic += expected == 0 ? 0 : difference * difference / expected;
            }
        }
        return Outcome.of(ChiSquareResult.of(statistic, degreesOfFreedom));
    }

    private static double[] columnSums(long[][] table) {
        double[] sums = new double[table[0].length];
        for (long[] row : table) {
            for (int j = 0; j < row.length; j++) {
                sums[j] += row[j];
            }
        }
        return sums;
    }

    private static int nonZero(double[] sums) {
        return (int) IntStream.range(0, sums.length).filter(i -> sums[i] > 0).count();
    }

    private static void check(long[][] table) {
        if (table.length == 0) {
            throw new IllegalArgumentException("table has no row");
        }
        for (long[] row : table) {
            if (row.length != table[0].length) {
                throw new IllegalArgumentException("table has rows of " + table[0].length + " and " + row.length);
            }
            for (long count : row) {
                Arguments.atLeast(count, 0, "count");
            }
        }
    }
}
