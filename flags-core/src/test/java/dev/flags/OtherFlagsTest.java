package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OtherFlagsTest {
    private final OtherFlags others = new OtherFlags();
    private final FlagCounters big = new FlagCounters();
    private final FlagCounters small = new FlagCounters();

    @Test
    void answers_areSummedByReason() {
        add(big, small);
        count(big, Reason.SPLIT, 1_000);
        count(small, Reason.SPLIT, 10);
        count(small, Reason.STATIC, 1);
        small.fallbacks().add(3);

        others.update(List.of(big, small));

        assertThat(sum(Reason.SPLIT)).isEqualTo(1_010);
        assertThat(sum(Reason.STATIC)).isEqualTo(1);
        assertThat(sum(Reason.ERROR)).isEqualTo(3);
    }

    /** A counter that goes backwards is taken for one that began anew, and what comes until it is back is lost. */
    @Test
    void deletedFlag_leavesWhatItHasAdded_toItsLastAnswer() {
        add(big, small);
        count(big, Reason.SPLIT, 1_000);
        others.update(List.of(big, small));
        count(big, Reason.SPLIT, 5);

        others.update(List.of(small));
        count(small, Reason.SPLIT, 500);
        others.update(List.of(small));

        assertThat(sum(Reason.SPLIT)).isEqualTo(1_505);
        assertThat(others.has(big)).isFalse();
        assertThat(others.has(small)).isTrue();
    }

    @Test
    void answers_areCountedOnce_howeverOftenOneLooks() {
        add(big);
        count(big, Reason.SPLIT, 7);
        for (int i = 0; i < 5; i++) {
            add(big);
            others.update(List.of(big));
        }

        assertThat(sum(Reason.SPLIT)).isEqualTo(7);
    }

    private void add(FlagCounters... flags) {
        List.of(flags).forEach(others::add);
    }

    private static void count(FlagCounters flag, Reason reason, long answers) {
        flag.of("on", reason).add(answers);
    }

    private long sum(Reason reason) {
        return Objects.requireNonNull(others.sums().get(reason)).sum();
    }
}
