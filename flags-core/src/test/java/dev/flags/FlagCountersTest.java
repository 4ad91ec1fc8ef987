package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlagCountersTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final FlagCounters counters = new FlagCounters();

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

    private void define(String variant) {
        counters.define(Set.of(variant));
    }
}
