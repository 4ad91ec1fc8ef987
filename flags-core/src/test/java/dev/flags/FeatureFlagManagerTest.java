package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.ConfigException;
import dev.flags.config.Denial;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.FlagType;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.config.Prerequisite;
import dev.flags.config.Problem;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Segment;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.json.JsonObject;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.Write;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway") // what applications may get wrong is asked for, too
class FeatureFlagManagerTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Percentage TEN = Percentage.ofPercent(10);

    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final InterruptedStore store = new InterruptedStore(new MemoryConfigStore());
    private FeatureFlagManager manager;

    @BeforeEach
    void open() {
        manager = FeatureFlagManager.builder()
                .store(store)
                .clock(clock)
                .pollInterval(Duration.ofHours(1))
                .build();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void setFlag_isInEffectWhenItReturns() {
        Flag flag = Flag.builder("a").enabled().build();

        manager.setFlag(flag, CHANGE);

        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThat(manager.flags().isEnabled("a", EvaluationContext.empty())).isTrue();
        assertThat(manager.getFlag("a")).contains(flag);
        assertThat(manager.listFlags()).containsExactly(flag);
    }

    @Test
    void setFlag_writesWhoAndWhy() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);

        AuditEvent event = manager.history(HistoryQuery.latest(1)).get(0);
        assertThat(event.actor()).isEqualTo("alice");
        assertThat(event.reason()).isEqualTo("a test");
        assertThat(event.action()).isEqualTo("set");
        assertThat(event.at()).isEqualTo(START);
        assertThat(event.document()).isEqualTo(DocumentKey.flag("a"));
        assertThat(event.changes()).extracting(AuditEvent.MemberChange::member).startsWith("name", "status");
    }

    @Test
    void setFlag_toWhatItIsAlready_changesNothing() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        long version = manager.health().version();

        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);

        assertThat(manager.health().version()).isEqualTo(version);
        assertThat(manager.history(HistoryQuery.latest(10))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true, 100, ENABLED", "true, 99.999, PERCENTAGE", "true, 0, PERCENTAGE", "false, 100, DISABLED"})
    void setFlag_byParts_makesAPlainFlag(boolean enabled, double percent, FlagStatus status) {
        manager.setFlag("a", enabled, Percentage.ofPercent(percent), "what it is for", CHANGE);

        Flag flag = manager.getFlag("a").orElseThrow();
        assertThat(flag.status()).isEqualTo(status);
        assertThat(((Plain) flag.definition()).percentage()).isEqualTo(Percentage.ofPercent(percent));
        assertThat(flag.details().description()).isEqualTo("what it is for");
    }

    @Test
    void setFlag_byParts_keepsListsAndConditions() {
        Flag before = Flag.builder("a")
                .enabled()
                .condition("country", "de")
                .enabledUsers(List.of("u"))
                .enabledGroups(List.of("g"))
                .build();
        manager.setFlag(before, CHANGE);

        manager.setFlag("a", true, TEN, "", CHANGE);

        assertThat(manager.getFlag("a"))
                .contains(before.toBuilder().percentage(TEN).build());
    }

    @Test
    void setFlag_byParts_refusesARichFlag() {
        manager.setFlag(rich("a"), CHANGE);

        assertThatThrownBy(() -> manager.setFlag("a", true, TEN, "", CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("flag a is in the rich form");
    }

    @Test
    void setRolloutPercentage_ofAPlainFlag_setsStatusAndShare() {
        manager.setFlag(Flag.builder("a").condition("country", "de").build(), CHANGE);

        manager.setRolloutPercentage("a", TEN, CHANGE);

        assertThat(manager.getFlag("a"))
                .contains(Flag.builder("a")
                        .condition("country", "de")
                        .percentage(TEN)
                        .build());
    }

    @Test
    void setRolloutPercentage_ofARichFlag_splitsItsDefault() {
        manager.setFlag(rich("a"), CHANGE);

        manager.setRolloutPercentage("a", TEN, CHANGE);

        Rich rich = (Rich) manager.getFlag("a").orElseThrow().definition();
        assertThat(((Split) rich.defaultServe()).weights())
                .isEqualTo(Map.of("on", TEN, "off", Percentage.ofPercent(90)));
    }

    @Test
    void setRolloutPercentage_afterAKill_isRefused() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.disableFlag("a", CHANGE);

        assertThatThrownBy(() -> manager.setRolloutPercentage("a", TEN, CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was disabled on purpose")
                .hasMessageContaining("restoreFlag or enableFlag");
        assertThat(manager.isEnabled("a", "u")).isFalse();
    }

    @Test
    void restoreFlag_bringsBackExactlyWhatWasKilled() {
        Flag plain = Flag.builder("a")
                .percentage(TEN)
                .condition("country", "de")
                .enabledUsers(List.of("u"))
                .enabledGroups(List.of("g"))
                .description("kept")
                .build();
        manager.setFlag(plain, CHANGE);
        manager.setFlag(rich("b"), CHANGE);

        for (Flag before : List.of(plain, rich("b"))) {
            manager.disableFlag(before.name(), CHANGE);
            assertThat(manager.isEnabled(before.name(), "u")).isFalse();
            assertThat(manager.getFlag(before.name()).orElseThrow().restore()).isEqualTo(before.status());

            manager.restoreFlag(before.name(), CHANGE);
            assertThat(manager.getFlag(before.name())).contains(before);
        }
    }

    @Test
    void disableFlag_twice_keepsWhatToRestore() {
        manager.setFlag(Flag.builder("a").percentage(TEN).build(), CHANGE);

        manager.disableFlag("a", CHANGE);
        manager.disableFlag("a", CHANGE);

        assertThat(manager.getFlag("a").orElseThrow().restore()).isEqualTo(FlagStatus.PERCENTAGE);
        assertThat(manager.history(HistoryQuery.latest(10))).hasSize(2);
    }

    @Test
    void restoreFlag_withNothingToRestore_isRefused() {
        manager.setFlag(Flag.builder("on").enabled().build(), CHANGE);
        manager.setFlag(Flag.builder("off").build(), CHANGE);

        assertThatThrownBy(() -> manager.restoreFlag("on", CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("its status is enabled");
        assertThatThrownBy(() -> manager.restoreFlag("off", CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("use enableFlag");
    }

    @Test
    void enableFlag_dropsConditionsAndRules() {
        manager.setFlag(
                Flag.builder("a").percentage(TEN).condition("country", "de").build(), CHANGE);
        manager.setFlag(rich("b"), CHANGE);

        manager.enableFlag("a", CHANGE);
        manager.enableFlag("b", CHANGE);

        assertThat(manager.isEnabled("a", "anybody")).isTrue();
        assertThat(manager.isEnabled("b", "anybody")).isTrue();
    }

    @Test
    void enableFlag_afterAKill_hasNothingToRestore() {
        manager.setFlag(Flag.builder("a").percentage(TEN).build(), CHANGE);
        manager.disableFlag("a", CHANGE);

        manager.enableFlag("a", CHANGE);

        assertThat(manager.getFlag("a").orElseThrow().restore()).isNull();
        assertThat(manager.isEnabled("a", "anybody")).isTrue();
    }

    @Test
    void flagThatIsNotBoolean_hasNeitherAPercentageNorEnableNorUsers() {
        manager.setFlag(greeting(), CHANGE);

        assertThatThrownBy(() -> manager.enableFlag("greeting", CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("flag greeting is of type string; enableFlag is for boolean flags. Use update");
        assertThatThrownBy(() -> manager.setRolloutPercentage("greeting", TEN, CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("setRolloutPercentage is for boolean flags");
        assertThatThrownBy(() -> manager.addUserToFlag("greeting", "u", CHANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/enabled_users");
    }

    @Test
    void usersAndGroups_areAddedOnceAndRemoved() {
        manager.setFlag(Flag.builder("a").percentage(Percentage.NONE).build(), CHANGE);

        manager.addUserToFlag("a", "u", CHANGE);
        manager.addUserToFlag("a", "u", CHANGE);
        manager.addGroupToFlag("a", "g", CHANGE);

        assertThat(manager.getFlag("a").orElseThrow().enabledUsers()).containsExactly("u");
        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThat(manager.isEnabled("a", "v")).isFalse();
        EvaluationContext inGroup = EvaluationContext.builder("v").groups("g").build();
        assertThat(manager.isEnabled("a", inGroup)).isTrue();

        manager.removeUserFromFlag("a", "u", CHANGE);
        manager.removeUserFromFlag("a", "nobody", CHANGE);
        manager.removeGroupFromFlag("a", "g", CHANGE);

        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.isEnabled("a", inGroup)).isFalse();
        assertThat(manager.history(HistoryQuery.latest(10)))
                .extracting(AuditEvent::action)
                .containsExactly("remove_group", "remove_user", "add_group", "add_user", "set");
    }

    @Test
    void deleteFlag_removesIt() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);

        manager.deleteFlag("a", CHANGE);

        assertThat(manager.getFlag("a")).isEmpty();
        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.flags()
                        .evaluateBoolean("a", EvaluationContext.empty(), true)
                        .error())
                .isEqualTo(ErrorCode.FLAG_NOT_FOUND);
    }

    @Test
    void deleteFlag_thatAnotherRequires_isRefused() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.setFlag(requiring("b", "a"), CHANGE);

        assertThatThrownBy(() -> manager.deleteFlag("a", CHANGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("flag \"b\" at /requires/0/flag: there is no flag \"a\"");
        assertThat(manager.isEnabled("b", "u")).isTrue();
    }

    @Test
    void flagWithARunningRollout_isNeitherDeletedNorEnabled() {
        Rollout rollout = new Rollout("r-1", "off", "on", null, Split.ofRanges(List.of(new SlotRange("on", 0, 1000))));
        manager.setFlag(Flag.builder("a").percentage(TEN).rollout(rollout).build(), CHANGE);

        assertThatThrownBy(() -> manager.deleteFlag("a", CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("rollout r-1 is running on flag a; promote or abort it first");
        assertThatThrownBy(() -> manager.enableFlag("a", CHANGE)).isInstanceOf(IllegalStateException.class);
        assertThatCode(() -> manager.disableFlag("a", CHANGE)).doesNotThrowAnyException();
    }

    @Test
    void changesOfAFlagThatDoesNotExist_areRefused() {
        assertThatThrownBy(() -> manager.disableFlag("a", CHANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no flag a; there is none at all");
        manager.setFlag(Flag.builder("b").build(), CHANGE);

        assertThatThrownBy(() -> manager.enableFlag("a", CHANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no flag a; the first ones are [b]");
        assertThatThrownBy(() -> manager.deleteFlag("a", CHANGE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> manager.update("a", flag -> flag, CHANGE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void update_thatWasOvertaken_beginsAgainFromTheNewState() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        store.beforeNextCommit(() -> {
            try (FeatureFlagManager other =
                    FeatureFlagManager.builder().store(store).build()) {
                other.addUserToFlag("a", "theirs", CHANGE);
            }
        });
        List<Flag> seen = new ArrayList<>();

        manager.update(
                "a",
                flag -> {
                    seen.add(flag);
                    return FlagEdits.addUser(flag, "ours");
                },
                CHANGE);

        assertThat(seen).hasSize(2);
        assertThat(manager.getFlag("a").orElseThrow().enabledUsers()).containsExactly("theirs", "ours");
    }

    @Test
    void change_whoseReferenceVanishesMeanwhile_isRefused() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        store.beforeNextCommit(() -> {
            try (FeatureFlagManager other =
                    FeatureFlagManager.builder().store(store).build()) {
                other.deleteFlag("a", CHANGE);
            }
        });

        assertThatThrownBy(() -> manager.setFlag(requiring("b", "a"), CHANGE)).isInstanceOf(ConfigException.class);
        assertThat(manager.listFlags()).isEmpty();
    }

    @Test
    void update_thatRenames_isRefused() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);

        assertThatThrownBy(() ->
                        manager.update("a", flag -> flag.toBuilder().rename("b").build(), CHANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an update cannot rename a flag");
        assertThat(manager.listFlags()).extracting(Flag::name).containsExactly("a");
    }

    @Test
    void change_withAReferenceToNothing_namesThePointerAndChangesNothing() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        long version = manager.health().version();

        assertThatThrownBy(() -> manager.setFlag(requiring("b", "aa"), CHANGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("flag \"b\" at /requires/0/flag: there is no flag \"aa\"; did you mean \"a\"?");
        assertThat(manager.getFlag("b")).isEmpty();
        assertThat(manager.health()).isEqualTo(new Health(Health.Status.HEALTHY, version, START, null));
        assertThat(manager.history(HistoryQuery.latest(10))).hasSize(1);
    }

    @Test
    void change_thatClosesACycle_isRefused() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.setFlag(requiring("b", "a"), CHANGE);

        assertThatThrownBy(() -> manager.setFlag(requiring("a", "b"), CHANGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cycle");
    }

    @Test
    void nextWrite_removesDenialsThatHaveExpired() {
        Denial shortly = new Denial(List.of("u"), "user", START.plusSeconds(60), null);
        Denial always = new Denial(List.of("v"), "user", null, null);
        manager.setFlag(
                Flag.builder("a").enabled().denied(List.of(shortly, always)).build(), CHANGE);
        assertThat(manager.isEnabled("a", "u")).isFalse();

        clock.advance(Duration.ofMinutes(1));
        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThat(manager.getFlag("a").orElseThrow().denied()).hasSize(2);

        manager.addUserToFlag("a", "w", CHANGE);
        assertThat(manager.getFlag("a").orElseThrow().denied()).containsExactly(always);
    }

    @Test
    void segmentsAndLayers_areSetAndDeleted() {
        Segment segment = Segment.ofUsers("s", List.of("u"));
        Layer layer = new Layer("l", null, List.of("user"), Map.of(), JsonObject.EMPTY);
        manager.setSegment(segment, CHANGE);
        manager.setSegment(segment, CHANGE);
        manager.setLayer(layer, CHANGE);

        assertThat(manager.segments()).isEqualTo(Map.of("s", segment));
        assertThat(manager.layers()).isEqualTo(Map.of("l", layer));
        assertThat(manager.history(HistoryQuery.of(DocumentKey.segment("s"), 10)))
                .hasSize(1);

        manager.deleteSegment("s", CHANGE);
        manager.deleteLayer("l", CHANGE);
        assertThat(manager.segments()).isEmpty();
        assertThat(manager.layers()).isEmpty();
    }

    @Test
    void deleteSegment_thatAFlagNames_isRefused() {
        manager.setSegment(Segment.ofUsers("s", List.of("u")), CHANGE);
        putRaw("a", """
                {"name": "a", "status": "enabled", "rules": [{"id": "r", "when": {"segment": "s"}, "serve": "on"}],
                 "default": "off"}
                """);
        manager.reload();

        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThatThrownBy(() -> manager.deleteSegment("s", CHANGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("flag \"a\" at /rules/0/when/segment");
    }

    @Test
    void segmentChange_showsInFlagsThatDidNotChange() {
        manager.setSegment(Segment.ofUsers("s", List.of("u")), CHANGE);
        putRaw("a", """
                {"name": "a", "status": "enabled", "rules": [{"id": "r", "when": {"segment": "s"}, "serve": "on"}],
                 "default": "off"}
                """);
        manager.reload();

        manager.setSegment(Segment.ofUsers("s", List.of("v")), CHANGE);

        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.isEnabled("a", "v")).isTrue();
    }

    @Test
    void getFlagStats_countsByVariantAndKnowsTheLastChange() {
        manager.setFlag(
                Flag.builder("a")
                        .percentage(Percentage.NONE)
                        .enabledUsers(List.of("u", "v"))
                        .enabledGroups(List.of("g"))
                        .denied(List.of(new Denial(List.of("x", "y", "z"), "user", null, null)))
                        .build(),
                CHANGE);
        manager.isEnabled("a", "u");
        manager.isEnabled("a", "u");
        manager.isEnabled("a", "w");
        clock.advance(Duration.ofSeconds(5));
        manager.setRolloutPercentage("a", TEN, Change.by("bob", "more"));

        FlagStats stats = manager.getFlagStats("a").orElseThrow();

        assertThat(stats.status()).isEqualTo(FlagStatus.PERCENTAGE);
        assertThat(stats.percentage()).isEqualTo(TEN);
        assertThat(stats.enabledUsers()).isEqualTo(2);
        assertThat(stats.enabledGroups()).isEqualTo(1);
        assertThat(stats.deniedUnits()).isEqualTo(3);
        assertThat(stats.evaluations()).isEqualTo(Map.of("on", 2L, "off", 1L));
        assertThat(stats.lastChange())
                .isEqualTo(new FlagStats.LastChange(START.plusSeconds(5), "bob", "more", "set_percentage"));
        assertThat(manager.getFlagStats("nothing")).isEmpty();
    }

    @Test
    void getFlagStats_getsTheTimeOfTheLastEvaluation() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        assertThat(manager.getFlagStats("a").orElseThrow().lastEvaluated()).isNull();
        assertThat(manager.getFlagStats("a").orElseThrow().percentage()).isNull();

        manager.isEnabled("a", "u");

        Await.until(() -> manager.getFlagStats("a").orElseThrow().lastEvaluated() != null);
        assertThat(manager.getFlagStats("a").orElseThrow().lastEvaluated()).isEqualTo(START);
    }

    @Test
    void counters_noteTheTimeOnlyIfSomethingWasCounted() {
        FlagCounters counters = new FlagCounters();
        counters.sample(START);
        assertThat(counters.lastEvaluated()).isNull();

        counters.of("on", Reason.STATIC).increment();
        counters.sample(START.plusSeconds(1));
        counters.sample(START.plusSeconds(2));

        assertThat(counters.lastEvaluated()).isEqualTo(START.plusSeconds(1));
        assertThat(counters.counts()).isEqualTo(Map.of("on", 1L));
    }

    @Test
    void listener_isToldOncePerChange() {
        record Told(long version, Set<DocumentKey> changed) {}
        List<Told> told = new CopyOnWriteArrayList<>();
        FlagListener listener = (version, changed) -> told.add(new Told(version, changed));
        manager.addListener(listener);

        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        Await.until(() -> told.size() == 1);
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.reload();
        manager.setSegment(Segment.ofUsers("s", List.of()), CHANGE);
        Await.until(() -> told.size() == 2);
        manager.deleteFlag("a", CHANGE);
        Await.until(() -> told.size() == 3);
        manager.removeListener(listener);
        manager.setFlag(Flag.builder("b").build(), CHANGE);

        assertThat(told)
                .containsExactly(
                        new Told(1, Set.of(DocumentKey.flag("a"))),
                        new Told(2, Set.of(DocumentKey.segment("s"))),
                        new Told(3, Set.of(DocumentKey.flag("a"))));
    }

    @Test
    void listenerThatThrows_harmsNobody() {
        List<Long> told = new CopyOnWriteArrayList<>();
        manager.addListener((version, changed) -> {
            throw new IllegalStateException("a listener's own trouble");
        });
        manager.addListener((version, changed) -> told.add(version));

        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        Await.until(() -> told.equals(List.of(1L)));
        manager.disableFlag("a", CHANGE);
        Await.until(() -> told.equals(List.of(1L, 2L)));

        assertThat(manager.isEnabled("a", "u")).isFalse();
    }

    @Test
    void listenerThatChangesSomething_isNotLockedOut() {
        manager.addListener((version, changed) -> {
            if (changed.contains(DocumentKey.flag("a"))) {
                manager.setFlag(Flag.builder("b").enabled().build(), CHANGE);
            }
        });

        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);

        Await.until(() -> manager.isEnabled("b", "u"));
    }

    @Test
    void storeOutOfReach_isDegradedThenStaleThenWellAgain() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        store.fail(true);
        manager.reload();
        assertThat(manager.health())
                .isEqualTo(new Health(Health.Status.DEGRADED, 1, START, "out of reach, as the test wants it"));
        assertThat(reasonOf("a")).isEqualTo(Reason.STATIC);

        clock.advance(FeatureFlagManager.Builder.DEFAULT_STALE_AFTER);
        manager.reload();
        assertThat(manager.health().status()).isEqualTo(Health.Status.STALE);
        assertThat(reasonOf("a")).isEqualTo(Reason.STALE);
        assertThat(manager.flags()
                        .evaluateAll(EvaluationContext.empty())
                        .get("a")
                        .reason())
                .isEqualTo(Reason.STALE);
        assertThat(manager.isEnabled("a", "u")).isTrue();

        store.fail(false);
        manager.reload();
        assertThat(manager.health())
                .isEqualTo(new Health(
                        Health.Status.HEALTHY, 1, START.plus(FeatureFlagManager.Builder.DEFAULT_STALE_AFTER), null));
        assertThat(reasonOf("a")).isEqualTo(Reason.STATIC);
    }

    @Test
    void storeOutOfReachFromTheStart_isNotReady() {
        store.fail(true);
        try (FeatureFlagManager other =
                FeatureFlagManager.builder().store(store).clock(clock).build()) {
            assertThat(other.health().status()).isEqualTo(Health.Status.NOT_READY);
            assertThat(other.flags()
                            .evaluateBoolean("a", EvaluationContext.empty(), true)
                            .error())
                    .isEqualTo(ErrorCode.PROVIDER_NOT_READY);

            store.fail(false);
            other.reload();
            assertThat(other.health().status()).isEqualTo(Health.Status.HEALTHY);
        }
    }

    @Test
    void refusedFlag_keepsItsLastGoodVersionAndOthersServe() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.setFlag(Flag.builder("b").enabled().build(), CHANGE);
        putRaw("a", "{\"name\": \"a\", \"status\": \"sideways\"}");
        manager.reload();

        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThat(manager.isEnabled("b", "u")).isTrue();
        assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(manager.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.document()).isEqualTo("flag \"a\"");
            assertThat(problem.pointer()).isEqualTo("/status");
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
        });
        assertThatThrownBy(() -> manager.addUserToFlag("a", "u", CHANGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/status");
        assertThatCode(() -> manager.disableFlag("b", CHANGE)).doesNotThrowAnyException();
    }

    @Test
    void disableFlag_worksOnAFlagWhoseNewestTextIsBroken() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        putRaw("a", "{\"name\": \"a\", \"status\": \"sideways\"}");
        manager.reload();

        manager.disableFlag("a", CHANGE);

        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.problems()).isEmpty();
        manager.restoreFlag("a", CHANGE);
        assertThat(manager.isEnabled("a", "u")).isTrue();
    }

    @Test
    void refusedFlag_withoutALastGoodVersion_servesFallbacks() {
        putRaw("a", "no json");
        manager.reload();

        Evaluation<Boolean> answer = manager.flags().evaluateBoolean("a", EvaluationContext.empty(), true);
        assertThat(answer.value()).isTrue();
        assertThat(answer.error()).isEqualTo(ErrorCode.PARSE_ERROR);
        assertThat(manager.getFlag("a")).isEmpty();
        assertThat(manager.flags().evaluateAll(EvaluationContext.empty())).isEmpty();
        assertThatThrownBy(() -> manager.disableFlag("a", CHANGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is no JSON");
    }

    @Test
    void requiredFlagThatIsRefused_isNotMetAndBlocksNoChange() {
        putRaw("a", "{\"name\": \"a\", \"status\": \"sideways\"}");
        putRaw(
                "b",
                "{\"name\": \"b\", \"status\": \"enabled\", \"requires\": [{\"flag\": \"a\"}], \"default\": \"on\"}");
        manager.reload();

        assertThat(manager.isEnabled("b", "u")).isFalse();
        assertThat(manager.flags()
                        .evaluateBoolean("b", EvaluationContext.empty(), true)
                        .rule())
                .isEqualTo("requires");
        assertThatCode(() -> manager.setFlag(Flag.builder("c").enabled().build(), CHANGE))
                .doesNotThrowAnyException();
    }

    @Test
    void changeThatClosesACycle_isTakenBack_andNobodyElseLosesAnything() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.setFlag(requiring("b", "a"), CHANGE);
        // Broken, so that its last good version is taken; but that requires what now requires it.
        putRaw("b", "{\"name\": \"b\", \"status\": \"sideways\"}");
        putRaw(
                "a",
                "{\"name\": \"a\", \"status\": \"enabled\", \"requires\": [{\"flag\": \"b\"}], \"default\": \"on\"}");
        manager.reload();

        assertThat(manager.isEnabled("a", "u"))
                .as("its last good version requires nothing")
                .isTrue();
        assertThat(manager.isEnabled("b", "u")).as("so that b fits again").isTrue();
        assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
    }

    @Test
    void editThatClosesACycle_doesNotTakeAnUntouchedFlagOutOfService() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.setFlag(requiring("b", "a"), CHANGE);
        putRaw(
                "a",
                "{\"name\": \"a\", \"status\": \"enabled\", \"requires\": [{\"flag\": \"b\"}], \"default\": \"on\"}");
        manager.reload();

        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThat(manager.isEnabled("b", "u")).isTrue();
        assertThat(manager.problems())
                .filteredOn(Problem::isError)
                .extracting(Problem::document)
                .containsExactlyInAnyOrder("flag \"a\"", "flag \"b\"");
    }

    @Test
    void lastGoodVersionThatNoLongerFits_isGivenUp() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.setFlag(requiring("b", "a"), CHANGE);
        putRaw("b", "{\"name\": \"b\", \"status\": \"sideways\"}");
        manager.reload();
        assertThat(manager.isEnabled("b", "u")).as("its last good version").isTrue();
        deleteRaw("a");
        manager.reload();

        assertThat(manager.flags()
                        .evaluateBoolean("b", EvaluationContext.empty(), true)
                        .error())
                .isEqualTo(ErrorCode.PARSE_ERROR);
    }

    @Test
    void integerThatNoLongHolds_isRefusedAloneOrServed() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        putRaw("n", """
                {"name": "n", "type": "integer", "status": "enabled", "variants": {"v": 123456789012345678901234567890},
                 "off_variant": "v", "default": "v"}
                """);

        manager.reload();
        manager.disableFlag("a", CHANGE);

        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.flags().longValue("n", EvaluationContext.empty(), 7)).isEqualTo(7);
    }

    @Test
    void changeWithoutActorOrReason_isRefused() {
        assertThatThrownBy(() -> Change.by(" ", "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("actor is blank; every change needs an actor and a reason");
        assertThatThrownBy(() -> Change.by("who", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("reason is blank");
        assertThatThrownBy(() -> Change.by(null, "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("actor is missing");
        assertThatThrownBy(() -> manager.setFlag(Flag.builder("a").build(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("change");
        assertThat(manager.listFlags()).isEmpty();
    }

    @Test
    void twoManagersOnOneStore_seeEachOthersChanges() {
        try (FeatureFlagManager other = FeatureFlagManager.builder()
                .store(store)
                .pollInterval(Duration.ofHours(1))
                .build()) {
            other.setFlag(Flag.builder("a").enabled().build(), CHANGE);
            Await.until(() -> manager.isEnabled("a", "u"));

            manager.disableFlag("a", CHANGE);
            Await.until(() -> !other.isEnabled("a", "u"));
        }
    }

    @Test
    void close_endsTheThreadAndKeepsAnswering() throws InterruptedException {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        Thread second = new Thread(manager::close);
        second.start();
        manager.close();
        manager.close();
        second.join();

        assertThat(manager.health().status()).isEqualTo(Health.Status.CLOSED);
        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThatCode(() -> store.load(ConfigRefresher.KINDS))
                .as("a store that was given stays open")
                .doesNotThrowAnyException();
        Await.until(() -> refreshThreads() == 0);
    }

    @Test
    void builder_refusesWhatMakesNoSense() {
        FeatureFlagManager.Builder builder = FeatureFlagManager.builder();

        assertThatThrownBy(() -> builder.pollInterval(Duration.ofNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pollInterval is below a millisecond");
        assertThatThrownBy(() -> builder.staleAfter(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("staleAfter is negative");
        assertThatThrownBy(() -> FeatureFlagManager.builder()
                        .store(store)
                        .file(java.nio.file.Path.of("f.json"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both a file and a store");
    }

    private Reason reasonOf(String flag) {
        return manager.flags()
                .evaluateBoolean(flag, EvaluationContext.empty(), false)
                .reason();
    }

    private static long refreshThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("flags-refresh"))
                .count();
    }

    /** Past the manager, as another program would. */
    private void putRaw(String flag, String json) {
        DocumentKey key = DocumentKey.flag(flag);
        var known = store.load(ConfigRefresher.KINDS).documents().get(key);
        Write put = new Write.Put(key, known == null ? 0 : known.revision(), json);
        store.commit(new Commit(UUID.randomUUID(), List.of(put), List.of(), List.of()));
    }

    private void deleteRaw(String flag) {
        DocumentKey key = DocumentKey.flag(flag);
        long revision = Objects.requireNonNull(
                        store.load(ConfigRefresher.KINDS).documents().get(key))
                .revision();
        store.commit(new Commit(UUID.randomUUID(), List.of(new Write.Delete(key, revision)), List.of(), List.of()));
    }

    private static Flag rich(String name) {
        return Flag.builder(name)
                .enabled()
                .enabledUsers(List.of("u"))
                .definition(Rich.ofBoolean().defaultVariant("off").build())
                .build();
    }

    private static Flag requiring(String name, String required) {
        return Flag.builder(name)
                .enabled()
                .definition(Rich.ofBoolean()
                        .requires(List.of(Prerequisite.on(required)))
                        .defaultVariant("on")
                        .build())
                .build();
    }

    private static Flag greeting() {
        return Flag.builder("greeting")
                .enabled()
                .definition(Rich.builder(FlagType.STRING)
                        .variant("formal", "Good day")
                        .offVariant("formal")
                        .defaultVariant("formal")
                        .build())
                .build();
    }
}
