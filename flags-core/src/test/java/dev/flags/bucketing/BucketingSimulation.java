package dev.flags.bucketing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.bucketing.Independence.Family;
import dev.flags.bucketing.Independence.Figures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The full measurement: 50 salts and 100 000 ids of each family. Not part of the ordinary run:
 * {@code mvn -pl flags-core surefire:test -Dtest=BucketingSimulation}.
 *
 * <p>Salts and ids are fixed, so that it passes always or never. For a perfect hash and fresh ids each assertion would
 * fail at most once in 1000 runs. The conditional share has a standard error of .00285 (10 000 of 100 000 ids,
 * hypergeometric): of 1225 pairs one outside .1 +- 4.93 errors is that rare, while .55 outside .09 to .11 are expected
 * and more than 4 are rare.
 */
class BucketingSimulation {
    private static final int SALTS = 50;
    private static final int PAIRS = 1225;

    @ParameterizedTest
    @EnumSource
    void slots_areUniformAndIndependent(Family family) {
        Figures figures = Independence.measure(family, SALTS, 100_000);
        System.out.println(family + " " + figures);

        assertThat(figures.uniform()).isGreaterThan(1e-3 / SALTS);
        assertThat(figures.pairs()).isGreaterThan(1e-3 / PAIRS);
        assertThat(figures.stages()).isGreaterThan(1e-3 / SALTS);
        assertThat(figures.least()).isGreaterThan(.1 - 4.93 * .00285);
        assertThat(figures.most()).isLessThan(.1 + 4.93 * .00285);
        assertThat(figures.outside()).isLessThanOrEqualTo(4);
    }
}
