package dev.flags.abtest.stats.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flags.abtest.stats.Interval;
import org.junit.jupiter.api.Test;

/** The bands are those that were agreed on, and a figure outside of one does not pass. */
class BandTest {

    @Test
    void around_leavesFourStandardErrors() {
        assertEnds(Band.around(.05).at(20_000, 20_000), .0438, .0562);
        assertEnds(Band.around(.95).at(20_000, 20_000), .9438, .9562);
        assertEnds(Band.around(.05).at(4_000, 4_000), .0362, .0638);
        assertEnds(Band.noLessThan(.95).at(20_000, 20_000), .9438, 1);
    }

    @Test
    void limits_areExactWithAllReplications_andWiderWithFewer() {
        assertEnds(Band.atMost(.05).at(4_000, 4_000), 0, .05);
        assertEnds(Band.atMost(.05).at(400, 4_000), 0, .0936);
        assertEnds(Band.atLeast(.3).at(4_000, 4_000), .3, 1);
        assertEnds(Band.atLeast(.3).at(400, 4_000), .2083, 1);
    }

    @Test
    void aroundVariance_isRelative() {
        assertEnds(Band.aroundVariance(1).at(4_000, 4_000), .9106, 1.0894);
        assertEnds(Band.aroundVariance(.36).at(4_000, 4_000), .3278, .3922);
    }

    @Test
    void protocol_outsideItsBand_fails() {
        assertThat(new Protocol("a share of .1", 20_000, Band.around(.05), 1, r -> .1)
                        .run()
                        .isPassed())
                .isFalse();
        assertThat(new Protocol.Result(
                        "a share of .1", 2_000, .1, Band.around(.05).at(2_000, 20_000)))
                .hasToString("| a share of .1 | 2000 | 0.1000 | 0.0305–0.0695 | **NO** |");
    }

    private static void assertEnds(Interval band, double lower, double upper) {
        assertThat(band.lower()).isCloseTo(lower, within(5e-5));
        assertThat(band.upper()).isCloseTo(upper, within(5e-5));
    }
}
