package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.flags.samples.digits.PhaseStats.Summary;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseStatsTest {
    private static final int RIGHT = 7;
    private static final int WRONG = 1;

    private final PhaseStats stats = new PhaseStats("canary", "new");

    @Test
    void summary_countsRequestsAndShares() {
        stats.add(from("acme"), "old", RIGHT, 400);
        stats.add(from("acme"), "new", RIGHT, 100);
        stats.add(from("globex"), "old", WRONG, 300);
        stats.add(from("acme"), "old", RIGHT, 200);

        Summary summary = stats.summary();

        assertThat(summary.phase()).isEqualTo("canary");
        assertThat(summary.requests()).isEqualTo(4);
        assertThat(summary.newModelShare()).isEqualTo(0.25);
        assertThat(summary.accuracy()).isEqualTo(0.75);
        assertThat(summary.accuracyByModel()).hasToString("{new=1.0, old=" + 2.0 / 3 + "}");
        assertThat(summary.newModelShareByTenant()).hasToString("{acme=" + 1.0 / 3 + ", globex=0.0}");
        assertThat(summary.p50()).isEqualTo(Duration.ofNanos(200));
        assertThat(summary.p95()).isEqualTo(Duration.ofNanos(400));
    }

    @Test
    void summary_doesNotChangeWhenMoreIsAdded() {
        stats.add(from("acme"), "old", RIGHT, 1);
        Summary before = stats.summary();

        stats.add(from("acme"), "new", WRONG, 2);

        assertThat(before.requests()).isOne();
        assertThat(before.accuracyByModel()).containsOnlyKeys("old");
    }

    @Test
    void summary_ofNoRequests_isRefused() {
        assertThatIllegalStateException().isThrownBy(stats::summary).withMessage("no requests in phase canary");
    }

    @Test
    void add_withNegativeTime_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stats.add(from("acme"), "old", RIGHT, -1))
                .withMessage("nanos must not be negative: -1");
    }

    @Test
    void newSummary_copiesItsMaps() {
        SortedMap<String, Double> shares = new TreeMap<>();
        Summary summary = new Summary("canary", 1, 0, 1, shares, shares, Duration.ZERO, Duration.ZERO);

        shares.put("late", 1.0);

        assertThat(summary.accuracyByModel()).isEmpty();
        assertThat(summary.newModelShareByTenant()).isEmpty();
    }

    @Test
    void newSummary_ofNoRequests_isRefused() {
        SortedMap<String, Double> none = new TreeMap<>();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Summary("canary", 0, 0, 0, none, none, Duration.ZERO, Duration.ZERO))
                .withMessage("requests must be at least 1: 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void newSummary_withAShareOutOfRange_isRefused(double share) {
        SortedMap<String, Double> none = new TreeMap<>();
        SortedMap<String, Double> bad = new TreeMap<>(Map.of("acme", share));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Summary("canary", 1, share, 0, none, none, Duration.ZERO, Duration.ZERO))
                .withMessage("newModelShare not in [0, 1]: " + share);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Summary("canary", 1, 0, share, none, none, Duration.ZERO, Duration.ZERO))
                .withMessage("accuracy not in [0, 1]: " + share);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Summary("canary", 1, 0, 0, none, bad, Duration.ZERO, Duration.ZERO))
                .withMessage("newModelShareByTenant not in [0, 1]: " + share);
    }

    private static Request from(String tenant) {
        return new Request("r-0001", "u-001", tenant, Digits.plain(0, RIGHT));
    }
}
