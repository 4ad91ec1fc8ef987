package dev.flags.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void spend_takesWhatThereIs_andNothingOnceItAskedForMore() {
        Budget budget = new Budget(10);
        assertThat(budget.spend(7)).isTrue();
        assertThat(budget.spend(3)).isTrue();
        assertThat(budget.spend(1)).isFalse();
        Budget large = new Budget(10);
        assertThat(large.spend(11)).isFalse();
        assertThat(large.spend(1)).isFalse();
    }

    @Test
    void parts_endWithTheWhole() {
        Budget whole = new Budget(10);
        assertThat(whole.part(8).spend(8)).isTrue();
        assertThat(whole.part(8).spend(3)).isFalse();
        assertThat(whole.part(1).spend(1)).isFalse();
    }

    @Test
    void partThatAsksForTooMuch_leavesTheWholeToOthers() {
        Budget whole = new Budget(10);
        assertThat(whole.part(5).spend(1_000)).isFalse();
        assertThat(whole.part(10).spend(10)).isTrue();
    }
}
