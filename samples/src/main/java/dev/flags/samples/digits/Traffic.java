package dev.flags.samples.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Turns digits into requests. The digits are real; who sent them is not recorded, so users and tenants are made up,
 * by a rule that yields the same traffic in every run and on every JDK.
 *
 * <p>Each request comes from one of {@value #USERS} users, drawn with equal chances by {@link Random}, whose numbers
 * are specified for every Java version, seeded with {@value #USER_SEED}. A user's number decides the tenant: acme has
 * 180 users, globex 90, initech 30.
 */
public final class Traffic {
    /** How many users there are, numbered from 1. */
    public static final int USERS = 300;

    /** Changing it changes who sends which digit. */
    static final long USER_SEED = 64;

    private static final int LAST_OF_ACME = 180;
    private static final int LAST_OF_GLOBEX = 270;

    private Traffic() {}

    /** One request for each digit, in the order of the digits. */
    public static List<Request> over(List<Digit> digits) {
        Random random = new Random(USER_SEED);
        List<Request> requests = new ArrayList<>();
        for (Digit digit : digits) {
            int user = 1 + random.nextInt(USERS);
            requests.add(new Request(
                    String.format(Locale.ROOT, "r-%04d", requests.size() + 1),
                    String.format(Locale.ROOT, "u-%03d", user),
                    tenantOf(user),
                    digit));
        }
        return List.copyOf(requests);
    }

    /** @param user the user's number, from 1 to {@value #USERS} */
    private static String tenantOf(int user) {
        if (user <= LAST_OF_ACME) {
            return "acme";
        }
        return user <= LAST_OF_GLOBEX ? "globex" : "initech";
    }
}
