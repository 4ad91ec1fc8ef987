package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The full count of {@link SwapTest}; about ten seconds. */
class SwapSimulation {
    @Test
    void tenMillionEvaluations_duringTenThousandSwaps_areNeverMixed() {
        Swaps.Result result = new Swaps().run(10_000_000, 10_000, Swaps::seesBoth);

        assertThat(result.evaluations()).isGreaterThanOrEqualTo(10_000_000);
        assertThat(result.swaps()).isGreaterThanOrEqualTo(10_000);
        assertThat(result.mixed()).as("%s", result).isZero();
    }
}
