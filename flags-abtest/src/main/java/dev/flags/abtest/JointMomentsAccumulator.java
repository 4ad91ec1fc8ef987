package dev.flags.abtest;

import dev.flags.abtest.stats.JointMoments;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Gathers units with several variables while an application runs, for {@link JointMoments}: a metric and its covariate, numerator
 * and denominator of a ratio, or these two and the same of before the exposure. All products of variables are kept, so that one
 * accumulator serves a ratio, CUPED, and CUPED of a ratio: {@link JointMoments#select} picks what each of them takes. A ratio
 * whose covariate is a mean has 1 as the denominator of before.
 *
 * <p>Thread-safe, and meant for many threads: to add takes no lock that others would wait for, but while {@link #snapshot} reads,
 * a few microseconds at most unless it loses its processor. Each call happens at one instant: a snapshot has it, or has it not. As exact as the moments
 * themselves, whatever the order.
 *
 * <p>Differences are taken from a pivot: a reference, or the first row. It should be near to most values, see
 * {@link JointMoments}; a reference is for metrics whose first value may be far off.
 *
 * <p>NaN, infinities and values beyond ±{@value #LARGEST}, whose squares do not add up in a {@code double}, are refused and counted,
 * and never thrown back at the application.
 */
public final class JointMomentsAccumulator {
    /** The largest magnitude that is taken. */
    public static final double LARGEST = 1e140;

    private final int variables;
    private final LongAdder refused = new LongAdder();
    private final Object lock = new Object();
    /** Null until there is a pivot. */
    private volatile @Nullable StripedMoments added;

    private JointMoments merged;

    private JointMomentsAccumulator(int variables, double @Nullable [] reference) {
        this.variables = variables;
        merged = JointMoments.empty(variables);
        added = reference == null ? null : striped(reference);
    }

    /**
     * Of no unit yet; the first is the pivot.
     *
     * @param variables how many variables each unit has, at least 1
     */
    public static JointMomentsAccumulator of(int variables) {
        return new JointMomentsAccumulator(variables, null);
    }

    /**
     * Of no unit yet.
     *
     * @param reference the pivot: for each variable a value that is near to most others, at most {@value #LARGEST} in magnitude
     */
    public static JointMomentsAccumulator about(double... reference) {
        if (!isUsable(reference)) {
            throw new IllegalArgumentException(
                    "reference is not between ±" + LARGEST + ": " + Arrays.toString(reference));
        }
        return new JointMomentsAccumulator(reference.length, reference);
    }

    /**
     * Adds a unit. Allocates nothing but what the caller allocates for the row.
     *
     * @param row its value of each variable
     * @return false if it is refused
     * @throws IllegalArgumentException if there are not as many values as variables
     */
    public boolean add(double... row) {
        if (!isUsable(checked(row))) {
            return refuse();
        }
        StripedMoments now = added;
        (now == null ? begin(row) : now).add(row);
        return true;
    }

    /** As {@link #add}, if there is one variable. */
    boolean addValue(double value) {
        if (!isUsable(value)) {
            return refuse();
        }
        StripedMoments now = added;
        (now == null ? begin(value) : now).add(value);
        return true;
    }

    /**
     * Replaces the values of a unit, as of totals that grow. What stood there before leaves no trace but rounding, see
     * {@link JointMoments}.
     *
     * @param before what it was added with
     * @param after its value of each variable
     * @return false if one of them is refused; then nothing is replaced
     * @throws IllegalArgumentException if there are not as many values as variables
     */
    public boolean replace(double[] before, double[] after) {
        if (!isUsable(checked(before)) || !isUsable(checked(after))) {
            return refuse();
        }
        StripedMoments now = added;
        (now == null ? begin(after) : now).replace(before, after);
        return true;
    }

    /** As {@link #replace}, if there is one variable. */
    boolean replaceValue(double before, double after) {
        if (!isUsable(before) || !isUsable(after)) {
            return refuse();
        }
        StripedMoments now = added;
        (now == null ? begin(after) : now).replace(before, after);
        return true;
    }

    /**
     * Adds all units of others, such as those of another process, or of this one before it was restarted.
     *
     * @throws IllegalArgumentException if they have another number of variables
     */
    public void merge(JointMoments others) {
        synchronized (lock) {
            merged = merged.merge(others);
        }
    }

    /** Of all units so far. */
    public JointMoments snapshot() {
        synchronized (lock) { // so that nothing is merged meanwhile
            StripedMoments now = added;
            return now == null ? merged : now.with(merged);
        }
    }

    /** How many calls were refused. */
    public long refused() {
        return refused.sum();
    }

    private boolean refuse() {
        refused.increment();
        return false;
    }

    private StripedMoments begin(double... pivot) {
        synchronized (lock) {
            StripedMoments now = added;
            if (now == null) {
                now = striped(pivot);
                added = now;
            }
            return now;
        }
    }

    private static StripedMoments striped(double[] pivot) {
        return new StripedMoments(pivot, Runtime.getRuntime().availableProcessors());
    }

    private double[] checked(double[] row) {
        if (row.length != variables) {
            throw new IllegalArgumentException("not " + variables + " variables: " + row.length);
        }
        return row;
    }

    private static boolean isUsable(double[] row) {
        for (double value : row) {
            if (!isUsable(value)) {
                return false;
            }
        }
        return true;
    }

    /** NaN is not. */
    private static boolean isUsable(double value) {
        return Math.abs(value) <= LARGEST;
    }
}
