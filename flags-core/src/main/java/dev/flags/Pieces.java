package dev.flags;

import org.jspecify.annotations.Nullable;

/** The scale of slots, cut into pieces with an outcome each; null stands for none. */
final class Pieces {
    private static final int FEW = 8;

    private final int[] ends;
    private final @Nullable Outcome[] outcomes;

    /** @param ends the first slot after each piece, ascending; the last is the end of the scale */
    Pieces(int[] ends, @Nullable Outcome[] outcomes) {
        this.ends = ends;
        this.outcomes = outcomes;
    }

    int count() {
        return ends.length;
    }

    /** The first slot after the first piece. */
    int firstEnd() {
        return ends[0];
    }

    @Nullable Outcome at(int slot) {
        return outcomes[ends.length > FEW ? searched(slot) : counted(slot)];
    }

    private int counted(int slot) {
        int piece = 0;
        while (slot >= ends[piece]) {
            piece++;
        }
        return piece;
    }

    private int searched(int slot) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (slot < ends[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
