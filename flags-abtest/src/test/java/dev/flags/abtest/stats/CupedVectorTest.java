package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import dev.flags.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class CupedVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(all("cuped", CupedVectorTest::cuped));
    }

    private static Map<String, ?> cuped(VectorCase c) {
        JointMoments control = arm(c.object("control"));
        JointMoments treatment = arm(c.object("treatment"));
        Hypothesis hypothesis = Hypothesis.twoSided().withAlpha(c.number("alpha"));
        return fields(
                "joint", adjusted(control, treatment, Cuped.Theta.IGNORING_ARMS, hypothesis),
                "within", adjusted(control, treatment, Cuped.Theta.WITHIN_ARMS, hypothesis),
                "unadjusted",
                        WelchVectorTest.allSides(
                                h -> Welch.test(control.summary(0), treatment.summary(0), h), hypothesis),
                "variance_reduction_within",
                        Cuped.adjust(control, treatment, Cuped.Theta.WITHIN_ARMS)
                                .orElseThrow()
                                .varianceReduction());
    }

    private static JointMoments arm(JsonObject arm) {
        return JointMoments.of(VectorCase.numbers(arm, "y"), VectorCase.numbers(arm, "x"));
    }

    private static Map<String, ?> adjusted(
            JointMoments control, JointMoments treatment, Cuped.Theta theta, Hypothesis hypothesis) {
        Cuped.Adjusted adjusted = Cuped.adjust(control, treatment, theta).orElseThrow();
        Inference lift =
                Cuped.relativeLift(control, treatment, theta, hypothesis).orElseThrow();
        Map<String, @Nullable Object> fields = WelchVectorTest.allSides(adjusted::test, hypothesis);
        fields.putAll(fields(
                "theta", adjusted.theta(),
                "adj_mean_a", adjusted.control().mean(),
                "adj_mean_b", adjusted.treatment().mean(),
                "adj_var_a", adjusted.control().variance(),
                "adj_var_b", adjusted.treatment().variance(),
                "rel_lift", lift.estimate(),
                "rel_lift_se", lift.standardError()));
        return fields;
    }
}
