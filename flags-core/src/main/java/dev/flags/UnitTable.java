package dev.flags;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Listed units, of which there may be millions: an open-addressed table, at most half full, of nothing but the strings. It
 * takes 8 to 16 bytes for each besides the string, where a {@link java.util.HashSet} takes 40. Immutable.
 */
final class UnitTable extends AbstractSet<String> {
    private final @Nullable String[] slots;
    private final int size;

    private UnitTable(Collection<String> units) {
        int capacity = Integer.highestOneBit(Math.max(1, units.size()) * 4 - 1);
        slots = new String[capacity];
        int added = 0;
        for (String unit : units) {
            int slot = slot(unit);
            if (slots[slot] == null) {
                slots[slot] = unit;
                added++;
            }
        }
        size = added;
    }

    /** @param units some may be there twice; one of these is taken as it is */
    static UnitTable of(Collection<String> units) {
        return units instanceof UnitTable table ? table : new UnitTable(units);
    }

    /** The slot that a unit is in, or else the free one where it would be. */
    private int slot(String unit) {
        int hash = unit.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (slots.length - 1);
        for (String there = slots[slot]; there != null && !there.equals(unit); there = slots[slot]) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    boolean has(String unit) {
        return slots[slot(unit)] != null;
    }

    @Override
    public boolean contains(@Nullable Object unit) {
        return unit instanceof String text && has(text);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<String> iterator() {
        return new Iterator<>() {
            private int next = following(0);

            private int following(int slot) {
                int from = slot;
                while (from < slots.length && slots[from] == null) {
                    from++;
                }
                return from;
            }

            @Override
            public boolean hasNext() {
                return next < slots.length;
            }

            @Override
            public String next() {
                String unit = hasNext() ? slots[next] : null;
                if (unit == null) {
                    throw new NoSuchElementException();
                }
                next = following(next + 1);
                return unit;
            }
        };
    }
}
