package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Definition;
import dev.flags.config.Flag;
import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Random rollouts and answers, against a model that writes down what each rollout has served. */
class RolloutCountsProperties {
    private static final Definition DEFINITION = Flag.builder("f").build().definition();

    private sealed interface Action {}

    /** From here on there is a rollout of an id, which may be the one there is already, or none. */
    private record Configure(@Nullable String id) implements Action {}

    /**
     * Some answers.
     *
     * @param isLate from the configuration before
     * @param isOfRollout by the rollout's split, if there is one; else by that of a rule
     */
    private record Answers(String variant, boolean isLate, boolean isOfRollout, boolean isStale, int count)
            implements Action {}

    /** One rollout from when it came until it is gone, and what it served. */
    private record Life(Rollout rollout, Map<String, Long> served) {
        static Life begin(Rollout rollout) {
            return new Life(rollout, new HashMap<>(Map.of("on", 0L, "off", 0L)));
        }

        boolean isOf(@Nullable Rollout other) {
            return other != null && rollout.id().equals(other.id());
        }
    }

    /** What a configuration answers with, made when it comes into effect. */
    private record InEffect(
            Map<String, Outcome> ofRollout,
            Map<String, Outcome> ofRule,
            @Nullable Life life) {
        static InEffect of(FlagCounters counters, @Nullable Life life) {
            String rule = life == null ? "none" : life.rollout().ruleId();
            return new InEffect(outcomes(counters, rule), outcomes(counters, "rule"), life);
        }

        private static Map<String, Outcome> outcomes(FlagCounters counters, String rule) {
            Outcomes outcomes = new Outcomes("f", DEFINITION, 1, counters);
            BucketBy user = BucketBy.of(List.of("user"));
            return Map.of("on", outcomes.split("on", rule, user), "off", outcomes.split("off", rule, user));
        }
    }

    private final FlagCounters counters = new FlagCounters();
    private final Map<String, Long> byVariant = new HashMap<>(Map.of("on", 0L, "off", 0L));
    private final Map<Reason, Long> byReason = new HashMap<>(Map.of(Reason.SPLIT, 0L, Reason.STALE, 0L));
    private InEffect now = InEffect.of(counters, null);
    private InEffect before = now;

    @Property
    void arms_areAsInTheModel_andTheSumsHaveEachAnswerOnce(@ForAll("actions") List<Action> actions) {
        for (Action action : actions) {
            if (action instanceof Configure configure) {
                configure(configure.id() == null ? null : rollout(configure.id()));
            } else if (action instanceof Answers answers) {
                answer(answers);
            }
            Life life = now.life();
            assertThat(counters.rolloutCounts()).isEqualTo(life == null ? Map.of() : life.served());
            assertThat(counters.counts()).isEqualTo(byVariant);
            byReason.forEach((reason, count) -> assertThat(counters.of(reason)).isEqualTo(count));
            assertThat(counters.total())
                    .isEqualTo(byVariant.values().stream()
                            .mapToLong(count -> count)
                            .sum());
            assertThat(counters.served()).hasSizeLessThanOrEqualTo(4); // two variants, each for two reasons
        }
    }

    private void configure(@Nullable Rollout rollout) {
        Life life = now.life();
        if (life == null || !life.isOf(rollout)) {
            life = rollout == null ? null : Life.begin(rollout);
        }
        before = now;
        counters.defineRollout(rollout);
        now = InEffect.of(counters, life);
    }

    private void answer(Answers answers) {
        InEffect from = answers.isLate() ? before : now;
        Life life = from.life();
        Map<String, Outcome> outcomes = answers.isOfRollout() ? from.ofRollout() : from.ofRule();
        long count = answers.count();
        Objects.requireNonNull(outcomes.get(answers.variant()))
                .count(answers.isStale())
                .add(count);
        byVariant.merge(answers.variant(), count, Long::sum);
        byReason.merge(answers.isStale() ? Reason.STALE : Reason.SPLIT, count, Long::sum);
        if (life != null && answers.isOfRollout()) {
            life.served().merge(answers.variant(), count, Long::sum);
        }
    }

    private static Rollout rollout(String id) {
        return new Rollout(id, "off", "on", null, Split.ofRanges(List.of(new SlotRange("on", 0, 1))));
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        Arbitrary<Action> configured =
                Arbitraries.of("r-1", "r-2", "r-3").injectNull(0.2).map(Configure::new);
        Arbitrary<Action> answered = Combinators.combine(
                        Arbitraries.of("on", "off"),
                        either,
                        either,
                        either,
                        Arbitraries.integers().between(1, 5))
                .as(Answers::new);
        return Arbitraries.oneOf(configured, answered).list().ofMaxSize(60);
    }
}
