package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.store.MemoryConfigStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a kill reaches, and how soon: every thread of this process once it returns, another process by its next look. */
class KillSwitchReachTest {
    private static final Change CHANGE = Change.by("alice", "an incident");

    /** Two seconds, a tenth of them, and time for a busy machine. */
    private static final Duration DOCUMENTED = Duration.ofSeconds(5);

    private static final int ROUNDS = 50;

    /** The operator's phases, over and over: on, being killed, killed, being restored. */
    private static final int PHASES = 4;

    private static final int DONE = -1;

    @TempDir
    private Path directory;

    @Test
    void kill_isSeenByEveryThreadOnceItReturns_andSoIsItsUndoing() throws Exception {
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(new MemoryConfigStore())
                .pollInterval(Duration.ofHours(1))
                .build()) {
            manager.setFlag("f", true, Percentage.ALL, "", CHANGE);
            BooleanFlag handle = manager.flags().bool("f");
            List<BooleanSupplier> questions = List.of(
                    () -> manager.isEnabled("f", "u"),
                    () -> handle.isEnabled("u"),
                    () -> manager.flags()
                            .evaluateBoolean("f", EvaluationContext.ofUser("u"), false)
                            .value());
            AtomicInteger phase = new AtomicInteger();
            AtomicLongArray answers = new AtomicLongArray(questions.size());
            List<CompletableFuture<Long>> threads = new ArrayList<>();
            for (int i = 0; i < questions.size(); i++) {
                int thread = i;
                threads.add(CompletableFuture.supplyAsync(
                        () -> wrongAnswers(questions.get(thread), phase, () -> answers.incrementAndGet(thread)),
                        OwnThread.EXECUTOR));
            }
            for (int round = 0; round < ROUNDS; round++) {
                letAllAnswer(answers);
                phase.incrementAndGet();
                manager.disableFlag("f", CHANGE);
                phase.incrementAndGet();
                letAllAnswer(answers);
                phase.incrementAndGet();
                manager.restoreFlag("f", CHANGE);
                phase.incrementAndGet();
            }
            phase.set(DONE);

            for (CompletableFuture<Long> thread : threads) {
                assertThat(thread.get(30, TimeUnit.SECONDS)).isZero();
            }
        }
    }

    /** Of the answers that were begun and given within a phase without a change, those that are not what had been done. */
    private static long wrongAnswers(BooleanSupplier question, AtomicInteger phase, Runnable answered) {
        long wrong = 0;
        for (int before = phase.get(); before != DONE; before = phase.get()) {
            boolean isOn = question.getAsBoolean();
            if (before % 2 == 0 && before == phase.get()) {
                wrong += isOn == (before % PHASES == 0) ? 0 : 1;
                answered.run();
            }
        }
        return wrong;
    }

    private static void letAllAnswer(AtomicLongArray answers) {
        for (int i = 0; i < answers.length(); i++) {
            int thread = i;
            long seen = answers.get(thread);
            Await.until(() -> answers.get(thread) > seen);
        }
    }

    @Test
    void kill_isSeenByAnotherProcessWithinTheDocumentedTime_andSoIsItsUndoing() {
        Path file = directory.resolve("flags.json");
        try (FeatureFlagManager operator = FeatureFlagManager.open(file);
                FeatureFlagManager application = FeatureFlagManager.open(file)) {
            operator.setFlag("f", true, Percentage.ALL, "", CHANGE);
            Await.until(() -> application.isEnabled("f", "u"));

            operator.disableFlag("f", CHANGE);
            assertThat(timeUntil(() -> !application.isEnabled("f", "u"))).isLessThan(DOCUMENTED);

            operator.restoreFlag("f", CHANGE);
            assertThat(timeUntil(() -> application.isEnabled("f", "u"))).isLessThan(DOCUMENTED);
        }
    }

    private static Duration timeUntil(BooleanSupplier condition) {
        long start = System.nanoTime();
        Await.until(condition);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
