package dev.flags.lint;

import dev.flags.internal.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stretches of an ordered line; a value is in them if it is in one of them. */
record Ranges<T extends Comparable<T>>(List<Range<T>> ranges) {
    Ranges {
        ranges = List.copyOf(ranges);
    }

    /**
     * A stretch of the line.
     *
     * @param low null if it has no lower end
     * @param high null if it has no upper end
     */
    record Range<T extends Comparable<T>>(
            @Nullable T low, boolean includesLow, @Nullable T high, boolean includesHigh) {
        private boolean contains(Position<T> position) {
            int toLow = low == null ? 1 : position.compareTo(low);
            int toHigh = high == null ? -1 : position.compareTo(high);
            return (toLow > 0 || (toLow == 0 && includesLow)) && (toHigh < 0 || (toHigh == 0 && includesHigh));
        }
    }

    /**
     * A place on a line that is divided by marks: a mark itself, or what lies between it and its neighbour.
     *
     * @param side negative, zero or positive for below, at or above the mark
     */
    record Position<T extends Comparable<T>>(T mark, int side) {
        /** Where this stands to a mark of the same line. */
        private int compareTo(T other) {
            int order = mark.compareTo(other);
            return order == 0 ? side : order;
        }

        boolean isExact() {
            return side == 0;
        }
    }

    /** Every place on a line; none if it has no marks. */
    static <T extends Comparable<T>> List<Position<T>> positions(NavigableSet<T> marks) {
        List<Position<T>> positions = new ArrayList<>();
        for (T mark : marks) {
            if (positions.isEmpty()) {
                positions.add(new Position<>(mark, -1));
            }
            positions.add(new Position<>(mark, 0));
            positions.add(new Position<>(mark, 1));
        }
        return positions;
    }

    /** What stands in a relation to one of the operands. */
    static <T extends Comparable<T>> Ranges<T> of(Relation relation, List<T> operands) {
        return new Ranges<>(operands.stream()
                .map(operand -> switch (relation) {
                    case LESS -> new Range<>(null, false, operand, false);
                    case AT_MOST -> new Range<>(null, false, operand, true);
                    case EQUAL -> new Range<>(operand, true, operand, true);
                    case AT_LEAST -> new Range<>(operand, true, null, false);
                    case GREATER -> new Range<>(operand, false, null, false);
                })
                .toList());
    }

    boolean contains(Position<T> position) {
        return ranges.stream().anyMatch(range -> range.contains(position));
    }

    boolean contains(T value) {
        return contains(new Position<>(value, 0));
    }

    int size() {
        return ranges.size();
    }

    Stream<T> ends() {
        return ranges.stream()
                .flatMap(range -> Stream.of(range.low, range.high))
                .filter(end -> end != null);
    }
}
