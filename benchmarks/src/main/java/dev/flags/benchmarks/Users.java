package dev.flags.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ids of users, of eleven characters. */
public final class Users {
    /** How many ask in turn, a power of two: a turn finds its user with a mask. */
    public static final int ASKING = 1 << 10;

    private static final int LISTED = 10_000;

    private Users() {}

    /** Those who ask in a workload: on the long list, or not. */
    public static String[] of(Workload workload) {
        if (workload == Workload.START) {
            return new String[] {user(0)};
        }
        return workload == Workload.W6_HIT
                ? IntStream.range(0, ASKING)
                        .mapToObj(i -> listed(i * (LISTED / ASKING)))
                        .toArray(String[]::new)
                : IntStream.range(0, ASKING).mapToObj(Users::user).toArray(String[]::new);
    }

    /** Those who are on the long list. */
    public static List<String> listed() {
        return IntStream.range(0, LISTED).mapToObj(Users::listed).toList();
    }

    /** {@link #listed} in quotes, with commas between, as JSON has them. */
    public static String listedAsJson() {
        return listed().stream().collect(Collectors.joining("\",\"", "\"", "\""));
    }

    private static String user(int number) {
        return "user-%06d".formatted(number);
    }

    private static String listed(int number) {
        return "list-%06d".formatted(number);
    }
}
