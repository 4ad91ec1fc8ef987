package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreException;
import dev.flags.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags that say how old the configuration may get, while the store is out of reach. */
@SuppressWarnings("NullAway") // what is absent fails the test
class MaxStalenessTest {
    private static final Duration STALE_AFTER = Duration.ofMinutes(1);
    private static final Duration MAX = Duration.ofMinutes(10);
    private static final EvaluationContext BETA =
            EvaluationContext.builder("alice").groups("beta").build();
    private static final String FLAGS = """
            {"flags": [
              {"name": "plain", "status": "enabled", "enabled_groups": ["beta"]},
              {"name": "last_known", "status": "enabled", "default": "off", "enabled_groups": ["beta"],
               "max_staleness": "PT10M"},
              {"name": "default", "status": "enabled", "default": "off", "enabled_groups": ["beta"],
               "max_staleness": "PT10M", "on_stale": "default"},
              {"name": "default_on", "status": "enabled", "default": "on", "rules": [{"id": "r", "serve": "off"}],
               "max_staleness": "PT10M", "on_stale": "default"},
              {"name": "denied", "status": "enabled", "default": "on", "denied": [{"units": ["alice"]}],
               "max_staleness": "PT10M", "on_stale": "default"},
              {"name": "killed", "status": "disabled", "default": "on",
               "max_staleness": "PT10M", "on_stale": "default"},
              {"name": "ended", "status": "enabled", "default": "on", "schedule": {"end": "2026-06-01T12:00:00Z"},
               "max_staleness": "PT10M", "on_stale": "default"},
              {"name": "off", "status": "enabled", "default": "on", "max_staleness": "PT10M", "on_stale": "off"},
              {"name": "requires_off", "status": "enabled", "requires": [{"flag": "off"}], "default": "on"}]}
            """;

    @TempDir
    private Path directory;

    private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-06-01T12:00:00Z"));
    private final ScriptedStore store = new ScriptedStore(new MemoryConfigStore());
    private FeatureFlagManager manager;

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void configurationThatIsYoungEnough_servesAsEver() throws IOException {
        open();

        outOfReachFor(MAX);

        assertThat(isOn("off")).isTrue();
        assertThat(isOn("default")).isTrue();
        assertThat(isOn("requires_off")).isTrue();
    }

    @Test
    void configurationThatIsTooOld_servesWhatTheFlagSays() throws IOException {
        open();

        outOfReachFor(MAX.plusMillis(1));

        assertThat(isOn("plain")).isTrue();
        assertThat(isOn("last_known")).isTrue();
        assertThat(isOn("default")).isFalse();
        assertThat(isOn("default_on")).isTrue();
        assertThat(isOn("off")).isFalse();
    }

    @Test
    void whatTurnsAFlagOff_goesOnDoingSo() throws IOException {
        open();

        outOfReachFor(MAX.plusMillis(1));

        assertThat(isOn("denied")).isFalse();
        assertThat(isOn("killed")).isFalse();
        assertThat(isOn("ended")).isFalse();
        assertThat(isOn("requires_off")).isFalse();
    }

    @Test
    void answersOfAFlagThatIsTooOld_areStale_thoughOthersAreNotYet() throws IOException {
        open(FeatureFlagManager.builder().staleAfter(Duration.ofDays(1)));

        outOfReachFor(MAX.plusMillis(1));

        assertThat(reason("off")).isEqualTo(Reason.STALE);
        assertThat(reason("last_known")).isEqualTo(Reason.STALE);
        assertThat(reason("plain")).isEqualTo(Reason.TARGETING_MATCH);
        assertThat(manager.flags().evaluateAll(BETA).get("off").reason()).isEqualTo(Reason.STALE);
        assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
    }

    @Test
    void changeThatIsMadeMeanwhile_makesNothingYounger() throws IOException {
        open(FeatureFlagManager.builder().staleAfter(Duration.ofDays(1)));
        manager.disableFlag("plain", Change.by("alice", "the first change, for which the store has to be read"));
        outOfReachFor(MAX.plusMillis(1));

        manager.restoreFlag("plain", Change.by("alice", "a test"));

        assertThat(isOn("plain")).isTrue();
        assertThat(isOn("off")).isFalse();
        assertThat(reason("off")).isEqualTo(Reason.STALE);
    }

    @Test
    void storeThatIsBack_makesThemFresh() throws IOException {
        open();
        outOfReachFor(MAX.plusMillis(1));

        store.beforeRead(() -> {});
        manager.reload();

        assertThat(isOn("off")).isTrue();
        assertThat(reason("off")).isEqualTo(Reason.STATIC);
        assertThat(isOn("default")).isTrue();
    }

    /** A handle and a pinned view hold what they saw; the handle only until it is asked. */
    @Test
    void handle_seesTheAge_andWhatIsPinnedDoesNot() throws IOException {
        open();
        BooleanFlag handle = manager.flags().bool("off");
        PinnedFlags pinned = manager.flags().pin(BETA);
        assertThat(handle.isEnabled(BETA)).isTrue();

        outOfReachFor(MAX.plusMillis(1));

        assertThat(handle.isEnabled(BETA)).isFalse();
        assertThat(pinned.isEnabled("off")).isTrue();
    }

    /** Nobody knows how old that is. */
    @Test
    void configurationThatTheApplicationShipsWith_isTooOldForAFlagThatAsks() throws IOException {
        store.beforeRead(MaxStalenessTest::fail);

        open();

        assertThat(isOn("plain")).isTrue();
        assertThat(isOn("off")).isFalse();
        assertThat(isOn("default")).isFalse();
    }

    private void open() throws IOException {
        open(FeatureFlagManager.builder().staleAfter(STALE_AFTER));
    }

    private void open(FeatureFlagManager.Builder builder) throws IOException {
        Path shipped = Files.writeString(directory.resolve("flags.json"), FLAGS);
        manager = builder.store(store)
                .bootstrap(shipped.toUri().toURL())
                .clock(clock)
                .pollInterval(Duration.ofHours(1))
                .build();
    }

    private void outOfReachFor(Duration time) {
        store.beforeRead(MaxStalenessTest::fail);
        manager.reload();
        clock.advance(time);
        manager.reload();
    }

    private static void fail() {
        throw new StoreException("out of reach");
    }

    private boolean isOn(String flag) {
        return manager.isEnabled(flag, BETA);
    }

    private Reason reason(String flag) {
        return manager.flags().evaluateBoolean(flag, BETA, false).reason();
    }
}
