package dev.flags.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The oracle: the owner of each of the 100 000 slots written out. Variants have names of one ASCII letter here. */
final class SlotArray {
    static final String GAP = "-";

    private final byte[] owners = new byte[Percentage.SCALE];
    private final int[] slotsOf = new int[Byte.MAX_VALUE];

    /** @throws IllegalStateException if two ranges hold the same slot */
    SlotArray(List<SlotRange> ranges) {
        Arrays.fill(owners, letter(GAP));
        byte[] empty = owners.clone();
        for (SlotRange range : ranges) {
            if (!Arrays.equals(owners, range.from(), range.to(), empty, range.from(), range.to())) {
                throw new IllegalStateException(range + " holds a slot of another range in " + ranges);
            }
            Arrays.fill(owners, range.from(), range.to(), letter(range.variant()));
        }
        for (byte owner : owners) {
            slotsOf[owner]++;
        }
    }

    String owner(int slot) {
        return String.valueOf((char) owners[slot]);
    }

    boolean[] slotsOf(String variant) {
        byte letter = letter(variant);
        boolean[] slots = new boolean[owners.length];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = owners[slot] == letter;
        }
        return slots;
    }

    /** The slots of each owner that has any. */
    Map<String, Integer> shares() {
        Map<String, Integer> shares = new HashMap<>();
        for (int letter = 0; letter < slotsOf.length; letter++) {
            if (slotsOf[letter] > 0) {
                shares.put(String.valueOf((char) letter), slotsOf[letter]);
            }
        }
        return shares;
    }

    int slotsThatDiffer(SlotArray other) {
        int differ = 0;
        for (int slot = 0; slot < owners.length; slot++) {
            differ += owners[slot] == other.owners[slot] ? 0 : 1;
        }
        return differ;
    }

    /** The sum of what the shares grow by on the way to {@code after}, the gap's included. */
    int growth(SlotArray after) {
        int growth = 0;
        for (int letter = 0; letter < slotsOf.length; letter++) {
            growth += Math.max(0, after.slotsOf[letter] - slotsOf[letter]);
        }
        return growth;
    }

    private static byte letter(String variant) {
        if (variant.length() != 1 || variant.charAt(0) >= Byte.MAX_VALUE) {
            throw new IllegalArgumentException("variant is not one ASCII letter: " + variant);
        }
        return (byte) variant.charAt(0);
    }
}
