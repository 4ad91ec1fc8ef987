package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private final FlagCounters counters = new FlagCounters();
    private final Outcome outcome =
            new Outcome("v", new Evaluation<>(1L, "v", Reason.TARGETING_MATCH, null, "rule", 3), counters, null);

    @Test
    void staleTwin_isTheSameButForTheReason() {
        assertThat(outcome.evaluation(false)).isSameAs(outcome.evaluation());
        assertThat(outcome.evaluation(true)).isEqualTo(new Evaluation<>(1L, "v", Reason.STALE, null, "rule", 3));
        assertThat(outcome.evaluation(true)).isSameAs(outcome.evaluation(true));
    }

    @Test
    void eachTwin_isCountedForItself() {
        outcome.count(true).increment();
        outcome.count(true).increment();
        outcome.count(false).increment();

        assertThat(counters.of(Reason.STALE)).isEqualTo(2);
        assertThat(counters.of(Reason.TARGETING_MATCH)).isEqualTo(1);
    }

    @Test
    void staleTwin_isCountedOnlyOnceItIsAskedFor() {
        assertThat(counters.served()).extracting(ServedCount::reason).containsExactly(Reason.TARGETING_MATCH);
    }

    @Test
    void outcomeOfARollout_isCountedInItsArm_andSoIsItsTwin() {
        counters.defineRollout(new Rollout("r-1", "u", "v", null, Split.ofRanges(List.of(new SlotRange("v", 0, 1)))));
        Outcome arm = new Outcome(
                "v", new Evaluation<>(1L, "v", Reason.SPLIT, null, "rollout:r-1", 3), counters.by("rollout:r-1"), null);

        arm.count(false).increment();
        arm.count(true).increment();

        assertThat(counters.rolloutCounts()).isEqualTo(Map.of("u", 0L, "v", 2L));
        assertThat(counters.of(Reason.SPLIT)).isEqualTo(1);
        assertThat(counters.of(Reason.STALE)).isEqualTo(1);
    }

    @Test
    void outcomesOfOneVariant_shareTheirCount() {
        Outcome other = new Outcome("v", outcome.evaluation(), counters, null);

        assertThat(other.count(false)).isSameAs(outcome.count(false));
        assertThat(other.count(true)).isSameAs(outcome.count(true));
        assertThat(List.of(other.isOn(), other.isBoolean())).containsExactly(false, false);
        assertThat(counters.served())
                .hasSize(2)
                .allSatisfy(count -> assertThat(count).isInstanceOf(LongAdder.class));
    }
}
