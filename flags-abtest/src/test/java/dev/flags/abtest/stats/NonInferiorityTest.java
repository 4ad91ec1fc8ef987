package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NonInferiorityTest {
    private static final double ALPHA = 0.05;

    /** The reference vector welch_t/026: a margin of 0.88768 on a metric whose means are 71.46 and 71.77. */
    @Test
    void absoluteMargin_isANullValueOfWelch() {
        Inference inference = NonInferiority.absolute(
                        Summary.of(212, 71.4567, 64.002),
                        Summary.of(3055, 71.7707, 76.8024),
                        0.88768,
                        Better.HIGHER,
                        ALPHA)
                .orElseThrow();

        assertThat(inference.p().value()).isCloseTo(0.018312411335686212, within(1e-12));
        assertThat(inference.interval().lower()).isCloseTo(-0.6301779403939968, within(1e-9));
        assertThat(inference.direction()).isEqualTo(Direction.INCREASE);
    }

    @Test
    void lowerIsBetter_mirrorsTheQuestion() {
        Summary control = Summary.of(212, 71.4567, 64.002);
        Summary treatment = Summary.of(3055, 71.7707, 76.8024);

        Inference lower = NonInferiority.absolute(treatment, control, 0.9, Better.LOWER, ALPHA)
                .orElseThrow();
        Inference higher = NonInferiority.absolute(control, treatment, 0.9, Better.HIGHER, ALPHA)
                .orElseThrow();

        assertThat(lower.p()).isEqualTo(higher.p());
    }

    @Test
    void notSignificant_isNotNotInferior() {
        Summary few = Summary.of(30, 100, 400);

        assertThat(Welch.test(few, few, Hypothesis.twoSided()).orElseThrow().isSignificant())
                .isFalse();
        assertThat(NonInferiority.relative(few, few, 0.02, Better.HIGHER, ALPHA)
                        .orElseThrow()
                        .isSignificant())
                .isFalse();
    }

    /** A baseline of −10 may fall to −11 within a margin of 10 %; −10.5 is half of the way. */
    @Test
    void relativeMargin_isOfTheSizeOfTheBaseline() {
        Summary control = Summary.of(1000, -10, 1);
        Summary treatment = Summary.of(1000, -10.5, 1);

        Inference higher = NonInferiority.relative(control, treatment, 0.1, Better.HIGHER, ALPHA)
                .orElseThrow();
        Inference lower = NonInferiority.relative(control, Summary.of(1000, -9.5, 1), 0.1, Better.LOWER, ALPHA)
                .orElseThrow();

        assertThat(higher.estimate()).isCloseTo(0.5, within(1e-12));
        assertThat(higher.standardError()).isCloseTo(Math.sqrt((1 + 1.21) / 1000), within(1e-12));
        assertThat(higher.isSignificant()).isTrue();
        assertThat(lower.estimate()).isCloseTo(-0.5, within(1e-12));
        assertThat(lower.isSignificant()).isTrue();
    }

    @Test
    void sharesWithinAMargin_areShownByWald() {
        Inference inference = NonInferiority.ofShares(
                        new Proportion(100, 1000), new Proportion(105, 1000), 0.03, Better.LOWER, ALPHA)
                .orElseThrow();
        double error = Math.sqrt((0.1 * 0.9 + 0.105 * 0.895) / 1000);

        assertThat(inference.statistic()).isCloseTo((0.005 - 0.03) / error, within(1e-10));
        assertThat(inference.p().value()).isCloseTo(Normal.cdf((0.005 - 0.03) / error), within(1e-12));
        assertThat(inference.isSignificant()).isTrue();
    }
}
