package dev.flags.store;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Kills a process that commits, at moments that nobody chose, and looks at what it leaves behind. */
final class Kills {
    /** A directory is used for as many, so that reading all of its trail each time stays cheap. */
    private static final int KILLS_PER_DIRECTORY = 25;

    private static final int NAIVE_TEXTS = 60;

    private Kills() {}

    /**
     * What became of the commits.
     *
     * @param acknowledged how many were
     * @param unacknowledged kills after which one more was there than the process had said
     * @param violations what must not be
     */
    record Report(int kills, long acknowledged, int unacknowledged, int leftovers, List<String> violations) {
        @Override
        public String toString() {
            return "kills: %d kills, %d acknowledged commits, %d unacknowledged ones applied, at most %d leftovers, %d violations"
                    .formatted(kills, acknowledged, unacknowledged, leftovers, violations.size());
        }
    }

    /**
     * Kills.
     *
     * @param args a directory, how many kills, a seed, and {@code naive} for the known-bad twin
     */
    public static void main(String[] args) throws IOException {
        boolean isNaive = args.length > 3;
        Report report = run(Path.of(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]), isNaive);
        report.violations().stream().limit(10).forEach(System.out::println);
        System.out.println(report);
        System.exit(report.violations().isEmpty() ? 0 : 1);
    }

    static Report run(Path directory, int kills, long seed, boolean isNaive) throws IOException {
        Random random = new Random(seed);
        List<String> violations = new ArrayList<>();
        long acknowledged = 0;
        int unacknowledged = 0;
        int leftovers = 0;
        long before = 0;
        Path file = directory;
        for (int i = 0; i < kills; i++) {
            if (i % KILLS_PER_DIRECTORY == 0 || !violations.isEmpty()) {
                deleteAll(file, directory);
                file = Files.createDirectories(directory.resolve("kills-" + i)).resolve("flags.json");
                before = 0;
            }
            long said = killedAt(file, before, random, isNaive);
            acknowledged += said - before;
            try {
                long found = isNaive ? naiveNumber(file) : lookedAt(file, said);
                Pair.require(found == said || found == said + 1, "acknowledged " + said + ", and there is " + found);
                unacknowledged += found == said ? 0 : 1;
                before = found;
                if (!isNaive) {
                    try (FileConfigStore store = Pair.open(file)) {
                        before = Pair.commitNext(store);
                        Pair.requireTrail(store, before);
                    }
                    Pair.requireTidy(file);
                    int left = Pair.leftovers(file);
                    leftovers = Math.max(leftovers, left);
                    Pair.require(left <= 1, left + " leftovers");
                }
            } catch (RuntimeException e) {
                violations.add("kill " + i + ", seed " + seed + ", " + file + ": " + e);
                file = directory; // what is wrong stays there to be looked at
            }
        }
        deleteAll(file, directory);
        return new Report(kills, acknowledged, unacknowledged, leftovers, violations);
    }

    private static void deleteAll(Path file, Path directory) throws IOException {
        if (!file.equals(directory)) {
            try (var all = Files.walk(Layout.parent(file))) {
                for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Lets a process commit, kills it, and says which number it acknowledged last. */
    private static long killedAt(Path file, long before, Random random, boolean isNaive) throws IOException {
        try (Child child =
                isNaive ? Child.start(Kills.Loop.class, file, "naive") : Child.start(Kills.Loop.class, file)) {
            long said = before;
            int acknowledgements = random.nextInt(12);
            for (int i = 0; i < acknowledgements; i++) {
                said = number(child, said);
            }
            // Without an acknowledgement: while it starts, and reads what the last one left.
            long pause = random.nextInt(acknowledgements == 0 ? 400_000 : 50_000) * 1_000L;
            long until = System.nanoTime() + pause;
            for (long left = pause; left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(Math.min(left, Duration.ofMillis(5).toNanos()));
            }
            child.kill();
            for (String line = child.line(); line != null; line = child.line()) {
                said = Long.parseLong(line);
            }
            child.end();
            return said;
        }
    }

    private static long number(Child child, long otherwise) {
        String line = child.line();
        Pair.require(line != null, "the process ended by itself after " + otherwise);
        return Long.parseLong(String.valueOf(line));
    }

    /** What a new process finds, before it writes anything. */
    private static long lookedAt(Path file, long said) throws IOException {
        Optional<String> shown = TruthReader.text(file);
        if (shown.isPresent()) {
            FileContent content = FileContent.read(shown.get().getBytes(StandardCharsets.UTF_8))
                    .orThrow();
            List<Optional<JsonValue>> numbers = List.of(Pair.LEFT, Pair.RIGHT).stream()
                    .map(key -> content.documents()
                            .getOrDefault(key, JsonObject.EMPTY)
                            .get("description"))
                    .toList();
            Pair.require(numbers.get(0).equals(numbers.get(1)), "the file is torn: " + numbers);
        }
        try (FileConfigStore store = Pair.open(file)) {
            StoreSnapshot loaded = store.load(Pair.KINDS);
            Pair.require(loaded.problems().isEmpty(), "after " + said + ": " + loaded.problems());
            long number = Pair.number(loaded);
            Pair.requireTrail(store, number);
            return number;
        }
    }

    private static long naiveNumber(Path file) throws IOException {
        try {
            JsonObject json = (JsonObject) JsonValue.parse(Files.readString(file));
            return Long.parseLong(((JsonString) json.get("left").orElseThrow()).value());
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Large, so that most of its time goes into writing. */
    private static String naiveTail() {
        JsonObject.Builder large = JsonObject.builder();
        for (int i = 0; i < NAIVE_TEXTS; i++) {
            large.put("text" + i, "x".repeat(60_000));
        }
        return large.build().toJson().substring(1);
    }

    /** Commits until somebody kills it, and says each number that was acknowledged. */
    static final class Loop {
        private Loop() {}

        /**
         * Commits.
         *
         * @param args the file, and {@code naive} to write it in place
         */
        public static void main(String[] args) throws IOException {
            PrintStream out = System.out;
            Path file = Path.of(args[0]);
            if (args.length > 1) {
                String tail = naiveTail();
                for (long number = naiveNumber(file) + 1; ; number++) {
                    Files.writeString(file, "{\"left\": \"" + number + "\", " + tail);
                    say(out, number);
                }
            }
            FileConfigStore store = Pair.open(file);
            for (long number = Pair.number(store) + 1; ; number++) {
                CommitResult result = Pair.commit(store, number);
                Pair.require(result instanceof CommitResult.Applied, String.valueOf(result));
                say(out, number);
            }
        }

        private static void say(PrintStream out, long number) {
            out.print(number + "\n");
            out.flush();
        }
    }
}
