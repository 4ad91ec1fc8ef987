package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is in the configuration file: the last good answers stay, and somebody is told once. */
@SuppressWarnings("NullAway") // what is absent fails the test
class BadFileTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final String GOOD = "{\"flags\":[{\"name\":\"a\",\"status\":\"enabled\"}]}";
    private static final String LATER = "{\"flags\":[{\"name\":\"a\",\"status\":\"disabled\"}]}";
    private static final long TOO_LARGE = 65L << 20;
    /** Most of the time is spent waiting: an editor that is not done yet gets another chance. */
    private static final int AT_ONCE = 16;

    @TempDir
    private Path directory;

    /** A way to spoil a file. */
    private interface Spoil {
        void spoil(Path file) throws IOException;
    }

    /** @param isWhole whether nothing of the file is of use, rather than flag {@code a} alone */
    private record Bad(String name, boolean isWhole, Spoil spoil) {
        static Bad whole(String name, String text) {
            return new Bad(name, true, file -> Files.writeString(file, text));
        }

        static Bad flag(String name, String member) {
            return new Bad(
                    name,
                    false,
                    file -> Files.writeString(file, GOOD.replace("}]}", "," + member + "}],\"revision\":1}")));
        }
    }

    private static List<Bad> all() {
        return List.of(
                Bad.whole("empty", ""),
                Bad.whole("null", "null"),
                Bad.whole("[null]", "[null]"),
                Bad.whole("flags: null", "{\"flags\": null}"),
                Bad.whole("NULs", "\0".repeat(GOOD.length())),
                Bad.whole("trailing text", GOOD + " x"),
                Bad.whole("a second value", GOOD + GOOD),
                Bad.whole("duplicate flags", GOOD.replace("]}", "],\"flags\":[]}")),
                Bad.whole("duplicate status", GOOD.replace("}]}", ",\"status\":\"disabled\"}]}")),
                Bad.whole("depth", "{\"flags\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
                Bad.whole("NaN", GOOD.replace("\"enabled\"", "\"percentage\",\"rollout_percentage\":NaN")),
                Bad.whole("a byte-order mark alone", "\uFEFF"),
                new Bad(
                        "a byte-order mark of UTF-16",
                        true,
                        file -> Files.write(file, GOOD.getBytes(StandardCharsets.UTF_16))),
                new Bad(
                        "invalid UTF-8",
                        true,
                        file -> Files.write(
                                file, GOOD.replace("\"a\"", "\"\u00ff\"").getBytes(StandardCharsets.ISO_8859_1))),
                new Bad("65 MiB", true, BadFileTest::sparse),
                Bad.whole("1e400", GOOD.replace("}]}", ",\"rollout_percentage\":1e400}]}")),
                Bad.whole("-1e400", GOOD.replace("}]}", ",\"rollout_percentage\":-1e400}]}")),
                Bad.flag("\"NaN\"", "\"rollout_percentage\":\"NaN\""),
                Bad.whole("half of a pair", GOOD.replace("}]}", ",\"description\":\"\\ud800\"}]}")));
    }

    private static Bad directory() {
        return new Bad("a directory", true, file -> {
            Files.delete(file);
            Files.createDirectory(file);
        });
    }

    private static void sparse(Path file) throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(TOO_LARGE);
        }
    }

    @ParameterizedTest(name = "committed {0}, cold start {1}")
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void badFile_changesNoAnswerAndIsReported(boolean isCommitted, boolean isCold) throws Exception {
        List<Callable<Void>> cases = new ArrayList<>();
        for (Bad bad : all()) {
            cases.add(() -> {
                Path file = place(bad.name().replace('/', ' '), isCommitted);
                if (isCold) {
                    cold(bad, file, isCommitted);
                } else {
                    running(bad, file);
                }
                return null;
            });
        }
        all(cases);
    }

    @Test
    void directoryInPlaceOfTheFile_changesNoAnswer() throws IOException {
        running(directory(), place("running", false));
        running(directory(), place("running-committed", true));
        cold(directory(), place("cold-committed", true), true);
        kill(directory(), place("kill-committed", true));
    }

    @ParameterizedTest(name = "committed {0}, cold start {1}")
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void truncation_atEveryByte_changesNoAnswer(boolean isCommitted, boolean isCold) throws Exception {
        List<Callable<Void>> cases = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            int first = i;
            cases.add(() -> {
                truncate(place("truncated" + first, isCommitted), first, isCommitted, isCold);
                return null;
            });
        }
        all(cases);
    }

    private static void truncate(Path file, int first, boolean isCommitted, boolean isCold) throws IOException {
        String whole = Files.readString(file);
        FeatureFlagManager manager = isCold ? null : manager(file);
        for (int length = first; length < whole.stripTrailing().length(); length += AT_ONCE) {
            String text = whole.substring(0, length);
            Bad bad = Bad.whole("of length " + length, text);
            if (isCold) {
                cold(bad, file, isCommitted);
            } else {
                bad.spoil().spoil(file);
                manager.reload();
                assertLastGood(manager, bad);
            }
        }
        if (!isCold) {
            Files.writeString(file, whole);
            manager.reload();
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
            manager.close();
        }
    }

    private static void running(Bad bad, Path file) throws IOException {
        try (FeatureFlagManager manager = manager(file)) {
            assertThat(manager.isEnabled("a", "u")).isTrue();
            bad.spoil().spoil(file);
            List<String> logged = CapturedLogs.of(() -> {
                manager.reload();
                assertLastGood(manager, bad);
                manager.reload();
                manager.reload();
                assertLastGood(manager, bad);
            });
            assertThat(logged).as(bad.name()).hasSize(1);
            assertThat(logged.get(0)).as(bad.name()).startsWith("WARN ");
            later(manager, bad, file);
        }
    }

    private static void cold(Bad bad, Path file, boolean isCommitted) throws IOException {
        bad.spoil().spoil(file);
        try (FeatureFlagManager manager = manager(file)) {
            if (isCommitted) {
                assertLastGood(manager, bad);
            } else {
                assertThat(manager.health().status())
                        .as(bad.name())
                        .isEqualTo(bad.isWhole() ? Health.Status.NOT_READY : Health.Status.DEGRADED);
                assertThat(manager.isEnabled("a", "u")).isFalse();
                assertThat(manager.flags()
                                .evaluateBoolean("a", EvaluationContext.empty(), true)
                                .value())
                        .as(bad.name())
                        .isTrue();
            }
        }
    }

    /** A good file that comes later counts. */
    private static void later(FeatureFlagManager manager, Bad bad, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            Files.delete(file);
        }
        Files.writeString(file, LATER);
        manager.reload();
        assertThat(manager.health().status()).as(bad.name()).isEqualTo(Health.Status.HEALTHY);
        assertThat(manager.health().error()).as(bad.name()).isNull();
    }

    private static void assertLastGood(FeatureFlagManager manager, Bad bad) {
        assertThat(manager.health().status()).as(bad.name()).isEqualTo(Health.Status.DEGRADED);
        assertThat(manager.problems()).as(bad.name()).isNotEmpty();
        assertThat(manager.isEnabled("a", "u")).as(bad.name()).isTrue();
        assertThat(manager.flags()
                        .evaluateBoolean("a", EvaluationContext.empty(), false)
                        .value())
                .as(bad.name())
                .isTrue();
    }

    @Test
    void flagsThatAreNull_areReported() throws IOException {
        for (boolean isCommitted : new boolean[] {false, true}) {
            Path file = place("null-flags" + isCommitted, isCommitted);
            try (FeatureFlagManager manager = manager(file)) {
                Files.writeString(file, "{\"flags\": [null]}");
                manager.reload();

                assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
                assertThat(manager.isEnabled("a", "u")).isEqualTo(isCommitted);
            }
        }
    }

    @Test
    void byteOrderMark_isNoFault() throws IOException {
        Path file = place("mark", false);
        Files.writeString(file, "\uFEFF" + GOOD);
        try (FeatureFlagManager manager = manager(file)) {
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
            assertThat(manager.isEnabled("a", "u")).isTrue();
        }
    }

    @Test
    void kill_besideAnyBadFile_isInEffectAndSurvives() throws Exception {
        List<Callable<Void>> cases = new ArrayList<>();
        for (Bad bad : all()) {
            cases.add(() -> {
                kill(bad, place("kill " + bad.name().replace('/', ' '), true));
                return null;
            });
        }
        all(cases);
    }

    @Test
    void kill_besideABadFile_thatWasGoodBeforeTheFirstCommit() throws Exception {
        List<Callable<Void>> cases = new ArrayList<>();
        for (Bad bad : all()) {
            cases.add(() -> {
                kill(bad, place("first kill " + bad.name().replace('/', ' '), false));
                return null;
            });
        }
        all(cases);
    }

    private static void kill(Bad bad, Path file) throws IOException {
        try (FeatureFlagManager manager = manager(file)) {
            assertThat(manager.isEnabled("a", "u")).isTrue();
            bad.spoil().spoil(file);

            manager.disableFlag("a", CHANGE);

            assertThat(manager.isEnabled("a", "u")).as(bad.name()).isFalse();
        }
        try (FeatureFlagManager next = manager(file)) {
            assertThat(next.isEnabled("a", "u")).as(bad.name()).isFalse();
            assertThat(next.getFlag("a")).as(bad.name()).isPresent();
        }
    }

    @Test
    void everyDistinctBadContentBeforeTheFirstCommit_isLoggedOnce() throws IOException {
        assertLoggedOnce(false);
    }

    @Test
    void everyDistinctBadContent_isLoggedOnce() throws IOException {
        assertLoggedOnce(true);
    }

    private void assertLoggedOnce(boolean isCommitted) throws IOException {
        Path file = place("logged" + isCommitted, isCommitted);
        try (FeatureFlagManager manager = manager(file)) {
            for (String text : List.of("[", "{\"flags\": [,]}", "17")) {
                Files.writeString(file, text);

                List<String> logged = CapturedLogs.of(() -> {
                    manager.reload();
                    manager.reload();
                });

                assertThat(logged).as("%s, committed %s", text, isCommitted).hasSize(1);
            }
        }
    }

    private Path place(String name, boolean isCommitted) throws IOException {
        Path file = Files.createDirectories(directory.resolve(name)).resolve("flags.json");
        if (isCommitted) {
            try (FeatureFlagManager first = manager(file)) {
                first.setFlag("a", true, Percentage.ALL, "", CHANGE);
            }
        } else {
            Files.writeString(file, GOOD);
        }
        return file;
    }

    private static FeatureFlagManager manager(Path file) {
        return FeatureFlagManager.builder()
                .file(file)
                .pollInterval(Duration.ofHours(1))
                .build();
    }

    private static void all(List<Callable<Void>> cases) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Throwable> failures = new ArrayList<>();
            for (Future<Void> done : threads.invokeAll(cases)) {
                try {
                    done.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
            assertThat(failures).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }
}
