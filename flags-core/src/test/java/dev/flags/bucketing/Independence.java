package dev.flags.bucketing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;

/** What a family of ids looks like in the slots of many salts: the figures, and nothing that judges them. */
final class Independence {
    /** The kinds of ids that real systems have; each with a seed of its own. */
    enum Family {
        SEQUENTIAL,
        UUIDS,
        LONGS;

        long[] hashes(int count) {
            Random random = new Random(20260101L + name().hashCode());
            IntFunction<String> id = switch (this) {
                case SEQUENTIAL -> i -> "user" + (i + 1);
                case UUIDS -> i -> new UUID(random.nextLong(), random.nextLong()).toString();
                case LONGS -> i -> Long.toString(random.nextLong());
            };
            long[] hashes = new long[count];
            for (int i = 0; i < count; i++) {
                hashes[i] = Bucketing.hash(id.apply(i));
            }
            return hashes;
        }
    }

    /**
     * The smallest p-values, and the extremes of the conditional share.
     *
     * @param uniform over the salts: 100 equal buckets
     * @param pairs over all pairs of salts: 10 x 10 buckets
     * @param stages over the salts S: the bucket of S against that of "S#default"
     * @param least the smallest P(in 10 % of B | in 10 % of A) over all pairs
     * @param most the largest
     * @param outside the pairs in which it is not in .09 to .11
     */
    record Figures(double uniform, double pairs, double stages, double least, double most, int outside) {}

    private Independence() {}

    static Figures measure(Family family, int salts, int ids) {
        long[] hashes = family.hashes(ids);
        List<byte[]> tenths = new ArrayList<>();
        double uniform = 1;
        double stages = 1;
        for (int s = 0; s < salts; s++) {
            int[] slots = slots("flag_" + s, hashes);
            int[] hundredths = new int[100];
            for (int slot : slots) {
                hundredths[slot / 1000]++;
            }
            uniform = Math.min(uniform, ChiSquare.uniform(hundredths));
            byte[] rollout = tenths(slots);
            byte[] variant = tenths(slots("flag_" + s + "#default", hashes));
            stages = Math.min(stages, ChiSquare.independent(table(rollout, variant), 10));
            tenths.add(rollout);
        }
        double pairs = 1;
        double least = 1;
        double most = 0;
        int outside = 0;
        for (int a = 0; a < salts; a++) {
            for (int b = a + 1; b < salts; b++) {
                int[] table = table(tenths.get(a), tenths.get(b));
                pairs = Math.min(pairs, ChiSquare.independent(table, 10));
                int inA = 0;
                for (int column = 0; column < 10; column++) {
                    inA += table[column];
                }
                double share = (double) table[0] / inA;
                least = Math.min(least, share);
                most = Math.max(most, share);
                outside += share < .09 || share > .11 ? 1 : 0;
            }
        }
        return new Figures(uniform, pairs, stages, least, most, outside);
    }

    private static int[] slots(String salt, long[] hashes) {
        long saltHash = Bucketing.hash(salt);
        int[] slots = new int[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            slots[i] = Bucketing.slot(saltHash, hashes[i]);
        }
        return slots;
    }

    private static byte[] tenths(int[] slots) {
        byte[] tenths = new byte[slots.length];
        for (int i = 0; i < slots.length; i++) {
            tenths[i] = (byte) (slots[i] / 10_000);
        }
        return tenths;
    }

    private static int[] table(byte[] a, byte[] b) {
        int[] table = new int[100];
        for (int i = 0; i < a.length; i++) {
            table[a[i] * 10 + b[i]]++;
        }
        return table;
    }
}
