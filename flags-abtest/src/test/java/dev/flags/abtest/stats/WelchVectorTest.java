package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import dev.flags.json.JsonObject;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class WelchVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("welch_t", c -> {
                    Hypothesis hypothesis =
                            Hypothesis.twoSided().withAlpha(c.number("alpha")).withNullValue(c.number("null_diff"));
                    return welch(summary(c.object("control")), summary(c.object("treatment")), hypothesis);
                }),
                all("welch_t_raw", c -> {
                    Hypothesis hypothesis = Hypothesis.twoSided().withAlpha(c.number("alpha"));
                    return welch(
                            Moments.of(c.numbers("control")).summary(),
                            Moments.of(c.numbers("treatment")).summary(),
                            hypothesis);
                }));
    }

    static Summary summary(JsonObject arm) {
        return Summary.of(
                (long) VectorCase.number(arm, "n"), VectorCase.number(arm, "mean"), VectorCase.number(arm, "variance"));
    }

    static Map<String, ?> welch(Summary control, Summary treatment, Hypothesis hypothesis) {
        Outcome<Inference> outcome = Welch.test(control, treatment, hypothesis);
        if (outcome instanceof NotEstimable<Inference> none) {
            return fields("diff", Summary.difference(control, treatment), "se", 0.0, "status", none.status());
        }
        return allSides(h -> Welch.test(control, treatment, h), hypothesis);
    }

    /** A test and its intervals for all three alternatives. */
    static Map<String, @Nullable Object> allSides(
            Function<Hypothesis, Outcome<Inference>> test, Hypothesis hypothesis) {
        return allSides(
                test.apply(hypothesis).orElseThrow(),
                test.apply(hypothesis.withAlternative(Alternative.GREATER)).orElseThrow(),
                test.apply(hypothesis.withAlternative(Alternative.LESS)).orElseThrow());
    }

    private static Map<String, @Nullable Object> allSides(Inference two, Inference greater, Inference less) {
        Map<String, @Nullable Object> fields = fields(
                "diff", two.estimate(),
                "se", two.standardError(),
                "t", two.statistic(),
                "df", two.degreesOfFreedom(),
                "ci_lo", two.interval().lower(),
                "ci_hi", two.interval().upper(),
                "ci_lower_one_sided", greater.interval().lower(),
                "ci_upper_one_sided", less.interval().upper(),
                "status", "OK");
        fields.putAll(pValues(two, greater, less));
        return fields;
    }

    static Map<String, @Nullable Object> pValues(Inference two, Inference greater, Inference less) {
        return fields(
                "p_two", two.p().value(),
                "p_greater", greater.p().value(),
                "p_less", less.p().value(),
                "log10_p_two", two.p().log10());
    }
}
