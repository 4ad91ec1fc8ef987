package dev.flags.benchmarks;

import dev.flags.FeatureFlagManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** How much of the heap a listed user takes, with a million of them in the file of a segment. For a JVM of its own. */
public final class ListedUsers {
    private static final int USERS = 1_000_000;

    private static final String FLAGS = """
            {"flags": [{"name": "listed", "status": "enabled", "type": "boolean", "default": "off",
                        "rules": [{"id": "listed", "when": {"segment": "listed"}, "serve": "on"}]}],
             "segments": [{"name": "listed", "included_file": "users.txt"}]}
            """;

    private ListedUsers() {}

    /**
     * Prints the bytes for one user.
     *
     * @param args none
     */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("flags");
        Path users = directory.resolve("users.txt");
        Files.writeString(users, user(0));
        Files.writeString(directory.resolve("flags.json"), FLAGS);
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .file(directory.resolve("flags.json"))
                .build()) {
            check(manager, user(0), user(1));
            long before = Footprint.used();
            Files.write(
                    users, IntStream.range(0, USERS).mapToObj(ListedUsers::user).toList());
            manager.reload();
            check(manager, user(USERS - 1), user(USERS));
            System.out.println((Footprint.used() - before) / (double) USERS);
            check(manager, user(USERS - 1), user(USERS));
        }
    }

    private static void check(FeatureFlagManager manager, String listed, String other) {
        if (!manager.isEnabled("listed", listed) || manager.isEnabled("listed", other)) {
            throw new IllegalStateException("the list is not in effect: " + manager.problems());
        }
    }

    private static String user(int number) {
        return "user-%07d".formatted(number);
    }
}
