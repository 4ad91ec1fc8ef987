package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flags.abtest.stats.montecarlo.Canary;
import dev.flags.abtest.stats.montecarlo.Counts;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A canary that is judged at every check, 200 units an arm and check. The seeds are fixed; with another one, the bounds would
 * fail less than once in ten thousand times.
 */
class BinomialEProcessTest {
    private static final int RUNS = 600;
    private static final double ALPHA = 0.05;
    private static final Canary HEALTHY = new Canary(0.02, 0.02, 200, 15);

    @Test
    void healthyCanary_isSeldomBlamed() {
        assertThat(blamed(1, HEALTHY, Canary::eProcess)).isLessThan(0.05);
    }

    @Test
    void doubledErrors_areFoundWithin15Checks() {
        assertThat(blamed(2, new Canary(0.02, 0.04, 200, 15), Canary::eProcess)).isGreaterThan(0.92);
    }

    @Test
    void fourTimesTheErrors_areFoundWithin3Checks() {
        assertThat(blamed(3, new Canary(0.02, 0.08, 200, 3), Canary::eProcess)).isGreaterThan(0.95);
    }

    /** A test for one look, at every check: what the e-process is for. */
    @Test
    void zTestAtEveryCheck_blamesHealthyCanaries() {
        assertThat(blamed(4, HEALTHY, () -> Canary.soFar(BinomialEProcessTest::isSignificant)))
                .isGreaterThan(0.1);
    }

    private static boolean isSignificant(Proportion control, Proportion treatment) {
        return TwoProportions.pooled(control, treatment, Alternative.GREATER)
                .value()
                .filter(test -> test.p().isBelow(ALPHA))
                .isPresent();
    }

    /** With another null value, the same process shows that a canary is no worse than is allowed. */
    @Test
    void healthyCanary_isShownNotToDoubleTheErrors() {
        SplittableRandom random = new SplittableRandom(5);
        BinomialEProcess process = BinomialEProcess.start(Alternative.LESS, 2);
        for (int check = 0; check < 60; check++) {
            process = process.look(Counts.proportion(random, 200, 0.02), Counts.proportion(random, 200, 0.02));
        }
        assertThat(process.rejects(ALPHA)).isTrue();
    }

    /** One error, in the treatment: its likelihood ratio is 2ψ/(1+ψ). */
    @Test
    void look_weighsOddsRatiosFrom1_1To10() {
        List<Double> ratios = BinomialEProcess.start(Alternative.GREATER)
                .look(new Proportion(0, 1), new Proportion(1, 1))
                .lnRatios();

        assertThat(ratios).hasSize(16).isSorted();
        assertThat(ratios.get(0)).isCloseTo(Math.log(2.2 / 2.1), within(1e-14));
        assertThat(ratios.get(15)).isCloseTo(Math.log(20.0 / 11), within(1e-14));
    }

    private static double blamed(long seed, Canary canary, Supplier<Canary.Judge> judge) {
        SplittableRandom random = new SplittableRandom(seed);
        int blamed = 0;
        for (int run = 0; run < RUNS; run++) {
            blamed += canary.isBlamed(random, judge.get()) ? 1 : 0;
        }
        return blamed / (double) RUNS;
    }
}
