package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Configuration;
import dev.flags.config.Flag;
import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreException;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a manager says of how often the arms of a rollout were served. */
@Timeout(60)
class RolloutCountsTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Duration STALE_AFTER = Duration.ofMinutes(1);

    /** Each way to an answer that is no arm leads to a variant that is one; where it can, for the reason of a split. */
    private static final String FLAGS = """
            {"flags": [
              {"name": "a", "status": "enabled", "enabled_users": ["vip"],
               "rules": [{"id": "r", "when": {"attribute": "staff", "op": "exists"}, "serve": {"weights": {"on": 100}}}],
               "default": {"weights": {"off": 100}}},
              {"name": "plain", "status": "enabled"},
              {"name": "three", "status": "enabled", "variants": {"v1": "x", "v2": "y", "v3": "z"},
               "off_variant": "v1", "default": "v1", "rollout": {"id": "r-1", "baseline": "v1", "candidate": "v2",
               "serve": {"ranges": [["v3", 0, 100000]]}}}]}
            """;

    private static final EvaluationContext STAFF =
            EvaluationContext.builder("u").attribute("staff", true).build();

    private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-06-01T12:00:00Z"));
    private final ScriptedStore store = new ScriptedStore(MemoryConfigStore.of(Configuration.read(FLAGS)));
    private final FeatureFlagManager manager = FeatureFlagManager.builder()
            .store(store)
            .clock(clock)
            .pollInterval(Duration.ofHours(1))
            .staleAfter(STALE_AFTER)
            .build();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void flagWithoutARollout_hasNoCounts() {
        ask(10);

        assertThat(manager.getRolloutCounts("a")).isEmpty();
        assertThat(manager.getRolloutCounts("none")).isEmpty();
    }

    @Test
    void armsThatServedNobody_areThere() {
        rollout("r-1", 100, 0);

        assertThat(counts()).isEqualTo(Map.of("on", 0L, "off", 0L));
    }

    @Test
    void answersOfTheSplit_areCountedByArm() {
        rollout("r-1", 30, 50);

        ask(1_000);

        long on = arm("on");
        long off = arm("off");
        assertThat(on).isBetween(200L, 400L);
        assertThat(off).isBetween(400L, 600L);
        assertThat(stats()).isEqualTo(Map.of("on", on, "off", 1_000 - on)); // includes those whom the rollout misses
    }

    @Test
    void answersByOtherSteps_areNot() {
        rollout("r-1", 100, 0);

        manager.isEnabled("a", "vip");
        manager.isEnabled("a", STAFF);
        rollout("r-1", 0, 0);
        manager.isEnabled("a", "u");

        assertThat(counts()).isEqualTo(Map.of("on", 0L, "off", 0L));
        assertThat(stats()).isEqualTo(Map.of("on", 2L, "off", 1L));
    }

    @Test
    void arm_isNoneOfTheSameFlagsOtherSplits() {
        rollout("r-1", 100, 0);

        manager.isEnabled("a", STAFF);
        manager.isEnabled("a", "u");

        assertThat(counts()).isEqualTo(Map.of("on", 1L, "off", 0L));
    }

    @Test
    void rolloutOfAPlainFlag_isCountedToo() {
        manager.update("plain", flag -> with(flag, rolloutOf("r-1", 100, 0)), CHANGE);

        manager.isEnabled("plain", "u");

        assertThat(manager.getRolloutCounts("plain")).isEqualTo(Map.of("on", 1L, "off", 0L));
    }

    @Test
    void changeOfTheShares_andTheKillSwitch_keepTheCounts() {
        rollout("r-1", 100, 0);
        ask(3);
        rollout("r-1", 0, 100);
        ask(4);
        manager.disableFlag("a", CHANGE);
        ask(5);

        assertThat(counts()).isEqualTo(Map.of("on", 3L, "off", 4L));
        manager.restoreFlag("a", CHANGE);
        assertThat(counts()).isEqualTo(Map.of("on", 3L, "off", 4L));
    }

    @Test
    void rolloutOfAnotherId_beginsAtZero_andWhatWasCountedStaysInTheStats() {
        for (int i = 1; i <= 20; i++) {
            rollout("r-" + i, 100, 0);
            assertThat(counts()).isEqualTo(Map.of("on", 0L, "off", 0L));
            ask(i);
            assertThat(arm("on")).isEqualTo(i);
        }

        assertThat(stats()).containsEntry("on", 210L);
    }

    @Test
    void rolloutThatEnds_leavesNoCounts_andOneThatComesBackBeginsAtZero() {
        rollout("r-1", 100, 0);
        ask(3);

        manager.update("a", flag -> with(flag, null), CHANGE);
        assertThat(counts()).isEmpty();
        rollout("r-1", 100, 0);

        assertThat(counts()).isEqualTo(Map.of("on", 0L, "off", 0L));
        assertThat(stats()).containsEntry("on", 3L);
    }

    @Test
    void flagThatIsMadeAgain_beginsAtZero() {
        rollout("r-1", 100, 0);
        ask(3);
        Flag flag = manager.getFlag("a").orElseThrow();
        manager.update("a", before -> with(before, null), CHANGE);
        manager.deleteFlag("a", CHANGE);
        assertThat(counts()).isEmpty();
        manager.releaseFlagName("a", CHANGE);

        manager.setFlag(flag, CHANGE);

        assertThat(counts()).isEqualTo(Map.of("on", 0L, "off", 0L));
    }

    @Test
    void staleAnswers_areCounted() {
        rollout("r-1", 100, 0);
        ask(2);
        store.beforeRead(() -> {
            throw new StoreException("out of reach");
        });
        manager.reload();
        clock.advance(STALE_AFTER.plusMillis(1));
        manager.reload();
        assertThat(manager.flags()
                        .evaluateBoolean("a", EvaluationContext.ofUser("u"), false)
                        .reason())
                .isEqualTo(Reason.STALE);

        manager.isEnabled("a", "vip");

        assertThat(counts()).isEqualTo(Map.of("on", 3L, "off", 0L));
        assertThat(stats()).containsEntry("on", 4L);
    }

    @Test
    void pinnedAnswers_areCountedForTheRolloutThatGaveThem() {
        rollout("r-1", 100, 0);
        PinnedFlags pinned = manager.flags().pin(EvaluationContext.ofUser("u"));
        rollout("r-2", 100, 0);

        pinned.isEnabled("a");

        assertThat(counts()).isEqualTo(Map.of("on", 0L, "off", 0L));
        assertThat(stats()).containsEntry("on", 1L);
    }

    @Test
    void variantThatIsNeitherBaselineNorCandidate_isThereOnceItWasServed() {
        assertThat(manager.getRolloutCounts("three")).isEqualTo(Map.of("v1", 0L, "v2", 0L));

        manager.flags().variant("three", EvaluationContext.ofUser("u"), "none");

        assertThat(manager.getRolloutCounts("three")).isEqualTo(Map.of("v1", 0L, "v2", 0L, "v3", 1L));
    }

    /** @param off is given the last slots of the scale */
    private void rollout(String id, int on, int off) {
        manager.update("a", flag -> with(flag, rolloutOf(id, on, off)), CHANGE);
    }

    private static Rollout rolloutOf(String id, int on, int off) {
        List<SlotRange> ranges =
                List.of(new SlotRange("on", 0, on * 1_000), new SlotRange("off", 100_000 - off * 1_000, 100_000));
        return new Rollout(id, "off", "on", null, Split.ofRanges(ranges));
    }

    private static Flag with(Flag flag, @Nullable Rollout rollout) {
        return flag.toBuilder().rollout(rollout).build();
    }

    private void ask(int users) {
        IntStream.range(0, users).forEach(i -> manager.isEnabled("a", "user-" + i));
    }

    private Map<String, Long> counts() {
        return manager.getRolloutCounts("a");
    }

    private long arm(String variant) {
        return counts().getOrDefault(variant, 0L);
    }

    private Map<String, Long> stats() {
        return manager.getFlagStats("a").orElseThrow().evaluations();
    }
}
