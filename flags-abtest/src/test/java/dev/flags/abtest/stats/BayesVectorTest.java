package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.ends;
import static dev.flags.abtest.stats.Vectors.fields;

import dev.flags.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class BayesVectorTest {
    private static final double ALPHA = 0.05;

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("beta_binomial", BayesVectorTest::betaBinomial),
                all("beta_binomial_best_arm", BayesVectorTest::bestArm),
                all("normal_bayes", BayesVectorTest::normal));
    }

    private static BetaPosterior prior(VectorCase c) {
        return new BetaPosterior(c.number("prior_alpha"), c.number("prior_beta"));
    }

    private static Map<String, ?> betaBinomial(VectorCase c) {
        BetaPosterior control = prior(c).after(ProportionVectorTest.proportion(c.object("control")));
        BetaPosterior treatment = prior(c).after(ProportionVectorTest.proportion(c.object("treatment")));
        return fields(
                "chance_to_win_treatment", BestArm.chanceToWin(control, treatment),
                "chance_to_win_control", BestArm.chanceToWin(treatment, control),
                "expected_loss_choose_treatment", BestArm.expectedLoss(treatment, control),
                "expected_loss_choose_control", BestArm.expectedLoss(control, treatment),
                "post_mean_control", control.mean(),
                "post_mean_treatment", treatment.mean(),
                "ci95_control", ends(control.credibleInterval(ALPHA)),
                "ci95_treatment", ends(treatment.credibleInterval(ALPHA)));
    }

    private static Map<String, ?> bestArm(VectorCase c) {
        return fields(
                "p_best",
                BestArm.amongShares(c.array("arms").stream()
                        .map(arm -> prior(c).after(ProportionVectorTest.proportion((JsonObject) arm)))
                        .toList()));
    }

    private static Map<String, ?> normal(VectorCase c) {
        NormalPosterior posterior = c.flag("proper_prior")
                ? new NormalPosterior(c.number("prior_mean"), Math.sqrt(c.number("prior_variance")))
                        .after(c.number("estimate"), c.number("se"))
                : NormalPosterior.of(c.number("estimate"), c.number("se"));
        Better better = c.flag("lower_is_better") ? Better.LOWER : Better.HIGHER;
        Interval interval = posterior.credibleInterval(c.number("alpha"));
        return fields(
                "post_mean", posterior.mean(),
                "post_sd", posterior.standardDeviation(),
                "chance_to_win", posterior.chanceToWin(better),
                "ci_lo", interval.lower(),
                "ci_hi", interval.upper(),
                "expected_loss_choose_treatment", posterior.expectedLossOfTreatment(better),
                "expected_loss_choose_control", posterior.expectedLossOfControl(better));
    }
}
