package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.ends;
import static dev.flags.abtest.stats.Vectors.fields;

import dev.flags.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class RatioVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(all("ratio_delta", RatioVectorTest::ratio), all("relative_lift", RatioVectorTest::lift));
    }

    private static Map<String, ?> ratio(VectorCase c) {
        JointMoments control = arm(c.object("control"));
        JointMoments treatment = arm(c.object("treatment"));
        Hypothesis hypothesis = Hypothesis.twoSided().withAlpha(c.number("alpha"));
        return fields(
                "control", ratio(control),
                "treatment", ratio(treatment),
                "diff_welch", WelchVectorTest.allSides(h -> RatioOfMeans.test(control, treatment, h), hypothesis),
                "diff_z", byNormal(control, treatment, hypothesis));
    }

    private static JointMoments arm(JsonObject arm) {
        return JointMoments.of(VectorCase.numbers(arm, "num"), VectorCase.numbers(arm, "den"));
    }

    private static Map<String, ?> ratio(JointMoments arm) {
        Summary ratio = RatioOfMeans.summary(arm).orElseThrow();
        return fields(
                "n", arm.n(),
                "num_mean", arm.mean(0),
                "den_mean", arm.mean(1),
                "num_var", arm.variance(0),
                "den_var", arm.variance(1),
                "cov", arm.covariance(0, 1),
                "ratio", ratio.mean(),
                "var_unit", ratio.variance(),
                "se", Math.sqrt(ratio.squaredError()));
    }

    private static Map<String, ?> byNormal(JointMoments control, JointMoments treatment, Hypothesis hypothesis) {
        Map<String, @Nullable Object> fields =
                WelchVectorTest.allSides(h -> RatioOfMeans.testByNormal(control, treatment, h), hypothesis);
        fields.put("z", fields.get("t"));
        fields.keySet()
                .retainAll(List.of("diff", "se", "z", "p_two", "p_greater", "p_less", "log10_p_two", "ci_lo", "ci_hi"));
        return fields;
    }

    private static Map<String, ?> lift(VectorCase c) {
        Summary control = WelchVectorTest.summary(c.object("control"));
        Summary treatment = WelchVectorTest.summary(c.object("treatment"));
        Hypothesis hypothesis = Hypothesis.twoSided().withAlpha(c.number("alpha"));
        Outcome<Inference> delta = RelativeLift.delta(control, treatment, hypothesis);
        if (delta instanceof NotEstimable<Inference> none) {
            return fields("status", none.status(), "diff", Summary.difference(control, treatment));
        }
        Inference t = delta.orElseThrow();
        Inference z = RelativeLift.deltaByNormal(control, treatment, hypothesis).orElseThrow();
        Map<String, @Nullable Object> fields = fields(
                "status", "OK",
                "lift", t.estimate(),
                "delta_se", t.standardError(),
                "delta_ci_z", ends(z.interval()),
                "df", t.degreesOfFreedom(),
                "delta_ci_t", ends(t.interval()));
        fields.putAll(
                fieller(Fieller.byNormal(control, treatment, c.number("alpha")).orElseThrow()));
        RelativeLift.logRatio(control, treatment, hypothesis).value().ifPresent(ratio -> {
            fields.put("log_ratio_se", ratio.standardError());
            fields.put("log_ci_z", ends(ratio.interval()));
        });
        return fields;
    }

    private static Map<String, ?> fieller(Fieller set) {
        if (set instanceof Fieller.Bounded bounded) {
            return fields("fieller_g", set.g(), "fieller_kind", "BOUNDED", "fieller_ci_z", ends(bounded.interval()));
        }
        String kind = set instanceof Fieller.AllReals ? "ALL_REALS" : "EXCLUSIVE_UNBOUNDED";
        return fields("fieller_g", set.g(), "fieller_kind", kind, "fieller_ci_z", null);
    }
}
