package dev.flags.config;

/**
 * Slots in a row that belong to one variant. Immutable. An empty range is an anchor: it holds no slot and only marks the
 * place where a variant is at home.
 *
 * @param variant the owner's name, not empty
 * @param from the first slot, 0 to {@code to}
 * @param to the slot after the last one, {@code from} to 100 000
 */
public record SlotRange(String variant, int from, int to) {
    /** @throws IllegalArgumentException if {@code variant} is empty or not 0 &le; from &le; to &le; 100 000 */
    public SlotRange {
        if (variant.isEmpty()) {
            throw new IllegalArgumentException("variant is empty");
        }
        if (from < 0 || from > to || to > Percentage.SCALE) {
            throw new IllegalArgumentException(
                    "not 0 <= from <= to <= 100000 in the range of " + variant + ": [" + from + ", " + to + ")");
        }
    }

    /** The number of slots, 0 for an anchor. */
    public int slots() {
        return to - from;
    }

    /** Whether the range holds no slot and only marks a place. */
    public boolean isAnchor() {
        return from == to;
    }

    /**
     * Whether a slot lies in the range; never true of an anchor.
     *
     * @param slot 0 to 99 999
     */
    public boolean includes(int slot) {
        return from <= slot && slot < to;
    }

    /** The variant and its interval, such as {@code on [0, 10000)}. */
    @Override
    public String toString() {
        return variant + " [" + from + ", " + to + ")";
    }
}
