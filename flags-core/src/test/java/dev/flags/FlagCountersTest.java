package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlagCountersTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final FlagCounters counters = new FlagCounters();
    private volatile ServedCount answering = counters.of("on", Reason.SPLIT);

    @Test
    void variantsOfThisAndThePreviousDefinition_keepTheirCounts() {
        define("a");
        counters.of("a", Reason.STATIC).add(1);
        define("b");
        counters.of("b", Reason.STATIC).add(2);

        assertThat(counters.counts()).isEqualTo(Map.of("a", 1L, "b", 2L));
    }

    @Test
    void variantsOfOld_areCountedTogether() {
        for (int i = 0; i < 100; i++) {
            define("v" + i);
            counters.of("v" + i, Reason.STATIC).add(10);
            counters.of("v" + i, Reason.STALE);
        }

        assertThat(counters.counts()).isEqualTo(Map.of("v98", 10L, "v99", 10L, "_other", 980L));
        assertThat(counters.served()).hasSize(5);
        assertThat(counters.total()).isEqualTo(1_000);
        assertThat(counters.of(Reason.STATIC)).isEqualTo(1_000);
    }

    @Test
    void variantThatComesBack_beginsAnew() {
        define("a");
        counters.of("a", Reason.STATIC).add(1);
        define("b");
        define("c");
        define("a");

        counters.of("a", Reason.STATIC).add(5);

        assertThat(counters.counts()).containsEntry("a", 5L).containsEntry("_other", 1L);
    }

    @Test
    void changeOfTheDefinition_isNoEvaluation() {
        define("a");
        counters.of("a", Reason.STATIC).add(1);
        counters.sample(NOW);
        define("b");
        define("c");

        counters.sample(NOW.plusSeconds(60));

        assertThat(counters.lastEvaluated()).isEqualTo(NOW);
    }

    @Test
    void armsOfARollout_areInTheSumOfTheirVariant() {
        counters.defineRollout(rollout("r-1"));
        arm("r-1", "on").add(3);
        counters.of("on", Reason.SPLIT).add(4);

        assertThat(counters.rolloutCounts()).isEqualTo(Map.of("on", 3L, "off", 0L));
        assertThat(counters.of("on", Reason.SPLIT).sum()).isEqualTo(7);
        assertThat(counters.of("on", Reason.SPLIT).longValue()).isEqualTo(7);
        assertThat(counters.counts()).isEqualTo(Map.of("on", 7L));
        assertThat(counters.of(Reason.SPLIT)).isEqualTo(7);
        assertThat(counters.total()).isEqualTo(7);
    }

    @Test
    void onlyTheRolloutsOwnAnswers_areItsArms() {
        counters.defineRollout(rollout("r-1"));

        assertThat(counters.by(null)).isSameAs(counters);
        assertThat(counters.by("r-1")).isSameAs(counters);
        assertThat(counters.by("rollout:r-2")).isSameAs(counters);
        assertThat(counters.by("rollout:r-1")).isNotSameAs(counters);
    }

    @Test
    void everNewRollouts_makeNoMoreCounts_andLoseNone() {
        Set<ServedCount> arms = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            counters.defineRollout(rollout("r-" + i));
            arms.add(arm("r-" + i, "on"));
            arm("r-" + i, "on").add(10);
            assertThat(counters.rolloutCounts()).containsEntry("on", 10L);
        }

        assertThat(arms).hasSize(2);
        assertThat(counters.served()).hasSize(1);
        assertThat(counters.total()).isEqualTo(1_000);
    }

    /** As in a snapshot that is pinned. */
    @Test
    void lateAnswer_isCountedForItsRollout_unlessTwoHaveBegunSince() {
        counters.defineRollout(rollout("r-1"));
        ServedCount late = arm("r-1", "on");
        counters.defineRollout(rollout("r-2"));
        late.add(3);
        assertThat(counters.rolloutCounts()).containsEntry("on", 0L);

        counters.defineRollout(rollout("r-3"));
        assertThat(counters.rolloutCounts()).containsEntry("on", 0L);
        late.add(4);

        assertThat(counters.rolloutCounts()).containsEntry("on", 4L);
        assertThat(counters.total()).isEqualTo(7);
    }

    @Test
    void armsOfVariantsOfOld_areCountedWithThem() {
        define("on");
        counters.defineRollout(rollout("r-1"));
        arm("r-1", "on").add(5);
        counters.defineRollout(null);
        define("b");
        define("c");

        assertThat(counters.counts()).isEqualTo(Map.of("_other", 5L));
        counters.defineRollout(rollout("r-2"));
        arm("r-2", "on").add(1);
        assertThat(counters.rolloutCounts()).containsEntry("on", 1L);
        assertThat(counters.total()).isEqualTo(6);
    }

    /** Whoever looks while others answer and rollouts come and go, sees sums that never fall, and in the end each answer. */
    @Test
    void sums_neverFall_whileRolloutsComeAndGo() throws InterruptedException {
        int answers = 200_000;
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    for (int i = 0; i < answers; i++) {
                        answering.increment();
                    }
                }))
                .limit(2)
                .toList();
        threads.forEach(Thread::start);

        long seen = 0;
        for (int i = 0; threads.stream().anyMatch(Thread::isAlive); i++) {
            counters.defineRollout(i % 3 == 0 ? null : rollout("r-" + i));
            answering = arm("r-" + i, "on");
            long sum = counters.total();
            assertThat(sum).isGreaterThanOrEqualTo(seen);
            seen = sum;
        }

        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counters.total()).isEqualTo(2L * answers);
    }

    private ServedCount arm(String rollout, String variant) {
        return counters.by("rollout:" + rollout).of(variant, Reason.SPLIT);
    }

    private static Rollout rollout(String id) {
        return new Rollout(id, "off", "on", null, Split.ofRanges(List.of(new SlotRange("on", 0, 1))));
    }

    private void define(String variant) {
        counters.define(Set.of(variant));
    }
}
