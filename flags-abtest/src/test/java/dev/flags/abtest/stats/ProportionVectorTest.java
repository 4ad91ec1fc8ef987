package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.ends;
import static dev.flags.abtest.stats.Vectors.fields;

import dev.flags.abtest.stats.TwoProportions.ScoreTest;
import dev.flags.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class ProportionVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(all("two_proportions", ProportionVectorTest::twoProportions));
    }

    static Proportion proportion(JsonObject arm) {
        return new Proportion((long) VectorCase.number(arm, "x"), (long) VectorCase.number(arm, "n"));
    }

    private static Map<String, ?> twoProportions(VectorCase c) {
        Proportion control = proportion(c.object("control"));
        Proportion treatment = proportion(c.object("treatment"));
        double alpha = c.number("alpha");
        Outcome<ScoreTest> pooled = TwoProportions.pooled(control, treatment, Alternative.TWO_SIDED);
        Map<String, @Nullable Object> fields = fields(
                "p1", control.share(),
                "p2", treatment.share(),
                "diff", treatment.share() - control.share(),
                "status", pooled instanceof NotEstimable<ScoreTest> none ? none.status() : "OK",
                "newcombe_ci",
                        ends(TwoProportions.newcombe(control, treatment, alpha).orElseThrow()),
                "agresti_caffo_ci",
                        ends(TwoProportions.agrestiCaffo(control, treatment, alpha)
                                .orElseThrow()),
                "wilson_1", ends(OneProportion.wilson(control, alpha).orElseThrow()),
                "wilson_2", ends(OneProportion.wilson(treatment, alpha).orElseThrow()),
                // The reference has none for counts that are too large for it.
                "clopper_pearson_1",
                        c.expected()
                                        .get("clopper_pearson_1")
                                        .filter(VectorCase::isNull)
                                        .isPresent()
                                ? null
                                : ends(OneProportion.clopperPearson(control, alpha)
                                        .orElseThrow()));
        if (pooled instanceof Estimated<ScoreTest>) {
            fields.put("pooled", pooled(control, treatment));
            fields.put(
                    "unpooled",
                    unpooled(control, treatment, Hypothesis.twoSided().withAlpha(alpha)));
        }
        return fields;
    }

    private static Map<String, ?> pooled(Proportion control, Proportion treatment) {
        ScoreTest two =
                TwoProportions.pooled(control, treatment, Alternative.TWO_SIDED).orElseThrow();
        return fields(
                "se", two.standardError(),
                "z", two.statistic(),
                "p_two", two.p().value(),
                "log10_p_two", two.p().log10(),
                "p_greater",
                        TwoProportions.pooled(control, treatment, Alternative.GREATER)
                                .orElseThrow()
                                .p()
                                .value(),
                "p_less",
                        TwoProportions.pooled(control, treatment, Alternative.LESS)
                                .orElseThrow()
                                .p()
                                .value());
    }

    private static Map<String, ?> unpooled(Proportion control, Proportion treatment, Hypothesis hypothesis) {
        Inference two = TwoProportions.unpooled(control, treatment, hypothesis).orElseThrow();
        Map<String, @Nullable Object> fields = WelchVectorTest.pValues(
                two,
                TwoProportions.unpooled(control, treatment, hypothesis.withAlternative(Alternative.GREATER))
                        .orElseThrow(),
                TwoProportions.unpooled(control, treatment, hypothesis.withAlternative(Alternative.LESS))
                        .orElseThrow());
        fields.putAll(fields("se", two.standardError(), "z", two.statistic(), "wald_ci", ends(two.interval())));
        return fields;
    }
}
