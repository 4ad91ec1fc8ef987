package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A canary that is judged at every check, 200 units an arm and check. The seeds are fixed; with another one, the bounds would
 * fail less than once in ten thousand times.
 */
class BinomialEProcessTest {
    private static final int RUNS = 600;
    private static final double ALPHA = 0.05;

    @Test
    void healthyCanary_isSeldomBlamed() {
        assertThat(blamed(0.02, 0.02, 15, new SplittableRandom(1))).isLessThan(0.05);
    }

    @Test
    void doubledErrors_areFoundWithin15Checks() {
        assertThat(blamed(0.02, 0.04, 15, new SplittableRandom(2))).isGreaterThan(0.92);
    }

    @Test
    void fourTimesTheErrors_areFoundWithin3Checks() {
        assertThat(blamed(0.02, 0.08, 3, new SplittableRandom(3))).isGreaterThan(0.95);
    }

    /** A test for one look, at every check: what the e-process is for. */
    @Test
    void zTestAtEveryCheck_blamesHealthyCanaries() {
        SplittableRandom random = new SplittableRandom(4);
        int blamed = 0;
        for (int run = 0; run < RUNS; run++) {
            Proportion control = new Proportion(0, 0);
            Proportion treatment = control;
            boolean isBlamed = false;
            for (int check = 0; check < 15; check++) {
                control = control.plus(units(0.02, random));
                treatment = treatment.plus(units(0.02, random));
                isBlamed |= TwoProportions.pooled(control, treatment, Alternative.GREATER)
                        .value()
                        .filter(test -> test.p().isBelow(ALPHA))
                        .isPresent();
            }
            blamed += isBlamed ? 1 : 0;
        }
        assertThat(blamed / (double) RUNS).isGreaterThan(0.1);
    }

    /** With another null value, the same process shows that a canary is no worse than is allowed. */
    @Test
    void healthyCanary_isShownNotToDoubleTheErrors() {
        SplittableRandom random = new SplittableRandom(5);
        BinomialEProcess process = BinomialEProcess.start(Alternative.LESS, 2);
        for (int check = 0; check < 60; check++) {
            process = process.look(units(0.02, random), units(0.02, random));
        }
        assertThat(process.rejects(ALPHA)).isTrue();
    }

    private static double blamed(double control, double treatment, int checks, SplittableRandom random) {
        int blamed = 0;
        for (int run = 0; run < RUNS; run++) {
            BinomialEProcess process = BinomialEProcess.start(Alternative.GREATER);
            for (int check = 0; check < checks; check++) {
                process = process.look(units(control, random), units(treatment, random));
            }
            blamed += process.rejects(ALPHA) ? 1 : 0;
        }
        return blamed / (double) RUNS;
    }

    private static Proportion units(double rate, SplittableRandom random) {
        long errors = random.doubles(200).filter(u -> u < rate).count();
        return new Proportion(errors, 200);
    }
}
