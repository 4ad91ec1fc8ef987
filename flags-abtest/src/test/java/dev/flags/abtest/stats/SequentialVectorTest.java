package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.ends;
import static dev.flags.abtest.stats.Vectors.fields;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class SequentialVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("sequential_asymp_cs", SequentialVectorTest::asymptotic),
                all("normal_mixture_bound", SequentialVectorTest::bound),
                all("msprt_path", SequentialVectorTest::path),
                all("group_sequential", SequentialVectorTest::groupSequential));
    }

    private static Map<String, ?> asymptotic(VectorCase c) {
        Hypothesis hypothesis = Hypothesis.twoSided().withAlpha(c.number("alpha"));
        AsymptoticConfidenceSequence sequence = AsymptoticConfidenceSequence.tunedFor(c.count("tuning_n"), hypothesis);
        SequentialInference two = look(sequence, c);
        AsymptoticConfidenceSequence oneSided = AsymptoticConfidenceSequence.tunedFor(
                c.count("tuning_n"), hypothesis.withAlternative(Alternative.GREATER));
        SequentialInference greater = look(oneSided, c);
        SequentialInference less =
                look(new AsymptoticConfidenceSequence(oneSided.rho(), hypothesis.withAlternative(Alternative.LESS)), c);
        return fields(
                "rho", sequence.rho(),
                "halfwidth", two.interval().width() / 2,
                "ci_lo", two.interval().lower(),
                "ci_hi", two.interval().upper(),
                "ln_e_value", two.evidence().ln(),
                "p_two", two.p().value(),
                "log10_p_two", two.p().log10(),
                "rho_one_sided", oneSided.rho(),
                "halfwidth_one_sided", c.number("se") * oneSided.criticalValue(c.number("n_total")),
                "ci_lower_for_greater", greater.interval().lower(),
                "ci_upper_for_lesser", less.interval().upper());
    }

    private static SequentialInference look(AsymptoticConfidenceSequence sequence, VectorCase c) {
        return sequence.look(c.number("estimate"), c.number("se"), c.count("n_total"));
    }

    private static Map<String, ?> bound(VectorCase c) {
        NormalMixtureBound bound = NormalMixtureBound.tunedFor(c.number("v_opt"), c.number("alpha"));
        return fields("rho", bound.rho(), "bound", bound.at(c.number("v")));
    }

    private static Map<String, ?> path(VectorCase c) {
        MixtureSprt test = new MixtureSprt(c.number("tau2"), 0, c.number("alpha"));
        List<Map<String, ?>> looks = new ArrayList<>();
        SequentialInference run = null;
        for (JsonValue value : c.array("looks")) {
            JsonObject look = (JsonObject) value;
            SequentialInference now =
                    test.look(VectorCase.number(look, "estimate"), VectorCase.number(look, "variance"));
            run = run == null ? now : now.since(run);
            looks.add(fields(
                    "ln_lambda", now.evidence().ln(),
                    "p_always_valid", run.p().value(),
                    "halfwidth", now.interval().width() / 2,
                    "running_ci", ends(run.interval())));
        }
        return fields("looks", looks);
    }

    private static Map<String, ?> groupSequential(VectorCase c) {
        Alternative alternative = c.count("sides") == 2 ? Alternative.TWO_SIDED : Alternative.GREATER;
        AlphaSpending spending = switch (c.text("spending")) {
            case "obf" -> new AlphaSpending.ObrienFleming();
            case "pocock" -> new AlphaSpending.Pocock();
            default -> new AlphaSpending.Power(c.number("power_phi"));
        };
        List<GroupSequential.Look> looks = GroupSequential.design(
                        c.numbers("information_fractions"), spending, alternative, c.number("alpha"))
                .looks();
        return fields(
                "cumulative_alpha",
                        looks.stream()
                                .map(GroupSequential.Look::cumulativeAlpha)
                                .toList(),
                "critical_z",
                        looks.stream().map(GroupSequential.Look::criticalZ).toList(),
                "nominal_p", looks.stream().map(look -> look.nominalP().value()).toList());
    }
}
