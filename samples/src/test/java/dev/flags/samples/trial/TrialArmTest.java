package dev.flags.samples.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flags.abtest.stats.Hypothesis;
import dev.flags.abtest.stats.Inference;
import dev.flags.abtest.stats.Proportion;
import dev.flags.abtest.stats.RatioOfMeans;
import dev.flags.abtest.stats.Welch;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against figures that were computed by other means, in Python. */
class TrialArmTest {
    private List<PersonYear> years = List.of();

    @BeforeEach
    void load() throws IOException {
        years = PersonYear.load();
    }

    private TrialArm arm(boolean hasDeductible) {
        return new TrialArm(years.stream()
                .filter(year -> year.hasDeductible() == hasDeductible)
                .toList());
    }

    @Test
    void yearByYear_isWelch() {
        Inference visits = Welch.test(
                        arm(false).byYear().summary(0), arm(true).byYear().summary(0), Hypothesis.twoSided())
                .orElseThrow();

        assertThat(visits.estimate()).isCloseTo(-0.5446023267910833, within(1e-13));
        assertThat(visits.standardError()).isCloseTo(0.14450611526353568, within(1e-13));
        assertThat(arm(false).withVisit()).isEqualTo(new Proportion(2_141, 2_980));
        assertThat(arm(true).withVisit()).isEqualTo(new Proportion(664, 1_058));
    }

    @Test
    void byGroup_theSameDifferenceIsLessCertain() {
        Inference visits = RatioOfMeans.test(
                        arm(false).visitsByGroup(), arm(true).visitsByGroup(), Hypothesis.twoSided())
                .orElseThrow();

        assertThat(visits.estimate()).isCloseTo(-0.5446023267910833, within(1e-13));
        assertThat(visits.standardError()).isCloseTo(0.16331746704344122, within(1e-13));
        assertThat(arm(false).visitsByGroup().n()).isEqualTo(1_585);
        assertThat(arm(true).visitsByGroup().n()).isEqualTo(458);
    }
}
