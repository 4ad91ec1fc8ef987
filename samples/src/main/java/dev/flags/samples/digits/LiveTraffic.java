package dev.flags.samples.digits;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Requests without end, of as many users as a small share of them needs: each is one of the digits, sent by one of
 * {@value #USERS} users of a tenant, both drawn by {@link Random}, seeded with {@value #TRAFFIC_SEED}. The same in every run
 * and on every JDK; how far one gets is up to the machine. Not thread-safe.
 */
public final class LiveTraffic {
    /** How many users there are. */
    public static final int USERS = 5_000;

    /** Changing it changes who sends which digit. */
    static final long TRAFFIC_SEED = 4_096;

    private static final String TENANT = "acme";
    private static final List<String> NAMES = IntStream.rangeClosed(1, USERS)
            .mapToObj(number -> String.format(Locale.ROOT, "a-%04d", number))
            .toList();

    private final List<Digit> digits;
    private final Random random = new Random(TRAFFIC_SEED);
    private long count;

    /**
     * Starts at the first request.
     *
     * @param digits at least one
     */
    public LiveTraffic(List<Digit> digits) {
        this.digits = List.copyOf(digits);
    }

    /** All users, in the order of their numbers. */
    public static List<String> users() {
        return NAMES;
    }

    public Request next() {
        count++;
        String user = NAMES.get(random.nextInt(USERS));
        return new Request("live-" + count, user, TENANT, digits.get(random.nextInt(digits.size())));
    }
}
