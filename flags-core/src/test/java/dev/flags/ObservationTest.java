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
import java.util.concurrent.atomic.LongAdder;
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

    /** Nobody waits, however full the one that hangs is, and another listener is told all the same: of each unit once. */
    @Test
    void listenerThatHangs_delaysNoAnswer_andNoOtherListener() {
        Hang hang = Hang.interruptible();
        manager.addExposureListener(exposure -> hang.run());
        manager.addExposureListener(exposures::add);
        manager.isEnabled("half", "first");
        Await.until(hang::hasBegun);

        int units = 2 * Courier.CAPACITY;
        Await.until(() -> {
            IntStream.range(0, units).forEach(i -> manager.isEnabled("half", "u" + i));
            return exposures.size() > units;
        });

        for (int round = 0; round < 10; round++) {
            IntStream.range(0, units).forEach(i -> manager.isEnabled("half", "u" + i));
        }
        manager.close();
        assertThat(exposures).extracting(Exposure::unit).hasSize(units + 1).doesNotHaveDuplicates();
    }

    @Test
    void listenerThatIsAddedLater_isToldOfUnitsThatOthersKnow() {
        List<Exposure> later = new CopyOnWriteArrayList<>();
        ExposureListener first = exposures::add;
        manager.addExposureListener(first);
        manager.isEnabled("half", "u");
        Await.until(() -> exposures.size() == 1);

        manager.addExposureListener(later::add);
        manager.isEnabled("half", "u");
        Await.until(() -> later.size() == 1);
        manager.removeExposureListener(first);
        manager.addExposureListener(first);
        manager.isEnabled("half", "u");

        Await.until(() -> exposures.size() == 2);
        assertThat(later).hasSize(1);
    }

    @Test
    void listenerThatRemovesItself_isToldNoMore() {
        Hang hang = Hang.deaf();
        EvaluationListener once = new EvaluationListener() {
            @Override
            public void onEvaluation(EvaluationEvent event) {
                events.add(event);
                hang.run();
                manager.removeEvaluationListener(this);
            }
        };
        manager.addEvaluationListener(once);
        IntStream.range(0, 1_000).forEach(i -> manager.isEnabled("half", "u"));

        hang.letGo();
        manager.addEvaluationListener(event -> events.add(event));
        manager.isEnabled("half", "u");

        Await.until(() -> events.size() > 1);
        manager.close();
        assertThat(events.size()).isLessThan(1_000);
    }

    @Test
    void whatACloseCutsOff_isCountedAsDropped_andLogged() {
        Subscribers<String, Courier<String>> subscribers =
                new Subscribers<>(log, new LongAdder(), text -> 1, courier -> courier);
        Hang hang = Hang.interruptible();
        subscribers.add("listener", text -> hang.run());
        IntStream.range(0, 10).forEach(i -> subscribers.senders().get(0).offer("x"));
        Await.until(hang::hasBegun);

        subscribers.close();

        assertThat(subscribers.told().sum()).isEqualTo(1);
        assertThat(subscribers.dropped().sum()).isEqualTo(9);
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("WARN"))
                .singleElement()
                .asString()
                .contains("miss 9 ");
    }

    @Test
    void flagWithoutAName_isToldAsText() {
        manager.addEvaluationListener(events::add);

        manager.isEnabled(nameOfNothing(), EvaluationContext.ofUser("u"));

        Await.until(() -> events.size() == 1);
        assertThat(events.get(0).flag()).isEqualTo("null");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // as an application without checks would
    private static String nameOfNothing() {
        return null;
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
