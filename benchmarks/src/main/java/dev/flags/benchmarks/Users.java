package dev.flags.benchmarks;

import java.util.stream.IntStream;

/** The ids of those who ask. */
final class Users {
    private Users() {}

    static String[] all() {
        return IntStream.range(0, Workload.USERS).mapToObj(Workload::user).toArray(String[]::new);
    }

    /** Those who are asked for in a workload: in the long list, or not. */
    static String[] of(Workload workload) {
        return workload == Workload.W6_HIT
                ? IntStream.range(0, Workload.USERS)
                        .mapToObj(i -> Workload.listed(i * 9))
                        .toArray(String[]::new)
                : all();
    }
}
