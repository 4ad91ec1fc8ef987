package dev.flags.rollout;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.FileConfigStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Kills the one of two processes that drives a rollout, and measures how long it takes the other one to go on with it. */
final class RolloutTakeovers {
    private static final List<String> INSTANCES = List.of("left", "right");
    private static final int MAX_WORK_MILLIS = 700;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(2);

    private final Path home;
    private final Map<String, JavaProcess> processes = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private RolloutTakeovers(Path home) {
        this.home = home;
    }

    /** Who drives, and until when without another sign of life. */
    private record Holder(String name, Instant until) {}

    /**
     * What became of the rollouts.
     *
     * @param after how long after each kill the other process had the lease
     * @param violations what must not be
     */
    record Report(int rollouts, List<Duration> after, List<String> violations) {
        @Override
        public String toString() {
            List<Duration> sorted = after.stream().sorted().toList();
            return ("rollout takeovers: %d rollouts, %d drivers killed, the other went on within %d to %d ms (median %d), "
                            + "lease %d ms, %d violations")
                    .formatted(
                            rollouts,
                            sorted.size(),
                            sorted.get(0).toMillis(),
                            sorted.get(sorted.size() - 1).toMillis(),
                            sorted.get(sorted.size() / 2).toMillis(),
                            RolloutProcess.LEASE.toMillis(),
                            violations.size());
        }
    }

    /**
     * Kills drivers.
     *
     * @param args a directory, how many to kill, and a seed
     */
    public static void main(String[] args) throws IOException {
        Report report = run(Path.of(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]));
        report.violations().stream().limit(10).forEach(System.out::println);
        System.out.println(report);
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    static Report run(Path directory, int kills, long seed) throws IOException {
        Random random = new Random(seed);
        List<String> undisturbed = RolloutRecord.undisturbed();
        List<Duration> after = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        int rollouts = 0;
        while (after.size() < kills) {
            Path home = Files.createDirectories(directory.resolve("rollout-" + rollouts++));
            RolloutTakeovers takeovers = new RolloutTakeovers(home);
            after.addAll(takeovers.killedDrivers(kills - after.size(), random));
            violations.addAll(takeovers.violations);
            violations.addAll(RolloutRecord.read(home, INSTANCES, List.of()).violations(undisturbed));
        }
        return new Report(rollouts, after, violations);
    }

    /** Kills one driver after the other for as long as the rollout goes on. */
    private List<Duration> killedDrivers(int most, Random random) throws IOException {
        List<Duration> after = new ArrayList<>();
        try (ConfigStore store = FileConfigStore.of(RolloutProcess.configuration(home))) {
            start(INSTANCES.get(0)); // it makes the flag and the rollout, which two would not do at once
            start(INSTANCES.get(1));
            while (after.size() < most) {
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(MAX_WORK_MILLIS)).toNanos());
                Optional<Duration> one = killedDriver(store);
                if (one.isEmpty()) {
                    break;
                }
                after.add(one.get());
            }
            for (JavaProcess process : processes.values()) {
                Integer exit = process.exitWithin(DEADLINE);
                if (!Objects.equals(exit, 0)) {
                    violations.add(home + ": a process ended with " + exit);
                }
            }
        } finally {
            processes.values().forEach(JavaProcess::close);
        }
        return after;
    }

    private void start(String instance) throws IOException {
        JavaProcess process = JavaProcess.start(RolloutProcess.class, home, instance);
        processes.put(instance, process);
        process.awaitSign();
    }

    /** Empty if the rollout is over. */
    private Optional<Duration> killedDriver(ConfigStore store) throws IOException {
        Optional<Holder> driver = holder(store);
        if (driver.isEmpty()) {
            return Optional.empty();
        }
        String killed = driver.get().name();
        Objects.requireNonNull(processes.get(killed)).kill();
        long killedAt = System.nanoTime();
        Optional<Holder> dead = holder(store).filter(holder -> holder.name().equals(killed));
        if (dead.isEmpty()) { // it was so slow that it had lost the lease before it died
            start(killed);
            return killedDriver(store);
        }
        Optional<Holder> next = holder(store);
        while (next.filter(holder -> holder.name().equals(killed)).isPresent() && !isOver(store)) {
            if (System.nanoTime() - killedAt > DEADLINE.toNanos()) {
                violations.add(home + ": nobody went on within " + DEADLINE);
                break;
            }
            LockSupport.parkNanos(POLL.toNanos());
            next = holder(store);
        }
        Duration after = Duration.ofNanos(System.nanoTime() - killedAt);
        start(killed);
        Optional<Holder> other = next.filter(holder -> !holder.name().equals(killed));
        other.map(holder -> holder.until().minus(RolloutProcess.LEASE))
                .filter(taken -> taken.isBefore(dead.get().until()))
                .ifPresent(taken -> violations.add(home + ": taken at " + taken + ", and it lasted until "
                        + dead.get().until()));
        return other.map(holder -> after);
    }

    private static boolean isOver(ConfigStore store) {
        return RolloutProcess.isOver(
                new RolloutStore(store).load().require(Rig.FLAG).document());
    }

    private static Optional<Holder> holder(ConfigStore store) {
        Document lease = store.load(Set.of(RolloutKinds.LEASE)).documents().get(RolloutKinds.LEASE_KEY);
        return Optional.ofNullable(lease).map(document -> {
            JsonObject json = (JsonObject) JsonValue.parse(document.json());
            return new Holder(text(json, "holder"), Instant.parse(text(json, "until")));
        });
    }

    private static String text(JsonObject json, String member) {
        return ((JsonString) json.get(member).orElseThrow()).value();
    }
}
