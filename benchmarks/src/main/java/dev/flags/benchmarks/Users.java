package dev.flags.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ids of users, of eleven characters. */
final class Users {
    /** How many ask in turn, a power of two: a turn finds its user with a mask. */
    static final int ASKING = 1 << 10;

    private static final int LISTED = 10_000;

    private Users() {}

    /** Those who ask in a workload: on the long list, or not. */
    static String[] of(Workload workload) {
        return workload == Workload.W6_HIT
                ? IntStream.range(0, ASKING)
                        .mapToObj(i -> listed(i * (LISTED / ASKING)))
                        .toArray(String[]::new)
                : IntStream.range(0, ASKING)
                        .mapToObj(i -> "user-%06d".formatted(i))
                        .toArray(String[]::new);
    }

    /** Those who are on the long list. */
    static List<String> listed() {
        return IntStream.range(0, LISTED).mapToObj(Users::listed).toList();
    }

    /** {@link #listed} in quotes, with commas between, as JSON has them. */
    static String listedAsJson() {
        return listed().stream().collect(Collectors.joining("\",\"", "\"", "\""));
    }

    private static String listed(int number) {
        return "list-%06d".formatted(number);
    }
}
