package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Processes that write to one directory at the same time, and one that is killed or stopped while it holds the lock. */
final class Contention {
    static final String UNLOCKED = "unlocked";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Contention() {}

    /**
     * Runs all of it.
     *
     * @param args a directory, increments a process, rounds, seconds to stop the one that holds the lock
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        int increments = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        Duration stop = Duration.ofSeconds(Long.parseLong(args[3]));
        Pair.require(
                isCaught(() -> increments(directory.resolve("twin-increments"), increments, true)),
                "blind: increments");
        Pair.require(isCaught(() -> races(directory.resolve("twin-races"), rounds, true)), "blind: races");
        long counted = increments(directory.resolve("increments"), increments, false);
        int conflicts = races(directory.resolve("races"), rounds, false);
        Duration afterKill = killedHolder(directory.resolve("killed"));
        int mixed = mixedReads(directory.resolve("mixed"), increments);
        Duration refusal = stoppedWriter(directory.resolve("stopped"), stop);
        int steps = stoppedAtEachStep(directory.resolve("steps"));
        System.out.println("contention: 2 processes counted to " + counted + "; " + rounds
                + " rounds of 4 stale writers with "
                + rounds + " winners and " + conflicts + " conflicts; " + afterKill.toMillis()
                + " ms to commit after the lock's holder was killed; stopped for " + stop.toSeconds()
                + " s it kept others out, who were told so after at most " + refusal.toMillis()
                + " ms; stopped at each of " + steps
                + " steps of a commit; nothing was lost. Both twins were caught. While another process made "
                + increments
                + " commits, " + mixed + " reads were of two versions at once");
        System.exit(mixed == 0 ? 0 : 1);
    }

    interface Attempt {
        void run() throws IOException;
    }

    private static boolean isCaught(Attempt attempt) throws IOException {
        try {
            attempt.run();
            return false;
        } catch (IllegalStateException | StoreException e) {
            return true;
        }
    }

    private static FileConfigStore open(Path file, boolean isUnlocked) {
        return FileConfigStore.of(
                file,
                InstantSource.system(),
                isUnlocked ? new UnlockedDisk(file) : Disk.REAL,
                isUnlocked ? Duration.ofSeconds(5) : Duration.ofSeconds(30),
                AuditLog.SEGMENT_BYTES);
    }

    /** Two processes count; returns how far, if nothing is missing. */
    static long increments(Path directory, int times, boolean isUnlocked) throws IOException {
        Path file = Files.createDirectories(directory).resolve("flags.json");
        String how = isUnlocked ? UNLOCKED : "locked";
        try (Child first = Child.start(Counter.class, file, times, how);
                Child second = Child.start(Counter.class, file, times, how)) {
            Pair.require(first.end() == 0 && second.end() == 0, "a process that counts failed");
        }
        try (FileConfigStore store = FileConfigStore.of(file)) {
            long count = Increments.count(store);
            Pair.require(count == 2L * times, "counted to " + count + " instead of " + 2L * times);
            List<String> said = new ArrayList<>(store.history(HistoryQuery.latest(Integer.MAX_VALUE)).stream()
                    .map(AuditEvent::reason)
                    .toList());
            Collections.reverse(said);
            for (int i = 0; i < said.size(); i++) {
                Pair.require(said.get(i).equals(Integer.toString(i + 1)), "the trail has a gap at " + (i + 1));
            }
            Pair.require(said.size() == count, "the trail has " + said.size() + " events");
            requireIntact(store);
            return count;
        }
    }

    private static void requireIntact(FileConfigStore store) {
        AuditCheck check = store.verifyAudit(Optional.empty());
        Pair.require(check instanceof AuditCheck.Intact, "the trail is broken: " + check);
    }

    /** Four processes put the same document with the same revision; returns how many conflicts there were. */
    static int races(Path directory, int rounds, boolean isUnlocked) throws IOException {
        Path file = Files.createDirectories(directory).resolve("flags.json");
        String how = isUnlocked ? UNLOCKED : "locked";
        int conflicts = 0;
        try (FileConfigStore store = FileConfigStore.of(file);
                Child first = Child.start(Racer.class, file, how);
                Child second = Child.start(Racer.class, file, how);
                Child third = Child.start(Racer.class, file, how);
                Child fourth = Child.start(Racer.class, file, how)) {
            List<Child> racers = List.of(first, second, third, fourth);
            for (Child racer : racers) {
                racer.line(); // ready
            }
            for (int round = 0; round < rounds; round++) {
                Document before = store.load(Set.of(dev.flags.config.Kind.FLAG))
                        .documents()
                        .get(Racer.PRIZE);
                for (int i = 0; i < racers.size(); i++) {
                    racers.get(i).say((before == null ? 0 : before.revision()) + " " + round + "-" + i);
                }
                List<String> results = new ArrayList<>();
                for (Child racer : racers) {
                    results.add(String.valueOf(racer.line()));
                }
                Pair.require(Collections.frequency(results, "Applied") == 1, "round " + round + ": " + results);
                Pair.require(Collections.frequency(results, "Conflict") == 3, "round " + round + ": " + results);
                conflicts += 3;
                Document after = store.load(Set.of(dev.flags.config.Kind.FLAG))
                        .documents()
                        .get(Racer.PRIZE);
                String winner = round + "-" + results.indexOf("Applied");
                Pair.require(
                        after != null && after.json().contains("\"" + winner + "\""), "not the winner's: " + after);
            }
            Pair.require(
                    store.history(HistoryQuery.latest(Integer.MAX_VALUE)).size() == rounds, "losers are on record");
            requireIntact(store);
        }
        return conflicts;
    }

    /** Kills the process that holds the lock; returns how long the next writer had to wait. */
    static Duration killedHolder(Path directory) throws IOException {
        Path file = Files.createDirectories(directory).resolve("flags.json");
        try (FileConfigStore store = Pair.open(file);
                FileConfigStore impatient = impatient(file)) {
            Pair.commitNext(store);
            try (Child holder = Child.start(Halting.class, file, Halting.BEFORE_THE_HEAD)) {
                Pair.require("halted".equals(holder.line()), "the holder of the lock is not there");
                requireBusy(impatient, 2);
                holder.kill();
                holder.end();
            }
            long start = System.nanoTime();
            Pair.require(Pair.commitNext(store) == 2, "the killed commit was applied");
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            Pair.require(waited.toMillis() < 1_000, "the next writer waited for " + waited);
            Pair.requireTrail(store, 2);
            Pair.require(Pair.leftovers(file) == 0, "leftovers");
            return waited;
        }
    }

    /** Reads while another process commits; returns how many of the reads were of two versions at once. */
    static int mixedReads(Path directory, int commits) throws IOException {
        Path file = Files.createDirectories(directory).resolve("flags.json");
        int mixed = 0;
        try (FileConfigStore reader = Pair.open(file);
                Child writer = Child.start(Kills.Loop.class, file)) {
            String said = "0";
            while (said != null && Long.parseLong(said) < commits) {
                List<Long> numbers = Pair.numbers(reader.load(Pair.KINDS).documents());
                mixed += numbers.stream().distinct().count() == 1 ? 0 : 1;
                while (writer.hasMore()) {
                    said = writer.line();
                }
            }
            Pair.require(said != null, "the writer ended by itself");
            return mixed;
        }
    }

    /** A store that gives up soon. */
    private static FileConfigStore impatient(Path file) {
        return FileConfigStore.of(file, InstantSource.system(), Disk.REAL, PATIENCE, Pair.SEGMENT_BYTES);
    }

    /** Tries to commit while somebody else holds the lock; returns how long it took to be told. */
    private static Duration requireBusy(ConfigStore store, long number) {
        StoreSnapshot seen = store.load(Pair.KINDS);
        Pair.require(Pair.number(seen) == number - 1, "reads stopped");
        long start = System.nanoTime();
        try {
            throw new IllegalStateException("committed without the lock: " + store.commit(Pair.next(seen, number)));
        } catch (StoreException e) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Pair.require(String.valueOf(e.getMessage()).contains("another writer"), "unclear: " + e);
            Pair.require(took.compareTo(PATIENCE.plusSeconds(1)) < 0, "told after " + took);
            return took;
        }
    }

    /** Stops a process amid a commit, and lets it go on; returns the longest that others had to wait to be told. */
    static Duration stoppedWriter(Path directory, Duration stop) throws IOException {
        Path file = Files.createDirectories(directory).resolve("flags.json");
        try (FileConfigStore other = impatient(file)) {
            Pair.commitNext(other);
            try (Child writer = Child.start(Halting.class, file, Halting.BEFORE_THE_HEAD)) {
                Pair.require("halted".equals(writer.line()), "the writer is not there");
                writer.stop();
                writer.say("go on"); // which it hears when it is continued
                Duration longest = Duration.ZERO;
                for (long end = System.nanoTime() + stop.toNanos(); System.nanoTime() < end; ) {
                    Duration told = requireBusy(other, 2);
                    longest = told.compareTo(longest) > 0 ? told : longest;
                }
                writer.signal("CONT");
                Pair.require("Applied".equals(writer.line()), "the stopped commit did not happen, unharmed as it was");
                writer.end();
                Pair.require(Pair.commitNext(other) == 3, "something was overwritten");
                Pair.requireTrail(other, 3);
                return longest;
            }
        }
    }

    /** Stops a writer at every step of its commit, with an edit by hand meanwhile; returns how many steps there are. */
    static int stoppedAtEachStep(Path directory) throws IOException {
        int step = 0;
        while (true) {
            Path file = Files.createDirectories(directory.resolve(Integer.toString(step)))
                    .resolve("flags.json");
            try (FileConfigStore other = FileConfigStore.of(
                    file, InstantSource.system(), Disk.REAL, Duration.ofMillis(20), Pair.SEGMENT_BYTES)) {
                Pair.commitNext(other);
                try (Child writer = Child.start(Halting.class, file, step)) {
                    if (!"halted".equals(writer.line())) {
                        Pair.require(step > 0, "a commit without a step");
                        return step;
                    }
                    writer.stop();
                    writer.say("go on");
                    long seen = Pair.number(other);
                    try {
                        CommitResult result = other.commit(Pair.next(other.load(Pair.KINDS), 3));
                        throw new IllegalStateException("step " + step + ": two writers at a time: " + result);
                    } catch (StoreException e) {
                        Pair.require(Pair.number(other) == seen, "step " + step + ": reads stopped");
                    }
                    edit(file);
                    writer.signal("CONT");
                    Pair.require("Applied".equals(writer.line()), "step " + step + ": not applied");
                    writer.end();
                }
                Pair.require(Pair.number(other) == 2, "step " + step + ": lost");
                Pair.commitNext(other);
                Pair.requireTrail(other, 3);
                Pair.require(
                        other.load(Pair.KINDS).documents().containsKey(DocumentKey.flag("hand")),
                        "step " + step + ": the edit is lost");
            }
            step++;
        }
    }

    /** Adds a flag, as a person does who has read the file at this moment. */
    private static void edit(Path file) throws IOException {
        String text = TruthReader.text(file).orElse("{\"flags\": []}");
        Path saved = file.resolveSibling("saved");
        Files.writeString(
                saved,
                text.replaceFirst(
                        "\"flags\": \\[",
                        "\"flags\": [{\"name\": \"hand\", \"status\": \"enabled\"}"
                                + (text.contains("\"left\"") ? "," : "")));
        Disk.REAL.move(saved, file);
    }

    /** Known-bad: throws the file of the lock away before it takes the lock, so that everybody has one of their own. */
    private record UnlockedDisk(Path file) implements Disk {
        @Override
        public void create(Path created, byte[] content) throws IOException {
            REAL.create(created, content);
        }

        @Override
        public void writeFrom(Path written, long offset, byte[] content) throws IOException {
            REAL.writeFrom(written, offset, content);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            REAL.move(from, to);
        }

        @Override
        public void link(Path existing, Path name) throws IOException {
            REAL.link(existing, name);
        }

        @Override
        public void delete(Path deleted) throws IOException {
            REAL.delete(deleted);
        }

        @Override
        public void createDirectories(Path directory) throws IOException {
            REAL.delete(Layout.of(file).lock());
            REAL.createDirectories(directory);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            REAL.forceDirectory(directory);
        }
    }

    /** Counts. */
    static final class Counter {
        private Counter() {}

        /**
         * Counts.
         *
         * @param args the file, how often, and whether to lock
         */
        public static void main(String[] args) {
            try (FileConfigStore store = open(Path.of(args[0]), args[2].equals(UNLOCKED))) {
                Increments.increment(store, Integer.parseInt(args[1]));
            }
        }
    }

    /** Puts one document whenever it is told to, expecting the revision that it is told. */
    static final class Racer {
        static final DocumentKey PRIZE = DocumentKey.flag("prize");

        private Racer() {}

        /**
         * Races.
         *
         * @param args the file, and whether to lock
         */
        public static void main(String[] args) throws IOException {
            PrintStream out = System.out;
            try (FileConfigStore store = open(Path.of(args[0]), args[1].equals(UNLOCKED));
                    java.util.Scanner in = new java.util.Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8)) {
                out.println("ready");
                while (in.hasNextLong()) {
                    long revision = in.nextLong();
                    String name = in.next();
                    out.println(result(store, revision, name));
                }
            }
        }

        private static String result(ConfigStore store, long revision, String name) {
            UUID id = UUID.randomUUID();
            String json = JsonObject.builder()
                    .put("name", PRIZE.name())
                    .put("status", "enabled")
                    .put("description", name)
                    .build()
                    .toJson();
            AuditEvent event = new AuditEvent(id, Instant.now(), name, name, "put", PRIZE, List.of());
            Commit commit = new Commit(id, List.of(new Write.Put(PRIZE, revision, json)), List.of(), List.of(event));
            try {
                return store.commit(commit).getClass().getSimpleName();
            } catch (StoreException e) {
                return e.toString();
            }
        }
    }

    /** Commits once, halts at a step of that while it holds the lock, and goes on when it is told to. */
    static final class Halting {
        static final int BEFORE_THE_HEAD = -1;

        private Halting() {}

        /**
         * Commits.
         *
         * @param args the file, and the number of the step on the disk to halt before
         */
        public static void main(String[] args) {
            Path file = Path.of(args[0]);
            HaltingDisk disk = new HaltingDisk(Layout.of(file), Integer.parseInt(args[1]));
            try (FileConfigStore store = Pair.open(file, disk)) {
                StoreSnapshot seen = store.load(Pair.KINDS);
                disk.isArmed = true;
                System.out.println(store.commit(Pair.next(seen, Pair.number(seen) + 1))
                        .getClass()
                        .getSimpleName());
            }
        }
    }

    private static final class HaltingDisk implements Disk {
        private final Layout layout;
        private final int at;
        private int step;
        private boolean isArmed;

        HaltingDisk(Layout layout, int at) {
            this.layout = layout;
            this.at = at;
        }

        private void before(boolean isHead) throws IOException {
            if (isArmed && (at == Halting.BEFORE_THE_HEAD ? isHead : step++ == at)) {
                isArmed = false;
                System.out.println("halted");
                while (System.in.read() != '\n') {
                    LockSupport.parkNanos(1);
                }
            }
        }

        @Override
        public void create(Path file, byte[] content) throws IOException {
            before(false);
            REAL.create(file, content);
        }

        @Override
        public void writeFrom(Path file, long offset, byte[] content) throws IOException {
            before(false);
            REAL.writeFrom(file, offset, content);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            before(to.equals(layout.head()));
            REAL.move(from, to);
        }

        @Override
        public void link(Path existing, Path name) throws IOException {
            before(false);
            REAL.link(existing, name);
        }

        @Override
        public void delete(Path file) throws IOException {
            before(false);
            REAL.delete(file);
        }

        @Override
        public void createDirectories(Path directory) throws IOException {
            if (!directory.equals(layout.directory())) { // before the lock is held
                before(false);
            }
            REAL.createDirectories(directory);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            before(false);
            REAL.forceDirectory(directory);
        }
    }
}
