package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanningTest {
    private static final LookPlan ONCE = new LookPlan.Once();

    @Test
    void days_coverTheUnitsThatAreMissing() {
        ArmSizes sizes = new ArmSizes(1000.2, 499.9);

        assertThat(sizes.controlUnits()).isEqualTo(1001);
        assertThat(sizes.treatmentUnits()).isEqualTo(500);
        assertThat(sizes.days(100, 0)).isEqualTo(16);
        assertThat(sizes.days(100, 1401)).isEqualTo(1);
        assertThat(sizes.days(100, 1_000_000)).isZero();
        assertThatThrownBy(() -> sizes.days(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Table 2.1 of Jennison and Turnbull has 1.028 for O'Brien and Fleming's test; Lan and DeMets' spending comes near it. */
    @Test
    void fivePlannedLooks_costLittle() {
        LookPlan looks = new LookPlan.AtTimes(List.of(0.2, 0.4, 0.6, 0.8, 1.0), new AlphaSpending.ObrienFleming());
        PlannedMean metric = PlannedMean.of(10, 3);

        double once = SampleSize.ofMean(metric, 0.1, TestPlan.twoSided(), ONCE).control();
        double five = SampleSize.ofMean(metric, 0.1, TestPlan.twoSided(), looks).control();

        assertThat(five / once).isCloseTo(1.0247, within(1e-3));
    }

    @Test
    void detectableEffect_ofAZeroBaseline_hasNoRelativeOne() {
        MinimumDetectableEffect mde =
                MinimumDetectableEffect.ofMean(PlannedMean.of(0, 1), 100, TestPlan.twoSided(), ONCE);

        assertThat(mde.relative()).isEmpty();
        assertThat(mde.absolute()).isCloseTo(2.8016 * Math.sqrt(0.02), within(1e-4));
    }

    /** {@code e = (z_0.975 + z_0.8) sqrt((0.1*0.9 + p(1 - p))/10000)} with {@code p = 0.1 ± e}, by mpmath's findroot. */
    @Test
    void detectableEffect_ofAShare_allowsForItsVariance() {
        TestPlan plan = TestPlan.twoSided();

        assertThat(effectOnAShare(plan)).isCloseTo(0.0121993072506258, within(1e-10));
        // One-sided at 0.025, which asks for as many standard errors.
        assertThat(effectOnAShare(plan.withAlternative(Alternative.LESS).withAlpha(0.025)))
                .isCloseTo(0.0115718893246623, within(1e-10));
    }

    private static double effectOnAShare(TestPlan plan) {
        return MinimumDetectableEffect.ofShare(0.1, 10_000, plan, ONCE)
                .orElseThrow()
                .absolute();
    }

    @Test
    void detectableEffect_ofAFewUnits_isNone() {
        Outcome<MinimumDetectableEffect> outcome = MinimumDetectableEffect.ofShare(0.5, 3, TestPlan.twoSided(), ONCE);

        assertThat(outcome)
                .isEqualTo(Outcome.none(Status.TOO_FEW, "3 units in the control find no effect on a share of 0.5"));
    }

    @Test
    void sampleSize_ofAHugeEffect_isTwoUnitsAnArm() {
        assertThat(TTestPower.sampleSize(50, TestPlan.twoSided())).isEqualTo(new ArmSizes(2, 2));
        assertThat(TTestPower.sampleSize(50, TestPlan.twoSided().withRatio(0.5)))
                .isEqualTo(new ArmSizes(4, 2));
    }

    @Test
    void nonsense_isRefused() {
        TestPlan plan = TestPlan.twoSided();

        assertThatThrownBy(() -> plan.withPower(0.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("power is not in (0.05, 1.0): 0.01");
        assertThatThrownBy(() -> plan.withRatio(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan.withAlpha(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PlannedMean(1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PlannedMean.of(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleSize.ofShares(0.1, 0.1, plan, ONCE))
                .hasMessage("treatment is not another share than control: 0.1");
        assertThatThrownBy(() -> SampleSize.ofMean(PlannedMean.of(1, 1), 0, plan, ONCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TTestPower.power(1, 1, 2, Alternative.GREATER, 0.05))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LookPlan.Always(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ArmSizes(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
