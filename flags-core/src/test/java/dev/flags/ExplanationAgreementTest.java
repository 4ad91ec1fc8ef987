package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Problem;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.oracle.ConfigGenerator;
import dev.flags.oracle.ContextGenerator;
import dev.flags.testing.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds of every explanation, on generated flags and contexts. Seeds are fixed; a failure names file and context. */
class ExplanationAgreementTest {
    private static final long FIRST_SEED = 20_261_127;
    private static final int FILES = 220;
    private static final int CONTEXTS = 20;
    private static final JsonValue FALLBACK = new JsonString("the caller's fallback");

    private int explained;
    private int findings;

    @Test
    void explanations_agreeWithEvaluationAndWithThemselves() {
        for (int i = 0; i < FILES; i++) {
            explain(FIRST_SEED + i);
        }
        System.out.println("explanations: " + explained + " flags x contexts, " + findings + " findings");
        assertThat(explained).isGreaterThan(20_000);
        assertThat(findings).isGreaterThan(40_000);
    }

    private void explain(long seed) {
        Random random = new Random(seed);
        String file = new ConfigGenerator(random).config().toString();
        VirtualClock clock = VirtualClock.startingAt(Instant.EPOCH);
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(CompiledAnswers.storeOf(file))
                .clock(clock)
                .build()) {
            assertThat(manager.problems()).as(file).noneMatch(Problem::isError);
            List<String> flags = new ArrayList<>();
            manager.listFlags().forEach(flag -> flags.add(flag.name()));
            flags.add("no such flag");
            for (int i = 0; i < CONTEXTS; i++) {
                var attributes = ContextGenerator.randomContext(random);
                clock.set(ContextGenerator.randomInstant(random));
                EvaluationContext context =
                        EvaluationContext.builder().attributes(attributes).build();
                for (String flag : flags) {
                    Explanation explanation = manager.explain(flag, context);
                    String what = flag + " for " + attributes + " at " + clock.instant() + " of " + file;
                    assertAgrees(explanation, manager.flags().evaluateJson(flag, context, FALLBACK), what);
                    assertOneStepServes(explanation, what);
                    assertReadable(explanation, what);
                    explained++;
                }
            }
        }
    }

    private static void assertAgrees(Explanation explanation, Evaluation<JsonValue> evaluation, String what) {
        if (explanation.answer() instanceof Explanation.Served served) {
            assertThat(new Evaluation<>(
                            served.value(),
                            served.variant(),
                            served.reason(),
                            served.error(),
                            served.rule(),
                            served.revision()))
                    .as(what)
                    .isEqualTo(evaluation);
        } else {
            Explanation.Fallback fallback = (Explanation.Fallback) explanation.answer();
            assertThat(Evaluation.fallback(FALLBACK, fallback.error(), fallback.revision()))
                    .as(what)
                    .isEqualTo(evaluation);
        }
    }

    private void assertOneStepServes(Explanation explanation, String what) {
        boolean isServed = false;
        for (ExplainedStep step : explanation.steps()) {
            if (step instanceof ExplainedStep.Served served) {
                assertThat(isServed).as(what).isFalse();
                assertServes(served, (Explanation.Served) explanation.answer(), what);
                isServed = true;
            } else if (step instanceof ExplainedStep.Passed passed) {
                assertThat(isServed).as(what).isFalse();
                assertThat(allHold(passed.findings(), what))
                        .as(what)
                        .isEqualTo(step.kind().isGate());
            } else {
                assertThat(isServed).as(what).isTrue();
            }
        }
        assertThat(isServed).as(what).isEqualTo(explanation.answer() instanceof Explanation.Served);
    }

    private void assertServes(ExplainedStep.Served step, Explanation.Served answer, String what) {
        assertThat(step.variant()).as(what).isEqualTo(answer.variant());
        assertThat(step.reason()).as(what).isEqualTo(answer.reason());
        boolean holds = allHold(step.findings(), what);
        if (step.kind().isGate()) {
            assertThat(holds).as(what).isFalse();
        } else if (step.reason() != Reason.SPLIT) {
            assertThat(holds).as(what).isTrue();
        }
    }

    /** Whether a step finds all that it asks for; looks only as far as it does, but for flags that are required. */
    private boolean allHold(List<Finding> findings, String what) {
        findings.forEach(finding -> assertConsistent(finding, what));
        return findings.stream().allMatch(Finding::holds);
    }

    /** A finding follows from its parts. */
    private void assertConsistent(Finding finding, String what) {
        findings++;
        finding.parts().forEach(part -> assertConsistent(part, what));
        List<Boolean> parts = finding.parts().stream().map(Finding::holds).toList();
        if (finding instanceof Finding.AllOf) {
            assertThat(finding.holds()).as(what).isEqualTo(!parts.contains(false));
        } else if (finding instanceof Finding.AnyOf) {
            assertThat(finding.holds()).as(what).isEqualTo(parts.contains(true));
        } else if (finding instanceof Finding.Opposite) {
            assertThat(finding.holds()).as(what).isEqualTo(parts.equals(List.of(false)));
        } else if (finding instanceof SegmentFinding.ByCondition byCondition) {
            assertThat(finding.holds()).as(what).isEqualTo(byCondition.when().holds());
            assertThat(byCondition.included().holds()).as(what).isFalse();
        } else if (finding instanceof Finding.FlagServes serves) {
            boolean isWanted = serves.other().answer() instanceof Explanation.Served served
                    && serves.wanted().contains(served.variant());
            assertThat(finding.holds()).as(what).isEqualTo(isWanted);
            if (!serves.other().steps().isEmpty()) {
                assertOneStepServes(serves.other(), what);
            }
        }
    }

    private static void assertReadable(Explanation explanation, String what) {
        String text = explanation.text();
        assertThat(text.chars().filter(c -> c != '\n').noneMatch(Character::isISOControl))
                .as(what)
                .isTrue();
        assertThat(text.lines()).as(what).hasSizeGreaterThanOrEqualTo(2);
        String json = explanation.toJson().toJson();
        assertThat(JsonValue.parse(json).toJson()).as(what).isEqualTo(json);
    }
}
