package dev.flags.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names of the flags of a workload. */
public final class Names {
    private static final String FLAG = "checkout";
    private static final String UNKNOWN = "no-such-flag";
    private static final int SEED = 7;

    private Names() {}

    /** The flags that there are. */
    public static List<String> existing(Workload workload) {
        return workload.flags() == 1
                ? List.of(FLAG)
                : IntStream.range(0, workload.flags())
                        .mapToObj(i -> ("flag-" + i).intern())
                        .toList();
    }

    /**
     * The names in the order in which they are asked for: as many as a power of two, so that a turn finds its name with a
     * mask. Interned, as the constants of an application are; a library that read its names from a file has others.
     */
    public static String[] asked(Workload workload) {
        if (workload.flags() == 1) {
            return new String[] {workload == Workload.W5 ? UNKNOWN : FLAG};
        }
        if (workload == Workload.START) {
            return new String[] {existing(workload).get(0)};
        }
        List<String> order = new ArrayList<>(existing(workload));
        Collections.shuffle(order, new Random(SEED));
        int size = Integer.highestOneBit(order.size() * 2 - 1);
        return Stream.generate(() -> order).flatMap(List::stream).limit(size).toArray(String[]::new);
    }
}
