package dev.flags;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The flags of a snapshot, by name. Immutable.
 *
 * <p>An open-addressed table, at most half full, with the hashes of the names beside it. With thousands of flags, what a
 * lookup costs is how many objects it has to fetch from memory; here it is the flag, which the answer needs anyway. The name
 * is another one only if it is not a constant: constants are interned, and so are the names of flags.
 */
final class FlagTable {
    static final FlagTable EMPTY = new FlagTable(List.of());

    private final List<CompiledFlag> all;
    private final @Nullable CompiledFlag[] slots;
    private final int[] hashes;

    private FlagTable(List<CompiledFlag> all) {
        this.all = all;
        int capacity = Integer.highestOneBit(Math.max(1, all.size()) * 4 - 1);
        slots = new CompiledFlag[capacity];
        hashes = new int[capacity];
        for (CompiledFlag flag : all) {
            int hash = hash(flag.name());
            int slot = hash & (capacity - 1);
            while (slots[slot] != null) {
                slot = (slot + 1) & (capacity - 1);
            }
            slots[slot] = flag;
            hashes[slot] = hash;
        }
    }

    /** @param flags each name once */
    static FlagTable of(Collection<CompiledFlag> flags) {
        return new FlagTable(List.copyOf(flags));
    }

    private static int hash(String name) {
        int hash = name.hashCode();
        return hash ^ (hash >>> 16);
    }

    /** The flag of a name, or null if there is none; null is no name of any. */
    @Nullable CompiledFlag get(@Nullable String name) {
        if (name == null) {
            return null;
        }
        int hash = hash(name);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (CompiledFlag flag = slots[slot]; flag != null; flag = slots[slot]) {
            if (hashes[slot] == hash && flag.name().equals(name)) {
                return flag;
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    /** In the order of the configuration. */
    List<CompiledFlag> all() {
        return all;
    }

    /**
     * This with some flags replaced, added or taken away; then in the order of their names, if this is.
     *
     * @param changes by name; empty for those that are taken away
     */
    FlagTable with(SortedMap<String, Optional<CompiledFlag>> changes) {
        List<CompiledFlag> next = new ArrayList<>(all.size() + changes.size());
        all.stream().filter(flag -> !changes.containsKey(flag.name())).forEach(next::add);
        changes.values().forEach(flag -> flag.ifPresent(next::add));
        next.sort(Comparator.comparing(CompiledFlag::name)); // two sorted runs, which are only merged
        return of(next);
    }

    /** Each flag replaced by another of its name. */
    FlagTable mapped(UnaryOperator<CompiledFlag> change) {
        return of(all.stream().map(change).toList());
    }
}
