package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.json.JsonString;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedFlagsTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final EvaluationContext ALICE = EvaluationContext.ofUser("alice");

    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final MemoryConfigStore store = new MemoryConfigStore();
    private final FeatureFlagManager manager = FeatureFlagManager.builder()
            .store(store)
            .clock(clock)
            .pollInterval(Duration.ofHours(1))
            .build();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void pinnedAnswers_stayAsTheyAre_whileOthersFollowTheConfiguration() {
        set("a", true);
        set("b", true);
        PinnedFlags pinned = manager.flags().pin(ALICE);
        assertThat(pinned.isEnabled("a")).isTrue();

        set("b", false);

        assertThat(pinned.isEnabled("b")).isTrue();
        assertThat(manager.isEnabled("b", "alice")).isFalse();
        assertThat(pinned.version()).isNotEqualTo(manager.flags().pin(ALICE).version());
    }

    @Test
    void schedule_isLookedAtOnceForAllAnswers() {
        Evaluator flags = new Evaluator(Configured.snapshot("""
                {"flags": [{"name": "a", "status": "enabled", "default": "on",
                            "schedule": {"end": "2026-06-01T12:00:01Z"}}]}
                """, clock), Observer.NONE);
        PinnedFlags pinned = flags.pin(ALICE);

        clock.advance(Duration.ofSeconds(1));

        assertThat(pinned.isEnabled("a")).isTrue();
        assertThat(flags.isEnabled("a", ALICE)).isFalse();
    }

    @Test
    void versionFromElsewhere_isFoundAmongTheLastEight() {
        set("a", true);
        String first = manager.flags().pin(ALICE).version();
        set("a", false);
        assertThat(manager.flags().pin(ALICE, first).isEnabled("a")).isTrue();
        assertThat(manager.flags().pin(ALICE, first).version()).isEqualTo(first);

        IntStream.range(0, 6).forEach(i -> set("b", i % 2 == 0));
        assertThat(manager.flags().pin(ALICE, first).version()).isEqualTo(first);
        set("c", true);

        PinnedFlags newest = manager.flags().pin(ALICE, first);
        assertThat(newest.version()).isEqualTo(manager.flags().pin(ALICE).version());
        assertThat(newest.isEnabled("a")).isFalse();
    }

    @Test
    void version_ofOtherContent_isAnother() throws IOException {
        String on = version("""
                {"flags": [{"name": "a", "status": "enabled"}]}
                """);
        String off = version("""
                {"flags": [{"name": "a", "status": "disabled"}]}
                """);

        assertThat(on.substring(on.indexOf(':'))).startsWith(":0:").isNotEqualTo(off.substring(off.indexOf(':')));
    }

    /** Of what an application ships with, which no store has given a version. */
    private String version(String bootstrap) throws IOException {
        try (FeatureFlagManager started = FeatureFlagManager.builder()
                .store(new MemoryConfigStore())
                .bootstrap(Files.writeString(directory.resolve("bootstrap.json"), bootstrap)
                        .toUri()
                        .toURL())
                .build()) {
            return started.flags().pin(ALICE).version();
        }
    }

    @Test
    void clockThatThrows_isNoReasonToThrow() {
        Evaluator flags = new Evaluator(
                Configured.snapshot("""
                {"flags": [{"name": "timed", "status": "enabled", "default": "on",
                            "schedule": {"end": "2026-06-01T12:00:01Z"}},
                           {"name": "plain", "status": "enabled"}]}
                """, () -> {
                    throw new IllegalStateException("as the test wants it");
                }),
                Observer.NONE);

        PinnedFlags pinned = flags.pin(ALICE);

        assertThat(pinned.isEnabled("timed", true)).isTrue();
        assertThat(pinned.evaluateBoolean("timed", true).error()).isEqualTo(ErrorCode.GENERAL);
        assertThat(pinned.isEnabled("plain")).isTrue();
    }

    @Test
    void explanation_isOfThePinnedState() {
        set("a", true);
        PinnedFlags pinned = manager.flags().pin(ALICE);

        set("a", false);

        assertThat(pinned.explain("a").answer()).extracting("variant").isEqualTo("on");
        assertThat(manager.explain("a", ALICE).answer()).extracting("variant").isEqualTo("off");
    }

    /** Headers come from anywhere. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ":", ":0", "memory:999999999999999999999", "\n"})
    void versionThatIsNone_standsForTheNewest(String version) {
        set("a", true);

        assertThat(manager.flags().pin(ALICE, version).isEnabled("a")).isTrue();
    }

    @Test
    void everyQuestion_hasTheAnswerOfFlags() {
        Evaluator flags = Configured.evaluator("""
                {"flags": [
                  {"name": "bool", "status": "enabled"},
                  {"name": "string", "status": "enabled", "variants": {"a": "x"}, "off_variant": "a", "default": "a"},
                  {"name": "long", "status": "enabled", "variants": {"a": 5000000000}, "off_variant": "a", "default": "a"},
                  {"name": "int", "status": "enabled", "variants": {"a": 5}, "off_variant": "a", "default": "a"},
                  {"name": "double", "status": "enabled", "variants": {"a": 0.5}, "off_variant": "a", "default": "a"}]}
                """);
        PinnedFlags pinned = flags.pin(ALICE);
        JsonString none = new JsonString("none");

        assertThat(pinned.isEnabled("bool")).isTrue();
        assertThat(pinned.isEnabled("none", true)).isTrue();
        assertThat(pinned.variant("string", "z")).isEqualTo("a");
        assertThat(pinned.variant("none", "z")).isEqualTo("z");
        assertThat(pinned.stringValue("string", "z")).isEqualTo("x");
        assertThat(pinned.longValue("long", 1)).isEqualTo(5_000_000_000L);
        assertThat(pinned.intValue("long", 1)).isEqualTo(1);
        assertThat(pinned.intValue("int", 1)).isEqualTo(5);
        assertThat(pinned.doubleValue("double", 1)).isEqualTo(0.5);
        assertThat(pinned.jsonValue("string", none)).isEqualTo(new JsonString("x"));
        assertThat(pinned.evaluateBoolean("bool", false)).isEqualTo(flags.evaluateBoolean("bool", ALICE, false));
        assertThat(pinned.evaluateString("bool", "z").error()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(pinned.evaluateLong("none", 1).error()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(pinned.evaluateDouble("double", 1)).isEqualTo(flags.evaluateDouble("double", ALICE, 1));
        assertThat(pinned.evaluateJson("string", none)).isEqualTo(flags.evaluateJson("string", ALICE, none));
        assertThat(pinned.evaluateAll()).isEqualTo(flags.evaluateAll(ALICE)).hasSize(5);
    }

    @Test
    void contextThatCannotBeUsed_getsTheFallback() {
        set("a", true);
        EvaluationContext unusable =
                EvaluationContext.builder().attribute("x", new Object()).build();

        PinnedFlags pinned = manager.flags().pin(unusable);

        assertThat(pinned.isEnabled("a")).isFalse();
        assertThat(pinned.evaluateBoolean("a", true).error()).isEqualTo(ErrorCode.INVALID_CONTEXT);
        assertThat(pinned.evaluateAll()).isEmpty();
    }

    @Test
    void pinnedAnswers_areCounted() {
        set("a", true);

        manager.flags().pin(ALICE).isEnabled("a");

        assertThat(manager.getFlagStats("a").orElseThrow().evaluations()).containsEntry("on", 1L);
    }

    private void set(String flag, boolean enabled) {
        FlagStatus status = enabled ? FlagStatus.ENABLED : FlagStatus.DISABLED;
        manager.setFlag(Flag.builder(flag).status(status).build(), CHANGE);
    }
}
