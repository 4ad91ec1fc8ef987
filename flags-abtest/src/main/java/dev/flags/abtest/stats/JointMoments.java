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
    /** As {@link TwofoldSums} lays them out; of no unit, zeros. */
    private final double[] sums;

    private JointMoments(long n, double[] pivot, double[] sums) {
        this.n = n;
        this.pivot = pivot;
        this.sums = sums;
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

    private static JointMoments zero(double[] pivot) {
        return new JointMoments(0, pivot, new double[TwofoldSums.length(pivot.length)]);
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
        return units == 0 ? empty : gathered(columns);
    }

    private static JointMoments gathered(double[][] columns) {
        double[] row = new double[columns.length];
        MomentsBuilder builder = new MomentsBuilder(row(columns, 0, row));
        for (int unit = 0; unit < columns[0].length; unit++) {
            builder.add(row(columns, unit, row));
        }
        return builder.build();
    }

    private static double[] row(double[][] columns, int unit, double[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = columns[i][unit];
        }
        return row;
    }

    /** Of sums that begin somewhere in an array; what they are without any unit is rounding. */
    static JointMoments of(long n, double[] pivot, double[] sums, int from) {
        return n == 0
                ? zero(pivot)
                : new JointMoments(n, pivot, Arrays.copyOfRange(sums, from, from + TwofoldSums.length(pivot.length)));
    }

    /** Of sums that were stored, sent, or computed elsewhere. */
    public static JointMoments of(MomentSums sums) {
        double[] pivot = sums.pivot().stream().mapToDouble(Double::doubleValue).toArray();
        return new JointMoments(sums.n(), pivot, sums.flat());
    }

    /**
     * With one unit more.
     *
     * @param row the unit's value of each variable, finite
     */
    public JointMoments plus(double... row) {
        checkRow(row, pivot.length);
        return n == 0 ? zero(row.clone()).changedBy(row, 1) : changedBy(row, 1);
    }

    /**
     * With one unit less.
     *
     * @param row the values that the unit was added with
     * @throws IllegalStateException if there is no unit
     */
    public JointMoments minus(double... row) {
        checkRow(row, pivot.length);
        if (n == 0) {
            throw new IllegalStateException("no unit to take away");
        }
        return n == 1 ? zero(pivot) : changedBy(row, -1);
    }

    /** With other values of one unit, as of totals that grow. Exact: what stood there before leaves no trace. */
    public JointMoments replace(double[] before, double[] after) {
        return minus(before).plus(after);
    }

    private JointMoments changedBy(double[] row, int sign) {
        double[] changed = sums.clone();
        TwofoldSums.add(changed, 0, pivot, row, sign);
        return new JointMoments(n + sign, pivot, changed);
    }

    /**
     * Of the units of both, which have none in common. Associative and commutative to the last digit or two.
     *
     * @throws IllegalArgumentException if the other has another number of variables
     */
    public JointMoments merge(JointMoments other) {
        checkVariables(other.pivot.length, pivot.length);
        if (other.n == 0 || n == 0) {
            return n == 0 ? other : this;
        }
        double[] merged = other.about(pivot);
        TwofoldSums.addAll(merged, 0, sums, 0, sums.length);
        return new JointMoments(n + other.n, pivot, merged);
    }

    /** The sums of the same units about another pivot. */
    double[] about(double[] newPivot) {
        return TwofoldSums.moved(sums, n, pivot, newPivot);
    }

    /**
     * The sums that this is kept as. {@link #of(MomentSums)} makes the same of them, to the last bit.
     *
     * @throws ArithmeticException if one is beyond the range of {@code double}
     */
    public MomentSums sums() {
        return MomentSums.of(n, pivot, sums);
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
        return sumOf(variable).divide(DD.of(n)).add(pivot[variable]);
    }

    /**
     * The sum of a variable; 0 if there is no unit.
     */
    public double sum(int variable) {
        return sumOf(variable).add(DD.of(pivot[variable]).multiply(DD.of(n))).doubleValue();
    }

    /**
     * The variance of a variable, with n − 1.
     *
     * @throws IllegalStateException if there are fewer than two units
     */
    public double variance(int variable) {
        // Where large values were replaced by small ones, a sum of squares may be rounding alone, and below 0.
        return Math.max(0, covariance(variable, variable));
    }

    /**
     * The covariance of two variables, with n − 1.
     *
     * @throws IllegalStateException if there are fewer than two units
     * @throws ArithmeticException if a sum of products is beyond the range of {@code double}
     */
    public double covariance(int first, int second) {
        requireUnits(2);
        double centred = centredProducts(first, second);
        if (!Double.isFinite(centred)) {
            throw new ArithmeticException("the sum of products is beyond the range of double");
        }
        return centred / (n - 1);
    }

    private double centredProducts(int i, int j) {
        double centred = productOf(i, j)
                .subtract(sumOf(i).divide(DD.of(n)).multiply(sumOf(j)))
                .doubleValue();
        double meanSquare =
                Math.sqrt(productOf(i, i).hi()) * Math.sqrt(productOf(j, j).hi());
        return Math.abs(centred) <= ROUNDING * meanSquare ? 0 : centred;
    }

    /**
     * One of the variables alone.
     *
     * @throws IndexOutOfBoundsException if there is no such variable
     */
    public Moments moments(int variable) {
        return new Moments(select(variable));
    }

    private DD sumOf(int variable) {
        return TwofoldSums.get(sums, TwofoldSums.sum(variable));
    }

    private DD productOf(int first, int second) {
        return TwofoldSums.get(sums, TwofoldSums.product(pivot.length, first, second));
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

    /**
     * The same units with some of their variables, so that one record of numerator, denominator and covariate serves
     * {@link RatioOfMeans} and {@link Cuped} alike.
     *
     * @param variables which ones, from 0, in the order they are to have; at least one
     * @throws IndexOutOfBoundsException if there is no such variable
     */
    public JointMoments select(int... variables) {
        Arguments.atLeast(variables.length, 1, "variables");
        for (int variable : variables) {
            Objects.checkIndex(variable, pivot.length);
        }
        JointMoments selected = zero(new double[variables.length]);
        for (int i = 0; i < variables.length; i++) {
            selected.pivot[i] = pivot[variables[i]];
            TwofoldSums.set(selected.sums, TwofoldSums.sum(i), sumOf(variables[i]));
            for (int j = 0; j <= i; j++) {
                TwofoldSums.set(
                        selected.sums,
                        TwofoldSums.product(variables.length, i, j),
                        productOf(variables[i], variables[j]));
            }
        }
        return new JointMoments(n, selected.pivot, selected.sums);
    }

    private void requireUnits(int least) {
        if (n < least) {
            throw new IllegalStateException("fewer than " + least + " units: " + n);
        }
    }

    static void checkRow(double[] row, int variables) {
        Objects.requireNonNull(row, "row");
        checkVariables(row.length, variables);
        for (double value : row) {
            Arguments.finite(value, "value");
        }
    }

    static void checkVariables(int count, int variables) {
        if (count != variables) {
            throw new IllegalArgumentException("not " + variables + " variables: " + count);
        }
    }
}
