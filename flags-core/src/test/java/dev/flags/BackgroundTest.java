package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.internal.FailureLog;
import dev.flags.store.Hang;
import dev.flags.store.Threads;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {
    private final RecordingLogger log = new RecordingLogger();
    private final Background background = new Background("background-test", new Random(1), new FailureLog(log));

    @AfterEach
    void close() {
        background.close();
    }

    @Test
    void every_goesOnAfterErrorsAndExceptions_andLogsEachOnce() {
        AtomicInteger rounds = new AtomicInteger();
        background.every(Duration.ofMillis(1), () -> {
            if (rounds.incrementAndGet() % 2 == 0) {
                throw new AssertionError("an error");
            }
            throw new IllegalStateException("an exception");
        });

        Await.until(() -> rounds.get() >= 20);

        assertThat(log.lines())
                .containsExactlyInAnyOrder(
                        "WARN A task in the background failed; it runs again: an error",
                        "WARN A task in the background failed; it runs again: an exception");
    }

    @Test
    void soon_isOneForAllRequestsBeforeItBegins() {
        Hang hang = Hang.deaf();
        AtomicInteger runs = new AtomicInteger();
        background.soon(hang).run();
        Await.until(hang::hasBegun);
        Runnable soon = background.soon(runs::incrementAndGet);
        for (int i = 0; i < 100; i++) {
            soon.run();
        }

        hang.letGo();
        Await.until(() -> runs.get() == 1);
        soon.run();
        Await.until(() -> runs.get() == 2);
    }

    @Test
    void soon_isDoneAgainAfterAnError() {
        AtomicInteger runs = new AtomicInteger();
        Runnable soon = background.soon(() -> {
            runs.incrementAndGet();
            throw new AssertionError("an error");
        });

        soon.run();
        Await.until(() -> runs.get() == 1);
        soon.run();

        Await.until(() -> runs.get() == 2);
    }

    @Test
    void jitter_isTenPercent() {
        Random random = new Random(42);
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = 0; i < 10_000; i++) {
            long millis = Background.jittered(Duration.ofSeconds(2), random).toMillis();
            min = Math.min(min, millis);
            max = Math.max(max, millis);
        }
        assertThat(min).isBetween(1800L, 1810L);
        assertThat(max).isBetween(2190L, 2200L);
    }

    @Test
    void close_endsTheThread_andIgnoresWhatComesLater() {
        background.every(Duration.ofMillis(1), () -> {});
        Await.until(() -> Threads.named("background-test") == 1);

        background.close();
        background.soon(() -> {}).run();

        Await.until(() -> Threads.named("background-test") == 0);
        assertThat(log.lines()).isEmpty();
    }
}
