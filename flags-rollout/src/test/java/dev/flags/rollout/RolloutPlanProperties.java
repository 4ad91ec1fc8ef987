package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Condition;
import dev.flags.config.Percentage;
import dev.flags.config.TimeWindow;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RolloutPlanProperties {
    @Property
    void readingWhatWasWritten_givesTheSame(@ForAll long seed) {
        RolloutPlan plan = plan(new Random(seed));

        JsonObject written = plan.toJson();

        assertThat(RolloutPlan.ofJson(written)).isEqualTo(plan);
        assertThat(RolloutPlan.ofJson((JsonObject) YamlReader.read(written.toPrettyJson(2))))
                .isEqualTo(plan);
        assertThat(JsonValue.parse(written.toJson())).isEqualTo(written);
    }

    @Property
    void toBuilder_makesTheSame(@ForAll long seed) {
        RolloutPlan plan = plan(new Random(seed));

        assertThat(plan.toBuilder().build()).isEqualTo(plan);
        plan.stages().forEach(stage -> assertThat(stage.toBuilder().build()).isEqualTo(stage));
    }

    private static RolloutPlan plan(Random random) {
        boolean hasGroups = random.nextBoolean();
        List<Stage> stages = new ArrayList<>();
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int slots = Percentage.SCALE / count * (i + 1) - random.nextInt(1_000);
            Stage.Builder stage = Stage.named("stage-" + i, new Percentage(slots))
                    .bake(duration(random))
                    .needsApproval(random.nextBoolean())
                    .analyses(analyses(random, "s" + i + "-"));
            if (hasGroups && i < count - 1) {
                stage.group(Condition.segment("group-" + i));
            }
            if (random.nextBoolean()) {
                stage.minSamples(random.nextInt(1_000));
            }
            if (random.nextBoolean()) {
                stage.timeout(Duration.ofDays(2));
            }
            stages.add(stage.build());
        }
        RolloutPlanBuilder plan = RolloutPlan.of(hasGroups ? RolloutStrategy.RING : RolloutStrategy.CANARY)
                .stages(stages)
                .gates(analyses(random, "gate-").stream()
                        .filter(gate -> gate.role() == Role.GUARDRAIL)
                        .toList())
                .needsApproval(random.nextBoolean())
                .analyses(analyses(random, "all-"))
                .soak(duration(random))
                .enables(random.nextBoolean())
                .mayLower(random.nextBoolean())
                .reactions(new Reactions(
                        one(random, Reaction.values()),
                        one(random, Reaction.values()),
                        one(random, Reaction.values()),
                        duration(random),
                        one(random, Reaction.values())));
        if (random.nextBoolean()) {
            plan.variants("control", "treatment").reason("because").scope(Condition.segment("acme"));
        }
        if (random.nextBoolean()) {
            plan.shadow(Stage.named("shadow", Percentage.NONE)
                    .bake(duration(random))
                    .minSamples(random.nextInt(1_000))
                    .analyses(analyses(random, "shadow-"))
                    .build());
        }
        if (random.nextBoolean()) {
            plan.bucketBy("tenant", "user").deadline(Duration.ofDays(30));
        }
        if (random.nextBoolean()) {
            plan.window(new TimeWindow(Instant.parse("2027-01-01T00:00:00Z"), Instant.parse("2027-01-02T00:00:00Z")));
        }
        return plan.build();
    }

    private static List<Analysis> analyses(Random random, String prefix) {
        List<Analysis> analyses = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Analysis.Builder analysis =
                    random.nextBoolean() ? Analysis.validation(prefix + i) : Analysis.metric(prefix + i, judge(random));
            if (random.nextBoolean()) {
                analysis.name(prefix + i + " by name");
            }
            if (random.nextBoolean()) {
                analysis.tolerance(new Tolerance(
                        OptionalInt.of(1 + random.nextInt(5)),
                        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(5)),
                        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(5)),
                        1 + random.nextInt(5)));
            }
            analyses.add(analysis.role(one(random, Role.values()))
                    .noData(one(random, NoData.values()))
                    .initialDelay(duration(random))
                    .interval(duration(random).plusSeconds(1))
                    .timeout(duration(random).plusSeconds(1))
                    .passes(1 + random.nextInt(3))
                    .build());
        }
        return analyses;
    }

    private static Judge judge(Random random) {
        double low = random.nextDouble();
        OptionalDouble min = random.nextBoolean() ? OptionalDouble.of(low) : OptionalDouble.empty();
        OptionalDouble max =
                min.isEmpty() || random.nextBoolean() ? OptionalDouble.of(low + 1) : OptionalDouble.empty();
        return random.nextBoolean() ? new Judge.Threshold(min, max) : new Judge.Ratio(min, max);
    }

    private static Duration duration(Random random) {
        return Duration.ofSeconds(random.nextInt(100_000));
    }

    private static <T> T one(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }
}
