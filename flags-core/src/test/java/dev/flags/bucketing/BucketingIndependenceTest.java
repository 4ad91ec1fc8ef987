package dev.flags.bucketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flags.bucketing.Independence.Family;
import dev.flags.bucketing.Independence.Figures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A small form of {@link BucketingSimulation}: 10 salts, 45 pairs, 20 000 ids. */
class BucketingIndependenceTest {
    /** Fixed ids and salts. For fresh ones a perfect hash would fail each p-value once in 1000 runs. */
    @ParameterizedTest
    @EnumSource
    void slots_areUniformAndIndependent(Family family) {
        Figures figures = Independence.measure(family, 10, 20_000);

        assertThat(figures.uniform()).isGreaterThan(1e-3 / 10);
        assertThat(figures.pairs()).isGreaterThan(1e-3 / 45);
        assertThat(figures.stages()).isGreaterThan(1e-3 / 10);
        double fiveErrors = 5 * .0064; // the standard error at 2000 of 20 000, hypergeometric
        assertThat(figures.least()).isGreaterThan(.1 - fiveErrors);
        assertThat(figures.most()).isLessThan(.1 + fiveErrors);
    }

    @ParameterizedTest
    @CsvSource({
        // scipy 1.17.1: chi2.sf(x, df)
        "99, 99, 0.481096912408264",
        "150, 99, 0.000720445395716928",
        "60, 99, 0.999319997049849",
        "200, 99, 8.19391189142209e-09",
        "81, 81, 0.479101381690269",
        "140.5, 81, 4.64669390045223e-05",
        "40, 81, 0.999963114208407",
        "3.84, 1, 0.0500435212487052",
        "9.2, 2, 0.0100518357446336"
    })
    void survival_isThatOfScipy(double x, int df, double p) {
        assertThat(ChiSquare.survival(x, df)).isCloseTo(p, within(p * 1e-10));
    }
}
