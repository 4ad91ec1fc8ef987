package dev.flags.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names of the flags that a workload asks for, in the order in which it does. */
final class Names {
    /** Of the one flag that the other workloads ask for. */
    static final String FLAG = "checkout";

    private static final String UNKNOWN = "no-such-flag";

    private final String[] asked;
    private final List<String> existing;

    Names(Workload workload) {
        if (workload.flags() == 0) {
            existing = List.of(FLAG);
            asked = new String[] {workload == Workload.W5 ? UNKNOWN : FLAG};
        } else {
            existing = IntStream.range(0, workload.flags())
                    .mapToObj(Workload::flag)
                    .toList();
            asked = shuffled(existing);
        }
    }

    /** As many as a power of two, so that a turn finds its name with a mask. */
    private static String[] shuffled(List<String> names) {
        List<String> order = new java.util.ArrayList<>(names);
        Collections.shuffle(order, new Random(7));
        int size = Integer.highestOneBit(names.size() * 2 - 1);
        return Stream.generate(() -> order).flatMap(List::stream).limit(size).toArray(String[]::new);
    }

    /** The flags that there are. */
    List<String> existing() {
        return existing;
    }

    /** The name for a turn. */
    String at(int turn) {
        return asked[turn & (asked.length - 1)];
    }
}
