package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.store.Hang;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners of a manager that are told what happens when flags are asked. */
@Timeout(60)
class ObservationTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final RecordingLogger log = new RecordingLogger();
    private final FeatureFlagManager manager = FeatureFlagManager.builder()
            .store(new MemoryConfigStore())
            .clock(VirtualClock.startingAt(START))
            .pollInterval(Duration.ofHours(1))
            .log(log)
            .build();
    private final List<EvaluationEvent> events = new CopyOnWriteArrayList<>();
    private final List<Exposure> exposures = new CopyOnWriteArrayList<>();

    ObservationTest() {
        manager.setFlag(
                Flag.builder("half").percentage(Percentage.ofPercent(50)).build(), CHANGE);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void evaluationListener_isToldOfEveryAnswer_andOfFallbacks() {
        manager.addEvaluationListener(events::add);
        EvaluationContext context = EvaluationContext.ofUser("u");
        boolean isOn = manager.isEnabled("half", context);
        manager.isEnabled("none", context);
        manager.flags().stringValue("half", context, "z");
        manager.flags().pin(context).isEnabled("half");

        Await.until(() -> events.size() == 4);

        String variant = isOn ? "on" : "off";
        assertThat(events)
                .containsExactly(
                        new EvaluationEvent("half", variant, Reason.SPLIT, null, null, 1, context, START),
                        new EvaluationEvent(
                                "none", null, Reason.ERROR, ErrorCode.FLAG_NOT_FOUND, null, 0, context, START),
                        new EvaluationEvent(
                                "half", null, Reason.ERROR, ErrorCode.TYPE_MISMATCH, null, 1, context, START),
                        new EvaluationEvent("half", variant, Reason.SPLIT, null, null, 1, context, START));
    }

    @Test
    void questionForAUserAlone_isToldWithThatUser() {
        manager.addEvaluationListener(events::add);
        manager.addExposureListener(exposures::add);

        manager.isEnabled("half", "u");

        Await.until(() -> events.size() == 1 && exposures.size() == 1);
        assertThat(exposures.get(0).unit()).isEqualTo("u");
        assertThat(events.get(0).context()).hasToString("EvaluationContext[user]");
    }

    @Test
    void listenerThatIsRemoved_isToldNoMore() {
        EvaluationListener listener = events::add;
        ExposureListener ofExposures = exposures::add;
        manager.addEvaluationListener(listener);
        manager.addExposureListener(ofExposures);
        manager.isEnabled("half", "u");
        Await.until(() -> events.size() == 1 && exposures.size() == 1);

        manager.removeEvaluationListener(listener);
        manager.removeExposureListener(ofExposures);
        manager.isEnabled("half", "v");
        manager.close();

        assertThat(events).hasSize(1);
        assertThat(exposures).hasSize(1);
    }

    @Test
    void listenerThatThrows_isLoggedOnce_andToldOfTheNext() {
        manager.addEvaluationListener(event -> {
            events.add(event);
            throw new IllegalStateException("as the test wants it");
        });

        manager.isEnabled("half", "u");
        manager.isEnabled("half", "v");

        Await.until(() -> events.size() == 2);
        manager.close();
        assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).hasSize(1);
    }

    /** Nobody waits: a hundred thousand answers while it hangs, and another listener is told all the same. */
    @Test
    void listenerThatHangs_delaysNoAnswer_andNoOtherListener() {
        Hang hang = Hang.interruptible();
        manager.addExposureListener(exposure -> hang.run());
        manager.addExposureListener(exposures::add);
        manager.isEnabled("half", "first");
        Await.until(hang::hasBegun);

        IntStream.range(0, 100_000).forEach(i -> manager.isEnabled("half", "u" + i % 100));

        Await.until(() -> exposures.size() == 101);
    }

    @Test
    void close_deliversWhatWasTold_andEndsTheThreads() {
        manager.addExposureListener(exposures::add);
        IntStream.range(0, 1_000).forEach(i -> manager.isEnabled("half", "u" + i));

        manager.close();

        assertThat(exposures).hasSize(1_000);
        manager.addExposureListener(exposures::add);
        manager.isEnabled("half", "later");
        assertThat(exposures).hasSize(1_000);
    }

    @Test
    void noUserAndNoValue_isInAnyLogLine() {
        manager.addExposureListener(exposure -> {
            throw new IllegalStateException("told " + exposure);
        });
        manager.isEnabled(
                "half",
                EvaluationContext.builder("secret-user")
                        .attribute("mail", "secret-mail")
                        .build());

        Await.until(() -> !log.lines().isEmpty());
        assertThat(log.lines().toString()).doesNotContain("secret");
    }
}
