package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.internal.Allocation;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what is absent fails the test
class ExposuresTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration WINDOW = Duration.ofHours(1);

    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final List<Exposure> told = new ArrayList<>();
    private boolean isFull;

    private final Exposures exposures = new Exposures(new ExposureSettings(100, WINDOW), clock, this::take);
    private final Evaluator flags = new Evaluator(Configured.snapshot("""
            {"flags": [
              {"name": "half", "status": "percentage", "rollout_percentage": 50, "enabled_users": ["vip"]},
              {"name": "other", "status": "percentage", "rollout_percentage": 50},
              {"name": "by_tenant", "status": "enabled", "default": {"bucket_by": ["tenant", "user"],
               "weights": {"on": 50, "off": 50}}},
              {"name": "gap", "status": "enabled", "default": {"weights": {"on": 0, "off": 0}}},
              {"name": "rule", "status": "enabled", "default": "off",
               "rules": [{"id": "r", "serve": {"weights": {"on": 100}}}]}]}
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

    private boolean take(Exposure exposure) {
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
        exposures.forgetRecent();
        flags.isEnabled("half", "u");
        assertThat(told).hasSize(1);

        clock.advance(WINDOW);
        exposures.forgetRecent();
        flags.isEnabled("half", "u");

        assertThat(told).hasSize(2);
    }

    /** Nothing is lost for good because somebody was busy. */
    @Test
    void exposureThatNobodyCouldTake_isToldWithTheNextAnswer() {
        isFull = true;
        flags.isEnabled("half", "u");
        assertThat(exposures.dropped().sum()).isEqualTo(1);

        isFull = false;
        flags.isEnabled("half", "u");
        flags.isEnabled("half", "u");

        assertThat(told).hasSize(1);
        assertThat(exposures.told().sum()).isEqualTo(1);
    }

    /** Two units in one place of the small table take turns in it, and the cache tells. */
    @Test
    void repeats_areTold_onlyOnce_howeverManyUnitsThereAre() {
        Exposures large = new Exposures(new ExposureSettings(20_000, WINDOW), clock, this::take);
        Evaluator evaluator = new Evaluator(flags.snapshot(), new Observer() {
            @Override
            public void answered(
                    Question question,
                    CompiledFlag flag,
                    Outcome outcome,
                    boolean isStale,
                    EvaluationContext context,
                    String user) {
                large.answered(flag, outcome, outcome.split(), context, user);
            }

            @Override
            public void fellBack(
                    Question question,
                    String flag,
                    long revision,
                    ErrorCode why,
                    EvaluationContext context,
                    String user) {}
        });

        for (int round = 0; round < 3; round++) {
            IntStream.range(0, 10_000).forEach(i -> evaluator.isEnabled("half", "u" + i));
        }

        assertThat(told).hasSize(10_000);
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
