package dev.flags.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Kills the process that drives a rollout, at moments that nobody chose, and looks at what became of the rollout. */
final class RolloutKills {
    private static final String INSTANCE = "only";

    /** One kill of so many comes while the process starts, and reads what the last one left. */
    private static final int WHILE_STARTING = 4;

    private static final int MAX_START_MILLIS = 500;
    private static final int MAX_WORK_MILLIS = 600;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private RolloutKills() {}

    /**
     * What became of the rollouts.
     *
     * @param goneOn kills that met a stage which a kill before had met as well
     * @param retold events that were told more than once
     * @param violations what must not be
     */
    record Report(int kills, int rollouts, int transitions, int goneOn, int retold, List<String> violations) {
        @Override
        public String toString() {
            return ("rollout kills: %d kills, %d rollouts with %d transitions, %d kills of a stage that had been killed "
                            + "before, %d events told again, %d violations")
                    .formatted(kills, rollouts, transitions, goneOn, retold, violations.size());
        }
    }

    /**
     * Kills.
     *
     * @param args a directory, how many kills, a seed, and {@code forgetful} for the known-bad twin
     */
    public static void main(String[] args) throws IOException {
        Report report = run(Path.of(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]), args.length > 3);
        report.violations().stream().limit(10).forEach(System.out::println);
        System.out.println(report);
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    static Report run(Path directory, int kills, long seed, boolean isForgetful) throws IOException {
        Random random = new Random(seed);
        List<String> undisturbed = RolloutRecord.undisturbed();
        List<String> violations = new ArrayList<>();
        int killed = 0;
        int rollouts = 0;
        int transitions = 0;
        int goneOn = 0;
        int retold = 0;
        while (killed < kills) {
            Path home = Files.createDirectories(directory.resolve("rollout-" + rollouts++));
            List<RolloutRecord.Look> looks = new ArrayList<>();
            while (isKilled(home, killed < kills, random, isForgetful)) {
                killed++;
                RolloutRecord.Look.at(home).ifPresent(looks::add);
            }
            RolloutRecord record = RolloutRecord.read(home, List.of(INSTANCE), looks);
            transitions += record.transitions();
            goneOn += record.goneOn();
            retold += record.retold();
            List<String> found = record.violations(undisturbed);
            found.forEach(violation -> violations.add(home + ", seed " + seed + ": " + violation));
            if (found.isEmpty()) {
                deleteAll(home);
            }
        }
        return new Report(killed, rollouts, transitions, goneOn, retold, violations);
    }

    /**
     * Lets a process drive, and kills it if it may.
     *
     * @return false if the rollout was over before that
     */
    private static boolean isKilled(Path home, boolean mayKill, Random random, boolean isForgetful) throws IOException {
        try (JavaProcess process = isForgetful
                ? JavaProcess.start(RolloutProcess.class, home, INSTANCE, "forgetful")
                : JavaProcess.start(RolloutProcess.class, home, INSTANCE)) {
            Duration life = DEADLINE;
            if (mayKill && random.nextInt(WHILE_STARTING) == 0) {
                life = Duration.ofMillis(random.nextInt(MAX_START_MILLIS));
            } else if (mayKill) {
                process.awaitSign();
                life = Duration.ofMillis(random.nextInt(MAX_WORK_MILLIS));
            }
            Integer exit = process.exitWithin(life);
            if (exit == null && mayKill) {
                process.kill();
                return true;
            }
            if (exit == null || exit != 0) {
                throw new IllegalStateException("the process in " + home + " ended with " + exit);
            }
            return false;
        }
    }

    static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
