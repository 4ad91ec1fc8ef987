package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Cuts each of the store's own files off at every byte, and flips a bit of every byte, and looks at what is made of it. */
final class Damage {
    private static final int COMMITS = 6;
    private static final int CHECKPOINT_AT = 3;
    private static final int AT_ONCE = 16;
    private static final Kind LEASE = new Kind("lease", true);
    private static final List<String> FILES =
            List.of("head.json", "checkpoint.json", "audit/000001.jsonl", "previous.json", "ephemeral.json");

    private Damage() {}

    /**
     * What became of the damage.
     *
     * @param newest how often all was there all the same
     * @param older how often an older state served, with a problem that says so
     * @param mixed how often documents of other versions served, with a problem that says so: the flags of the file, where the
     *     newest kill may be, with the rollouts of an older state
     * @param refused how often reading was refused
     * @param blocked how often a damaged number of a schema kept commits out for good
     */
    record Report(int damaged, int newest, int older, int mixed, int refused, int blocked, List<String> violations) {
        @Override
        public String toString() {
            return "damage: %d damaged directories: %d lost nothing, %d said that they serve an older state, %d a mixed one, %d refused to be read, %d take no commit any more; %d violations"
                    .formatted(damaged, newest, older, mixed, refused, blocked, violations.size());
        }
    }

    /**
     * Damages.
     *
     * @param args a directory, and at how many bytes once
     */
    public static void main(String[] args) throws IOException {
        Report report = run(Path.of(args[0]), Integer.parseInt(args[1]));
        report.violations().stream().limit(40).forEach(System.out::println);
        System.out.println(report);
        boolean isGood = report.violations().isEmpty() && report.blocked() == 0;
        System.exit(isGood ? 0 : 1);
    }

    static Report run(Path directory, int stride) throws IOException {
        Map<String, byte[]> good =
                good(Files.createDirectories(directory.resolve("good")).resolve("flags.json"));
        List<Future<String>> results = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (String name : FILES) {
                byte[] bytes = good.getOrDefault(".flags/" + name, new byte[0]);
                Pair.require(bytes.length > 0, "no " + name);
                for (int at = 0; at < bytes.length; at += stride) {
                    byte[] cut = java.util.Arrays.copyOf(bytes, at);
                    byte[] flipped = bytes.clone();
                    flipped[at] = (byte) (flipped[at] ^ 1 << at % 7);
                    String where = name + " at " + at;
                    results.add(threads.submit(() -> outcome(directory, good, name, "cut " + where, cut)));
                    results.add(threads.submit(() -> outcome(directory, good, name, "flipped " + where, flipped)));
                }
            }
            return report(results);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Report report(List<Future<String>> results) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> violations = new ArrayList<>();
        for (Future<String> result : results) {
            try {
                counts.merge(result.get(), 1, Integer::sum);
            } catch (ExecutionException e) {
                violations.add(String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        return new Report(
                results.size(),
                counts.getOrDefault("newest", 0),
                counts.getOrDefault("older", 0),
                counts.entrySet().stream()
                        .filter(count -> count.getKey().startsWith("mixed"))
                        .mapToInt(Map.Entry::getValue)
                        .sum(),
                counts.getOrDefault("refused", 0),
                counts.getOrDefault("blocked", 0),
                violations);
    }

    /** A directory with some commits, a checkpoint amid them, and a lease. */
    private static Map<String, byte[]> good(Path file) throws IOException {
        try (FileConfigStore store = Pair.open(file)) {
            for (int i = 1; i <= COMMITS; i++) {
                Pair.commitNext(store);
                if (i == CHECKPOINT_AT) {
                    Layout layout = Layout.of(file);
                    Committed committed = new TruthReader(layout, new AuditLog(layout, Disk.REAL, Pair.SEGMENT_BYTES))
                            .read(Committed.NOTHING);
                    String checkpoint =
                            new Checkpoint(committed.truth(), committed.head().log()).write();
                    Files.writeString(layout.checkpoint(), checkpoint);
                }
            }
            Write lease = new Write.Put(new DocumentKey(LEASE, "l"), 0, "{\"name\":\"l\"}");
            store.commit(new Commit(UUID.randomUUID(), List.of(lease), List.of(), List.of()));
        }
        Map<String, byte[]> files = new TreeMap<>();
        Path directory = Layout.parent(file);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    private static String outcome(Path base, Map<String, byte[]> good, String name, String what, byte[] damaged)
            throws IOException {
        Path directory = base.resolve(what.replace('/', '-').replace(' ', '-'));
        for (Map.Entry<String, byte[]> file : good.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(Layout.parent(path));
            Files.write(path, file.getKey().equals(".flags/" + name) ? damaged : file.getValue());
        }
        try {
            return outcome(directory.resolve("flags.json"), name, damaged);
        } catch (RuntimeException e) {
            throw new IllegalStateException(what + ": " + e, e);
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static String outcome(Path file, String name, byte[] damaged) throws IOException {
        try (FileConfigStore store = Pair.open(file)) {
            StoreSnapshot loaded;
            try {
                loaded = store.load(Pair.KINDS);
            } catch (StoreException e) {
                return "refused";
            }
            List<Long> numbers = Pair.numbers(loaded.documents());
            boolean isReported = loaded.problems().stream().anyMatch(Problem::isError)
                    || Files.isDirectory(file.resolveSibling(".flags/rejected"));
            boolean isNewest = numbers.equals(List.of((long) COMMITS, (long) COMMITS, (long) COMMITS));
            Pair.require(isNewest || isReported, "silently went back to " + numbers);
            boolean isOwn = !name.equals("previous.json") && !name.equals("ephemeral.json");
            // What is in the log before a checkpoint, readers do not read; who verifies does.
            checkTrail(store, isOwn && !name.equals("checkpoint.json"), isReported);
            long next = COMMITS + 1;
            CommitResult result;
            try {
                result = Pair.commit(store, next);
            } catch (ReadOnlyStoreException e) {
                Pair.require(isReported, "read-only without a word");
                return "blocked";
            }
            Pair.require(result instanceof CommitResult.Applied, "a commit afterwards: " + result);
            try (FileConfigStore fresh = Pair.open(file)) {
                StoreSnapshot again = fresh.load(Pair.KINDS);
                Pair.require(Pair.number(again) == next, "the commit afterwards is lost");
                Pair.require(again.problems().stream().noneMatch(Problem::isError), "still: " + again.problems());
            }
            if (isReported && name.equals("head.json")) {
                requireEvidence(file, damaged);
            }
            return isNewest ? "newest" : numbers.stream().distinct().count() == 1 ? "older" : "mixed " + numbers;
        }
    }

    private static void checkTrail(FileConfigStore store, boolean isTrailDamaged, boolean isReported) {
        AuditCheck check;
        try {
            check = store.verifyAudit(java.util.Optional.empty());
            store.history(HistoryQuery.latest(Integer.MAX_VALUE));
        } catch (StoreException e) {
            return; // which names the line
        }
        Pair.require(
                check instanceof AuditCheck.Broken || !isTrailDamaged || isReported, "nobody was told of the damage");
    }

    /** What was damaged is kept. */
    private static void requireEvidence(Path file, byte[] damaged) throws IOException {
        try (Stream<Path> kept = Files.list(file.resolveSibling(".flags/rejected"))) {
            for (Path path : kept.toList()) {
                if (java.util.Arrays.equals(Files.readAllBytes(path), damaged)) {
                    return;
                }
            }
        }
        throw new IllegalStateException(
                "no evidence of " + new String(damaged, StandardCharsets.UTF_8).length() + " characters is kept");
    }
}
