package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class PowerVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("power_t", PowerVectorTest::power),
                all("sample_size_t", PowerVectorTest::sampleSize),
                all("sample_size_proportions", PowerVectorTest::shares),
                all("mde_mean", PowerVectorTest::mde));
    }

    private static Map<String, ?> power(VectorCase c) {
        Alternative alternative =
                c.text("alternative").equals("two-sided") ? Alternative.TWO_SIDED : Alternative.GREATER;
        return fields(
                "power",
                TTestPower.power(
                        c.number("effect_size_d"),
                        c.number("n_control"),
                        c.number("n_treatment"),
                        alternative,
                        c.number("alpha")));
    }

    private static TestPlan plan(VectorCase c) {
        return TestPlan.twoSided()
                .withAlpha(c.number("alpha"))
                .withPower(c.number("power"))
                .withRatio(c.number("ratio"));
    }

    private static Map<String, ?> sampleSize(VectorCase c) {
        ArmSizes sizes = TTestPower.sampleSize(c.number("effect_size_d"), plan(c));
        return fields("n_per_arm", sizes.control(), "n_per_arm_ceil", sizes.controlUnits());
    }

    private static Map<String, ?> shares(VectorCase c) {
        double control = c.number("p_control");
        double treatment = c.number("p_treatment");
        return fields(
                "n_control_unpooled",
                        SampleSize.ofShares(control, treatment, plan(c), new LookPlan.Once())
                                .control(),
                "n_control_pooled",
                        SampleSize.ofSharesPooled(control, treatment, plan(c)).control(),
                "cohen_h", SampleSize.cohenH(control, treatment),
                "n_control_arcsine",
                        SampleSize.ofSharesByArcsine(control, treatment, plan(c))
                                .control());
    }

    private static Map<String, ?> mde(VectorCase c) {
        MinimumDetectableEffect mde = MinimumDetectableEffect.ofMean(
                new PlannedMean(c.number("baseline_mean"), c.number("sd"), c.number("cuped_rho")),
                c.count("n_control"),
                plan(c),
                new LookPlan.Once());
        return fields(
                "mde_absolute", mde.absolute(),
                "mde_relative", mde.relative().orElseThrow());
    }
}
