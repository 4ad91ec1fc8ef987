package dev.flags.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Choices of a seeded generator. */
record Dice(Random random) {

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A number from {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** From {@code low} to {@code high} different elements, as far as there are so many, in random order. */
    <T> List<T> some(List<T> from, int low, int high) {
        return shuffled(from).subList(0, Math.min(from.size(), between(low, high)));
    }

    <T> List<T> shuffled(List<T> from) {
        List<T> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Different slots from 0 to 100 000 in ascending order; round ones often. */
    List<Integer> cuts(int count) {
        List<Integer> cuts = new ArrayList<>();
        while (cuts.size() < count) {
            int cut = chance(60) ? between(0, 20) * 5_000 : between(0, 100_000);
            if (!cuts.contains(cut)) {
                cuts.add(cut);
            }
        }
        Collections.sort(cuts);
        return cuts;
    }
}
