package dev.flags.abtest.stats;

import org.apache.commons.numbers.core.DD;

/**
 * The arithmetic of moments: sums of differences from a pivot, {@code Σ(x−K)}, and of their products, {@code Σ(x−K)(y−L)}. Each is
 * kept as two doubles, a rounded sum and what the rounding lost, in a flat array: first the sum of each variable, then the
 * product of each pair, each as its high and its low part. Nothing is allocated.
 *
 * <p>Each addition is off by at most 2⁻¹⁰² of the larger of the sum and what is added. Sources: O. Møller, "Quasi double-precision
 * in floating point addition", 1965, for what the rounding of a sum loses; T. J. Dekker, "A floating-point technique for extending
 * the available precision", 1971, for sums of both parts.
 */
final class TwofoldSums {
    private TwofoldSums() {}

    /** How many doubles the sums of some variables take. */
    static int length(int variables) {
        return variables * (variables + 3);
    }

    /** Where the sum of a variable is. */
    static int sum(int variable) {
        return 2 * variable;
    }

    /** Where the product of two variables is, whichever comes first. */
    static int product(int variables, int first, int second) {
        int later = Math.max(first, second);
        return 2 * variables + later * (later + 1) + 2 * Math.min(first, second);
    }

    /** The number at a place. */
    static DD get(double[] sums, int at) {
        return DD.ofSum(sums[at], sums[at + 1]);
    }

    static void set(double[] sums, int at, DD number) {
        sums[at] = number.hi();
        sums[at + 1] = number.lo();
    }

    /**
     * Adds the only variable of a unit.
     *
     * @param from where the sums begin
     * @param sign 1 or, to take the unit away, -1
     */
    static void add(double[] sums, int from, double pivot, double value, double sign) {
        double high = value - pivot;
        double low = lostBySubtracting(value, pivot, high);
        add(sums, from, sign * high, sign * low);
        addProduct(sums, from + 2, sign * high, sign * low, high, low);
    }

    /** Adds a unit; as {@link #add(double[], int, double, double, double)}. */
    static void add(double[] sums, int from, double[] pivot, double[] row, double sign) {
        int product = from + 2 * row.length;
        for (int i = 0; i < row.length; i++) {
            double high = row[i] - pivot[i];
            double low = sign * lostBySubtracting(row[i], pivot[i], high);
            high *= sign;
            add(sums, from + 2 * i, high, low);
            for (int j = 0; j <= i; j++) {
                double otherHigh = row[j] - pivot[j];
                double otherLow = lostBySubtracting(row[j], pivot[j], otherHigh);
                addProduct(sums, product, high, low, otherHigh, otherLow);
                product += 2;
            }
        }
    }

    /** Adds sums about the same pivot. */
    static void addAll(double[] sums, int from, double[] others, int othersFrom, int length) {
        for (int i = 0; i < length; i += 2) {
            add(sums, from + i, others[othersFrom + i], others[othersFrom + i + 1]);
        }
    }

    /** The sums of as many units about another pivot: with δ = K − K', Σ(x−K') = s + nδ, and the products accordingly. */
    static double[] moved(double[] sums, long n, double[] pivot, double[] newPivot) {
        double[] moved = sums.clone();
        DD count = DD.of(n);
        for (int i = 0; i < pivot.length; i++) {
            DD shift = DD.ofDifference(pivot[i], newPivot[i]);
            DD sum = get(sums, sum(i));
            set(moved, sum(i), sum.add(shift.multiply(count)));
            for (int j = 0; j <= i; j++) {
                int product = product(pivot.length, i, j);
                DD otherShift = DD.ofDifference(pivot[j], newPivot[j]);
                set(
                        moved,
                        product,
                        get(sums, product)
                                .add(shift.multiply(get(sums, sum(j))))
                                .add(otherShift.multiply(sum))
                                .add(shift.multiply(otherShift).multiply(count)));
            }
        }
        return moved;
    }

    private static void addProduct(double[] sums, int at, double high, double low, double otherHigh, double otherLow) {
        double product = high * otherHigh;
        double lost = Math.fma(high, otherHigh, -product);
        add(sums, at, product, Math.fma(high, otherLow, Math.fma(low, otherHigh, lost)));
    }

    private static void add(double[] sums, int at, double high, double low) {
        double sum = sums[at] + high;
        double lost = lostByAdding(sums[at], high, sum) + (sums[at + 1] + low);
        sums[at] = sum + lost;
        sums[at + 1] = lost - (sums[at] - sum);
    }

    /** What is missing in a sum that was rounded, exactly. */
    private static double lostByAdding(double a, double b, double sum) {
        double ofB = sum - a;
        return (a - (sum - ofB)) + (b - ofB);
    }

    private static double lostBySubtracting(double a, double b, double difference) {
        return lostByAdding(a, -b, difference);
    }
}
