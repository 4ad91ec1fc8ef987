package dev.flags.abtest.stats;

import java.util.Arrays;

/**
 * Gathers units one after the other, without a new value for each: as {@link JointMoments}, and as exact. Allocates nothing when
 * it is added to. Not thread-safe; it keeps a distance of a cache line to whatever other threads write.
 */
public final class MomentsBuilder {
    /** In doubles; 128 bytes, since processors fetch cache lines in pairs. */
    private static final int DISTANCE = 16;

    private static final int COUNT = DISTANCE;
    private static final int SUMS = COUNT + 1;

    private final double[] pivot;
    /** How many units, which a double counts exactly up to 2⁵³, and their sums. */
    private final double[] cells;

    /**
     * Of no unit yet.
     *
     * @param pivot of each variable: a value that is near to most others, such as the first; finite
     */
    public MomentsBuilder(double... pivot) {
        this.pivot = Arguments.finite(pivot, "pivot");
        Arguments.atLeast(pivot.length, 1, "variables");
        cells = new double[SUMS + TwofoldSums.length(pivot.length) + DISTANCE];
    }

    /**
     * Adds a unit with one variable.
     *
     * @param value finite
     */
    public void add(double value) {
        checkValue(value);
        cells[COUNT]++;
        TwofoldSums.add(cells, SUMS, pivot[0], value, 1);
    }

    /**
     * Adds a unit.
     *
     * @param row its value of each variable, finite
     */
    public void add(double... row) {
        JointMoments.checkRow(row, pivot.length);
        cells[COUNT]++;
        TwofoldSums.add(cells, SUMS, pivot, row, 1);
    }

    /**
     * Replaces the value of a unit with one variable.
     *
     * @param before what it was added with, be it to another builder, if the two are put together in the end
     * @param after finite
     */
    public void replace(double before, double after) {
        checkValue(before);
        checkValue(after);
        TwofoldSums.add(cells, SUMS, pivot[0], before, -1);
        TwofoldSums.add(cells, SUMS, pivot[0], after, 1);
    }

    /** Replaces the values of a unit; as {@link #replace(double, double)}. */
    public void replace(double[] before, double[] after) {
        JointMoments.checkRow(before, pivot.length);
        JointMoments.checkRow(after, pivot.length);
        TwofoldSums.add(cells, SUMS, pivot, before, -1);
        TwofoldSums.add(cells, SUMS, pivot, after, 1);
    }

    /**
     * Does what was done to another builder.
     *
     * @throws IllegalArgumentException if its pivot is not the same
     */
    public void addAll(MomentsBuilder other) {
        if (!Arrays.equals(pivot, other.pivot)) {
            throw new IllegalArgumentException(
                    "other has not the pivot " + Arrays.toString(pivot) + ": " + Arrays.toString(other.pivot));
        }
        cells[COUNT] += other.cells[COUNT];
        TwofoldSums.addAll(cells, SUMS, other.cells, SUMS, TwofoldSums.length(pivot.length));
    }

    /**
     * Adds all units of others, whatever their pivot.
     *
     * @throws IllegalArgumentException if they have another number of variables
     */
    public void addAll(JointMoments others) {
        JointMoments.checkVariables(others.variables(), pivot.length);
        cells[COUNT] += others.n();
        double[] moved = others.about(pivot);
        TwofoldSums.addAll(cells, SUMS, moved, 0, moved.length);
    }

    /** What has been gathered so far. */
    public JointMoments build() {
        return JointMoments.of((long) cells[COUNT], pivot, cells, SUMS);
    }

    private void checkValue(double value) {
        JointMoments.checkVariables(1, pivot.length);
        Arguments.finite(value, "value");
    }
}
