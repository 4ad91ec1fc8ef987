package dev.flags.abtest.stats;

import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.core.DD;

/**
 * Count, means, variances and covariances of several variables that are measured on the same units: numerator and denominator
 * of a ratio, a metric and its covariate. Immutable; every change is a new value.
 *
 * <p>Kept as sums of differences from a pivot, the first row, and of their products, in twice the digits of a {@code double}:
 * {@code Σ(x−K)} and {@code Σ(x−K)(y−L)}. So nothing cancels when the mean is large beside the spread (relative error of the
 * variance some 1e-16 at a mean of 1e12 and a deviation of 1; {@code Σx² − (Σx)²/n} has lost all digits there), and merging,
 * taking away and replacing are exact: the result is that of the values gathered anew, to the last digit or two.
 *
 * <p>A variance below 1e-29 of the square of the mean's distance from the pivot is rounding, and counts as 0. Differences from
 * the pivot should be 0, or between 1e-150 and 1e150 in magnitude, for their products to be in the range of {@code double}.
 */
public final class JointMoments {
    /** What may be left of a variance of 0 by rounding, as a share of the mean square: 2⁻⁹⁶. */
    private static final double ROUNDING = 0x1p-96;

    private final long n;
    private final double[] pivot;
    private final DD[] sums;
    /** Of variables i and j at {@code [i][j]}, for j ≤ i. */
    private final DD[][] products;

    private JointMoments(long n, double[] pivot, DD[] sums, DD[][] products) {
        this.n = n;
        this.pivot = pivot;
        this.sums = sums;
        this.products = products;
    }

    /**
     * Of no unit yet.
     *
     * @param variables how many variables each unit has, at least 1
     */
    public static JointMoments empty(int variables) {
        Arguments.atLeast(variables, 1, "variables");
        return zero(new double[variables]);
    }

    /**
     * Of the values of each variable, unit by unit.
     *
     * @param columns the values of each variable; all of one length
     * @throws IllegalArgumentException if there is no column, one has another length, or a value is not finite
     */
    public static JointMoments of(double[]... columns) {
        JointMoments empty = empty(columns.length);
        int units = columns[0].length;
        for (int i = 0; i < columns.length; i++) {
            Arguments.finite(columns[i], "columns[" + i + "]");
            if (columns[i].length != units) {
                throw new IllegalArgumentException(
                        "columns[" + i + "] has not " + units + " values: " + columns[i].length);
            }
        }
        return units == 0 ? empty : empty.plusAll(columns);
    }

    private static JointMoments zero(double[] pivot) {
        DD[] sums = new DD[pivot.length];
        Arrays.fill(sums, DD.ZERO);
        DD[][] products = new DD[pivot.length][];
        for (int i = 0; i < products.length; i++) {
            products[i] = Arrays.copyOf(sums, i + 1);
        }
        return new JointMoments(0, pivot, sums, products);
    }

    private JointMoments plusAll(double[][] columns) {
        double[] row = new double[columns.length];
        JointMoments all = zero(row(columns, 0, row).clone());
        for (int unit = 0; unit < columns[0].length; unit++) {
            all.accumulate(row(columns, unit, row), 1);
        }
        return new JointMoments(columns[0].length, all.pivot, all.sums, all.products);
    }

    private static double[] row(double[][] columns, int unit, double[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = columns[i][unit];
        }
        return row;
    }

    /**
     * With one unit more.
     *
     * @param row the unit's value of each variable, finite
     */
    public JointMoments plus(double... row) {
        checkRow(row);
        return n == 0 ? zero(row.clone()).changedBy(row, 1) : changedBy(row, 1);
    }

    /**
     * With one unit less.
     *
     * @param row the values that the unit was added with
     * @throws IllegalStateException if there is no unit
     */
    public JointMoments minus(double... row) {
        checkRow(row);
        if (n == 0) {
            throw new IllegalStateException("no unit to take away");
        }
        return n == 1 ? zero(pivot) : changedBy(row, -1);
    }

    /** With other values of one unit, as of totals that grow. Exact: what stood there before leaves no trace. */
    public JointMoments replace(double[] before, double[] after) {
        return minus(before).plus(after);
    }

    /**
     * Of the units of both, which have none in common. Associative and commutative to the last digit or two.
     *
     * @throws IllegalArgumentException if the other has another number of variables
     */
    public JointMoments merge(JointMoments other) {
        checkVariables(other.pivot.length);
        if (other.n == 0 || n == 0) {
            return n == 0 ? other : this;
        }
        JointMoments moved = other.movedTo(pivot);
        JointMoments merged = copy(n + other.n);
        for (int i = 0; i < pivot.length; i++) {
            merged.sums[i] = sums[i].add(moved.sums[i]);
            for (int j = 0; j <= i; j++) {
                merged.products[i][j] = products[i][j].add(moved.products[i][j]);
            }
        }
        return merged;
    }

    /** The same units about another pivot: with δ = K − K', Σ(x−K') = s + nδ, and the products accordingly. */
    private JointMoments movedTo(double[] newPivot) {
        JointMoments moved = new JointMoments(n, newPivot, sums.clone(), copyOf(products));
        DD count = DD.of(n);
        for (int i = 0; i < pivot.length; i++) {
            DD shift = DD.ofDifference(pivot[i], newPivot[i]);
            moved.sums[i] = sums[i].add(shift.multiply(count));
            for (int j = 0; j <= i; j++) {
                DD otherShift = DD.ofDifference(pivot[j], newPivot[j]);
                moved.products[i][j] = products[i][j]
                        .add(shift.multiply(sums[j]))
                        .add(otherShift.multiply(sums[i]))
                        .add(shift.multiply(otherShift).multiply(count));
            }
        }
        return moved;
    }

    private JointMoments changedBy(double[] row, int sign) {
        JointMoments changed = copy(n + sign);
        changed.accumulate(row, sign);
        return changed;
    }

    /** Only on a value that nobody else has seen yet. */
    private void accumulate(double[] row, int sign) {
        for (int i = 0; i < row.length; i++) {
            DD difference = DD.ofDifference(row[i], pivot[i]);
            DD signed = sign < 0 ? difference.negate() : difference;
            sums[i] = sums[i].add(signed);
            for (int j = 0; j <= i; j++) {
                products[i][j] = products[i][j].add(signed.multiply(DD.ofDifference(row[j], pivot[j])));
            }
        }
    }

    private JointMoments copy(long units) {
        return new JointMoments(units, pivot, sums.clone(), copyOf(products));
    }

    private static DD[][] copyOf(DD[][] rows) {
        DD[][] copy = rows.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    /** How many units. */
    public long n() {
        return n;
    }

    /** How many variables. */
    public int variables() {
        return pivot.length;
    }

    /**
     * The mean of a variable.
     *
     * @throws IllegalStateException if there is no unit
     */
    public double mean(int variable) {
        return exactMean(variable).doubleValue();
    }

    private DD exactMean(int variable) {
        requireUnits(1);
        return sums[variable].divide(DD.of(n)).add(pivot[variable]);
    }

    /**
     * The sum of a variable; 0 if there is no unit.
     */
    public double sum(int variable) {
        return sums[variable].add(DD.of(pivot[variable]).multiply(DD.of(n))).doubleValue();
    }

    /**
     * The variance of a variable, with n − 1.
     *
     * @throws IllegalStateException if there are fewer than two units
     */
    public double variance(int variable) {
        return covariance(variable, variable);
    }

    /**
     * The covariance of two variables, with n − 1.
     *
     * @throws IllegalStateException if there are fewer than two units
     * @throws ArithmeticException if a sum of products is beyond the range of {@code double}
     */
    public double covariance(int first, int second) {
        requireUnits(2);
        double centred = centredProducts(Math.max(first, second), Math.min(first, second));
        if (!Double.isFinite(centred)) {
            throw new ArithmeticException("the sum of products is beyond the range of double");
        }
        return centred / (n - 1);
    }

    private double centredProducts(int i, int j) {
        double centred = products[i][j]
                .subtract(sums[i].divide(DD.of(n)).multiply(sums[j]))
                .doubleValue();
        double meanSquare = Math.sqrt(products[i][i].hi()) * Math.sqrt(products[j][j].hi());
        return Math.abs(centred) <= ROUNDING * meanSquare ? 0 : centred;
    }

    /**
     * What a test of means needs of one variable.
     *
     * @throws IllegalStateException if there is no unit
     */
    public Summary summary(int variable) {
        DD mean = exactMean(variable);
        return new Summary(n, mean.hi(), mean.lo(), n < 2 ? 0 : variance(variable));
    }

    /** The same units, with one variable instead of several. */
    JointMoments only(int variable) {
        return new JointMoments(
                n, new double[] {pivot[variable]}, new DD[] {sums[variable]}, new DD[][] {{products[variable][variable]}
                });
    }

    private void requireUnits(int least) {
        if (n < least) {
            throw new IllegalStateException("fewer than " + least + " units: " + n);
        }
    }

    private void checkRow(double[] row) {
        Objects.requireNonNull(row, "row");
        checkVariables(row.length);
        for (double value : row) {
            Arguments.finite(value, "value");
        }
    }

    private void checkVariables(int count) {
        if (count != pivot.length) {
            throw new IllegalArgumentException("not " + pivot.length + " variables: " + count);
        }
    }
}
