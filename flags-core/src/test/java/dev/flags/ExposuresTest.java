package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.internal.Allocation;
import dev.flags.testing.VirtualClock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // what is absent fails the test
class ExposuresTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration WINDOW = Duration.ofHours(1);

    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final List<Exposure> told = new ArrayList<>();
    private boolean isFull;

    private final LongAdder dropped = new LongAdder();
    private int offers;
    private Exposures exposures = exposures(100, WINDOW);
    private final Evaluator flags = new Evaluator(Configured.snapshot("""
            {"flags": [
              {"name": "half", "status": "percentage", "rollout_percentage": 50, "enabled_users": ["vip"]},
              {"name": "other", "status": "percentage", "rollout_percentage": 50},
              {"name": "by_tenant", "status": "enabled", "default": {"bucket_by": ["tenant", "user"],
               "weights": {"on": 50, "off": 50}}},
              {"name": "gap", "status": "enabled", "default": {"weights": {"on": 0, "off": 0}}},
              {"name": "rule", "status": "enabled", "default": "off",
               "rules": [{"id": "r", "serve": {"weights": {"on": 100}}}]},
              {"name": "null_rule", "status": "enabled", "default": {"weights": {"on": 100}},
               "rules": [{"id": "null", "when": {"attribute": "x", "op": "equals", "values": [1]},
                          "serve": {"weights": {"on": 100}}}]}]}
            """), new Told());

    private final class Told implements Observer {
        @Override
        public void answered(
                Question question,
                CompiledFlag flag,
                Outcome outcome,
                boolean isStale,
                EvaluationContext context,
                String user) {
            if (outcome.split() != null) {
                exposures.answered(flag, outcome, outcome.split(), context, user);
            }
        }

        @Override
        public void fellBack(
                Question question, String flag, long revision, ErrorCode why, EvaluationContext context, String user) {}
    }

    private Exposures exposures(int capacity, Duration window) {
        return new Exposures(new ExposureSettings(capacity, window), clock, () -> isFull, this::take, dropped);
    }

    private boolean take(Exposure exposure) {
        offers++;
        return !isFull && told.add(exposure);
    }

    @Test
    void unit_isToldOnce_withAllThatIsKnown() {
        EvaluationContext context =
                EvaluationContext.builder("u1").tenant("acme").build();
        flags.isEnabled("by_tenant", context);
        flags.isEnabled("by_tenant", context);
        flags.isEnabled(
                "by_tenant", EvaluationContext.builder("u2").tenant("acme").build());

        String variant = flags.variant("by_tenant", context, "");
        assertThat(told).containsExactly(new Exposure("by_tenant", variant, null, "tenant", "acme", 1, context, START));
    }

    @Test
    void userAlone_isAContextOfThatUser() {
        flags.isEnabled("half", "u1");

        assertThat(told).singleElement().satisfies(exposure -> {
            assertThat(exposure.unit()).isEqualTo("u1");
            assertThat(exposure.attribute()).isEqualTo("user");
            assertThat(exposure.context().toString()).contains("user");
        });
    }

    /** The off half of a percentage is what the on half is compared with. */
    @Test
    void bothSidesOfAPercentage_areExposed() {
        IntStream.range(0, 50).forEach(i -> flags.isEnabled("half", "u" + i));

        assertThat(told).hasSize(50).extracting(Exposure::variant).contains("on", "off");
    }

    @Test
    void ruleOfASplit_isNamed() {
        flags.isEnabled("rule", "u");

        assertThat(told).singleElement().extracting(Exposure::rule).isEqualTo("r");
    }

    @Test
    void listedUnit_missingUnit_andUnitInTheGap_areNotExposed() {
        flags.isEnabled("half", "vip");
        flags.isEnabled("half", EvaluationContext.empty());
        flags.isEnabled("gap", "u");

        assertThat(told).isEmpty();
    }

    @Test
    void unit_isToldForEachFlag() {
        flags.isEnabled("half", "u");
        flags.isEnabled("other", "u");

        assertThat(told).extracting(Exposure::flag).containsExactly("half", "other");
    }

    @Test
    void unit_isToldAgainAfterTheWindow() {
        flags.isEnabled("half", "u");
        clock.advance(WINDOW.minusMillis(1));
        flags.isEnabled("half", "u");
        assertThat(told).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        flags.isEnabled("half", "u");
        flags.isEnabled("half", "u");

        assertThat(told).hasSize(2);
    }

    /** The table knows of a repeat how long ago the first was, not when it saw it last. */
    @Test
    void repeats_doNotLengthenTheWindow() {
        flags.isEnabled("half", "u");
        for (int i = 0; i < 6; i++) {
            clock.advance(WINDOW.dividedBy(6));
            flags.isEnabled("half", "u");
        }

        assertThat(told).filteredOn(exposure -> exposure.unit().equals("u")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.05S", "PT5S", "PT59S"})
    void windowBelowAMinute_isKept(Duration window) {
        exposures = exposures(100, window);
        for (int i = 0; i < 11; i++) {
            flags.isEnabled("half", "u");
            clock.advance(window.dividedBy(2));
        }

        assertThat(told).hasSize(6);
    }

    @Test
    void windowWithoutEnd_isAllowed() {
        exposures = exposures(100, ChronoUnit.FOREVER.getDuration());
        flags.isEnabled("half", "u");
        clock.advance(Duration.ofDays(10_000));
        flags.isEnabled("half", "u");

        assertThat(told).hasSize(1);
    }

    /** Nothing is lost because somebody was busy. */
    @Test
    void exposureThatNobodyCouldTake_isToldWithTheNextAnswer() {
        isFull = true;
        flags.isEnabled("half", "u");
        assertThat(dropped.sum()).isEqualTo(1);

        isFull = false;
        flags.isEnabled("half", "u");
        flags.isEnabled("half", "u");

        assertThat(told).hasSize(1);
    }

    @Test
    void exposureThatIsRefused_isToldWithTheNextAnswer() {
        boolean[] refuses = {true};
        exposures = new Exposures(
                new ExposureSettings(100, WINDOW),
                clock,
                () -> false,
                exposure -> !refuses[0] && told.add(exposure),
                dropped);
        flags.isEnabled("half", "u");
        assertThat(dropped.sum()).isEqualTo(1);

        refuses[0] = false;
        flags.isEnabled("half", "u");
        flags.isEnabled("half", "u");

        assertThat(told).hasSize(1);
    }

    /** Units are counted, not their answers, and a listener that has too much already is offered nothing. */
    @Test
    void listenerThatIsFull_isOfferedNothing_andMissesEachUnitOnce() {
        isFull = true;
        for (int round = 0; round < 1_000; round++) {
            flags.isEnabled("half", "u");
            flags.isEnabled("other", "u");
        }

        assertThat(offers).isZero();
        assertThat(dropped.sum()).isEqualTo(2);
    }

    /** Two units in one place of the small table take turns in it, and the cache tells. */
    @Test
    void repeats_areTold_onlyOnce_howeverManyUnitsThereAre() {
        exposures = exposures(20_000, WINDOW);

        for (int round = 0; round < 3; round++) {
            IntStream.range(0, 10_000).forEach(i -> flags.isEnabled("half", "u" + i));
        }

        assertThat(told).hasSize(10_000);
    }

    /** Of those that came before the last hundred, all but a few that are in the table are forgotten. */
    @Test
    void cache_remembersNoMoreThanItMay() {
        int many = 40_000;
        for (int round = 0; round < 2; round++) {
            IntStream.range(0, many).forEach(i -> flags.isEnabled("half", "u" + i));
        }

        assertThat(told).hasSizeGreaterThan(2 * many - 1_000);
    }

    @Test
    void longUnit_isToldOnce_andNotKept() {
        for (int i = 0; i < 3; i++) {
            flags.isEnabled("half", "u".repeat(60_000));
        }
        assertThat(told).hasSize(1);

        WeakReference<String> unit = new WeakReference<>(askAsSomebodyWithALongName());

        Await.until(() -> {
            System.gc();
            return unit.get() == null;
        });
    }

    private String askAsSomebodyWithALongName() {
        String unit = "v".repeat(60_000);
        flags.isEnabled("half", unit);
        told.clear();
        return unit;
    }

    @Test
    void ruleNamedNull_isNotTheLastStep() {
        EvaluationContext ruled =
                EvaluationContext.builder("u").attribute("x", 1).build();
        flags.isEnabled("null_rule", ruled);
        flags.isEnabled("null_rule", "u");

        assertThat(told).extracting(Exposure::rule).containsExactly("null", null);
    }

    @Test
    void toString_doesNotNameTheUnit() {
        flags.isEnabled(
                "half",
                EvaluationContext.builder("secret-user")
                        .attribute("mail", "secret@x")
                        .build());

        assertThat(told.toString()).contains("half").doesNotContain("secret");
    }

    @Test
    void repeat_allocatesNothing() {
        EvaluationContext context = EvaluationContext.ofUser("u");
        Allocation.assertNone(() -> flags.isEnabled("half", context) ? 1 : 0);
        Allocation.assertNone(() -> flags.isEnabled("half", "u") ? 1 : 0);
    }
}
