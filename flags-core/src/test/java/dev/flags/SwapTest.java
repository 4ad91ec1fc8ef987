package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SwapTest {
    private final Swaps swaps = new Swaps();

    @Test
    void configuration_isWhatTheTestsNeed() {
        assertThat(swaps.state().problems()).isEmpty();
        assertThat(swaps.flags().isEnabled("x", "u")).isTrue();
        assertThat(swaps.flags().isEnabled("y", "u")).isFalse();
        assertThat(Swaps.seesBoth(swaps.flags())).isFalse();
    }

    @Test
    void evaluation_seesOneConfiguration() {
        Swaps.Result result = swaps.run(200_000, 500, Swaps::seesBoth);

        assertThat(result.mixed()).as("%s", result).isZero();
    }

    @Test
    void twoLooks_areCaught() {
        long mixed = 0;
        for (int round = 0; mixed == 0 && round < 100; round++) { // on a busy machine the threads may take turns
            mixed = swaps.run(200_000, 2_000, Swaps::seesBothInTwoLooks).mixed();
        }
        assertThat(mixed).isPositive();
    }
}
