package dev.flags.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.hash.Hashing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A million hashed units through a chain of weights. At every step exactly as many slots move as the shares grow by, and
 * the units that move are as many as a binomial with that probability allows, within 4 standard errors.
 *
 * <p>The units are fixed, so the outcome is too. Over all hashes a false failure has a probability of 6.3e-5 a step, less
 * than 0.001 for the chain.
 */
class RebalanceSimulation {
    private static final int UNITS = 1_000_000;

    /** Percent of a, b, c and d; what is missing to 100 is the gap. */
    private static final double[][] CHAIN = {
        {10, 90, 0, 0},
        {20, 80, 0, 0},
        {50, 50, 0, 0},
        {33.333, 33.333, 33.334, 0},
        {30, 30, 30, 10},
        {45, 0, 45, 10},
        {30, 30, 30, 10},
        {5, 5, 5, 5},
        {5, 2, 5, 8},
        {0.001, 60, 5, 20},
        {0, 0, 0, 100},
        {25, 25, 25, 25},
        {10, 90, 0, 0},
    };

    @Test
    void unitsMove_asManyAsTheSharesGrow() {
        int[] slots = slots();
        List<SlotRange> ranges = List.of();
        SlotArray before = new SlotArray(ranges);
        for (double[] percents : CHAIN) {
            ranges = Rebalance.rebalance(ranges, weights(percents));
            SlotArray after = new SlotArray(ranges);
            int moved = before.slotsThatDiffer(after);
            double share = (double) moved / Percentage.SCALE;
            double expected = UNITS * share;
            double error = Math.sqrt(expected * (1 - share));
            int units = unitsThatMove(slots, before, after);
            System.out.printf(
                    Locale.ROOT,
                    "%-58s %6d slots %7d units %+5.2f standard errors, %2d ranges%n",
                    weights(percents),
                    moved,
                    units,
                    error == 0 ? 0 : (units - expected) / error,
                    ranges.size());

            assertThat(moved).isEqualTo(before.growth(after));
            assertThat((double) units).isCloseTo(expected, within(4 * error));
            before = after;
        }
    }

    private static Map<String, Percentage> weights(double[] percents) {
        Map<String, Percentage> weights = new LinkedHashMap<>();
        for (int i = 0; i < percents.length; i++) {
            weights.put(String.valueOf((char) ('a' + i)), Percentage.ofPercent(percents[i]));
        }
        return weights;
    }

    private static int unitsThatMove(int[] slots, SlotArray before, SlotArray after) {
        int moved = 0;
        for (int slot : slots) {
            if (!before.owner(slot).equals(after.owner(slot))) {
                moved++;
            }
        }
        return moved;
    }

    /** The slot of each unit, as the native bucketing has it. */
    private static int[] slots() {
        long salt = low64("checkout");
        int[] slots = new int[UNITS];
        for (int i = 0; i < UNITS; i++) {
            long hash = fmix64(low64("user-" + i) + salt);
            slots[i] = (int) (((hash >>> 32) * Percentage.SCALE) >>> 32);
        }
        return slots;
    }

    private static long low64(String text) {
        return Hashing.murmur3_128(0).hashString(text, UTF_8).asLong();
    }

    /** The finalizer of murmur3. */
    private static long fmix64(long value) {
        long k = value;
        k = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
        k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return k ^ (k >>> 33);
    }
}
