package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.config.Prerequisite;
import dev.flags.config.Rich;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreException;
import dev.flags.store.UnknownOutcomeException;
import dev.flags.store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two processes must not do to one configuration together, and what becomes of a change whose answer is lost. */
@SuppressWarnings("NullAway") // what is absent fails the test
class ConcurrentEditsTest {
    private static final Change CHANGE = Change.by("alice", "a test");

    @TempDir
    private Path directory;

    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final ScriptedStore store = new ScriptedStore(memory);
    private FeatureFlagManager mine;
    private FeatureFlagManager rival;

    @BeforeEach
    void open() {
        mine = manager(store);
        rival = manager(memory);
    }

    @AfterEach
    void close() {
        mine.close();
        rival.close();
    }

    private static FeatureFlagManager manager(ConfigStore store) {
        return FeatureFlagManager.builder()
                .store(store)
                .pollInterval(Duration.ofHours(1))
                .settlePatience(Duration.ofMillis(500))
                .build();
    }

    private static Flag requiring(String name, String... required) {
        List<Prerequisite> all = new ArrayList<>();
        for (String flag : required) {
            all.add(Prerequisite.on(flag));
        }
        return Flag.builder(name)
                .enabled()
                .definition(Rich.ofBoolean().requires(all).defaultVariant("on").build())
                .build();
    }

    private void set(Flag... flags) {
        for (Flag flag : flags) {
            rival.setFlag(flag, CHANGE);
        }
    }

    // --- references

    @Test
    void twoThatComeToRequireEachOther_oneIsRefused() {
        set(requiring("a"), requiring("b"));
        store.beforeNextCommit(() -> rival.setFlag(requiring("b", "a"), CHANGE));

        assertThatThrownBy(() -> mine.setFlag(requiring("a", "b"), CHANGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cycle");
        rival.reload();
        assertThat(rival.problems()).isEmpty();
    }

    @Test
    void cycleOfThree_closedByWritesOfDifferentFlags_isRefused() {
        set(requiring("a"), requiring("b"), requiring("c"));
        rival.setFlag(requiring("a", "b"), CHANGE);
        // c requires a; meanwhile b, which c does not name, comes to require c.
        store.beforeNextCommit(() -> rival.setFlag(requiring("b", "c"), CHANGE));

        assertThatThrownBy(() -> mine.setFlag(requiring("c", "a"), CHANGE)).isInstanceOf(ConfigException.class);
        rival.reload();
        assertThat(rival.problems()).isEmpty();
    }

    /** The known-bad twin: an editor that lists only what a flag names by itself lets the circle through. */
    @Test
    void cycleOfThree_withoutTheReadsOfTheWholeChain_isMade() {
        FeatureFlagManager forgetful = manager(forgetting(read -> true));
        set(requiring("a"), requiring("b"), requiring("c"));
        rival.setFlag(requiring("a", "b"), CHANGE);
        store.beforeNextCommit(() -> rival.setFlag(requiring("b", "c"), CHANGE));

        forgetful.setFlag(requiring("c", "a"), CHANGE);

        rival.reload();
        assertThat(rival.problems()).isNotEmpty();
        forgetful.close();
    }

    @Test
    void deletion_whileSomebodyBeginsToRequireTheFlag_isRefused() {
        set(requiring("a"), requiring("b"));
        store.beforeNextCommit(() -> rival.setFlag(requiring("b", "a"), CHANGE));

        assertThatThrownBy(() -> mine.deleteFlag("a", CHANGE)).isInstanceOf(ConfigException.class);

        rival.reload();
        assertThat(rival.problems()).isEmpty();
        assertThat(rival.isEnabled("b", "u")).isTrue();
    }

    /** The known-bad twin of the one above. */
    @Test
    void deletion_thatDoesNotAskForNewReferences_leavesOneToNothing() {
        FeatureFlagManager forgetful = manager(forgetting(read -> true));
        set(requiring("a"), requiring("b"));
        store.beforeNextCommit(() -> rival.setFlag(requiring("b", "a"), CHANGE));

        forgetful.deleteFlag("a", CHANGE);

        rival.reload();
        assertThat(rival.problems()).isNotEmpty();
        forgetful.close();
    }

    @Test
    void variantThatIsTakenAway_whileSomebodyBeginsToAskForIt_isRefused() {
        set(ofColours("colour", "red", "blue"));
        store.beforeNextCommit(() -> rival.setFlag(asking("b", "colour", "blue"), CHANGE));

        assertThatThrownBy(() -> mine.setFlag(ofColours("colour", "red"), CHANGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no variant \"blue\"");
    }

    @Test
    void changesOfFlagsThatDoNotReferToOneAnother_doNotConflict() {
        set(requiring("a"), requiring("b"));
        store.beforeNextCommit(() -> rival.disableFlag("b", CHANGE));

        mine.disableFlag("a", CHANGE);

        assertThat(store.commits()).isEqualTo(1);
    }

    @Test
    void deletionsAndReferences_atOnce_neverLeaveAReferenceToNothing() {
        List<CompletableFuture<?>> both = new ArrayList<>();
        for (int round = 0; round < 60; round++) {
            String target = "t" + round;
            String from = "f" + round;
            set(requiring(target));
            CyclicBarrier start = new CyclicBarrier(2);
            both.clear();
            both.add(racing(start, () -> mine.deleteFlag(target, CHANGE)));
            both.add(racing(start, () -> rival.setFlag(requiring(from, target), CHANGE)));
            long refused = both.stream()
                    .filter(attempt -> attempt.handle((value, why) -> why).join() != null)
                    .count();

            assertThat(refused).isEqualTo(1);
            rival.reload();
            assertThat(rival.problems()).isEmpty();
        }
    }

    @Test
    void requirementsOfEachOther_atOnce_neverMakeACircle() {
        for (int round = 0; round < 60; round++) {
            String a = "a" + round;
            String b = "b" + round;
            set(requiring(a), requiring(b));
            CyclicBarrier start = new CyclicBarrier(2);
            List<CompletableFuture<?>> both = List.of(
                    racing(start, () -> mine.setFlag(requiring(a, b), CHANGE)),
                    racing(start, () -> rival.setFlag(requiring(b, a), CHANGE)));

            long refused = both.stream()
                    .filter(attempt -> attempt.handle((value, why) -> why).join() != null)
                    .count();

            assertThat(refused).isEqualTo(1);
            rival.reload();
            assertThat(rival.problems()).isEmpty();
        }
    }

    private static CompletableFuture<?> racing(CyclicBarrier start, Runnable change) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        start.await();
                    } catch (InterruptedException | BrokenBarrierException e) {
                        throw new AssertionError(e);
                    }
                    change.run();
                },
                OwnThread.EXECUTOR);
    }

    // --- retired names

    @Test
    void nameOfADeletedFlag_isRetiredUntilItIsReleased() {
        set(requiring("a"));
        mine.deleteFlag("a", Change.by("bob", "no longer used"));

        assertThatThrownBy(() -> rival.setFlag(requiring("a"), CHANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"a\" was retired on 20")
                .hasMessageContaining("by bob (no longer used)")
                .hasMessageContaining("releaseFlagName");
        assertThatThrownBy(() -> mine.releaseFlagName("b", CHANGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not retired");

        rival.releaseFlagName("a", CHANGE);
        mine.setFlag(requiring("a"), CHANGE);

        assertThat(mine.isEnabled("a", "u")).isTrue();
        assertThat(mine.history("a", 10))
                .extracting(event -> event.action())
                .containsExactly("set", "release_name", "delete", "set");
        mine.deleteFlag("a", CHANGE);
        assertThat(memory.load(Set.of(Kind.TOMBSTONE)).documents()).hasSize(1);
    }

    @Test
    void nameThatIsRetired_whileSomebodyCreatesAFlagOfIt_isRefused() {
        store.beforeNextCommit(() -> {
            rival.setFlag(requiring("a"), CHANGE);
            rival.deleteFlag("a", CHANGE);
        });

        assertThatThrownBy(() -> mine.setFlag(requiring("a"), CHANGE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void flagBesideItsTombstone_isServedAndEdited() {
        set(requiring("a"));
        mine.deleteFlag("a", CHANGE);
        DocumentKey key = DocumentKey.flag("a");
        memory.commit(new Commit(
                UUID.randomUUID(),
                List.of(new Write.Put(key, 0, "{\"name\": \"a\", \"status\": \"enabled\"}")),
                List.of(),
                List.of()));
        mine.reload();

        assertThat(mine.isEnabled("a", "u")).isTrue();
        assertThat(mine.problems()).isEmpty();
        mine.addUserToFlag("a", "u", CHANGE);
        mine.disableFlag("a", CHANGE);
        assertThat(mine.isEnabled("a", "u")).isFalse();
    }

    // --- lost answers

    @Test
    void answerThatIsLost_afterTheCommit_isFoundInTheHistory_andNothingIsDoneTwice() {
        set(requiring("a"));
        AtomicInteger lost = new AtomicInteger();
        store.afterCommit(() -> {
            if (lost.incrementAndGet() == 1) {
                throw new IllegalStateException("the answer is lost");
            }
        });

        mine.addUserToFlag("a", "u", CHANGE);

        assertThat(store.commits()).isEqualTo(1);
        assertThat(mine.getFlag("a").orElseThrow().enabledUsers()).containsExactly("u");
        assertThat(mine.history(HistoryQuery.latest(10))).hasSize(2);
    }

    @Test
    void answerThatIsLost_beforeTheCommit_isTriedAgain() {
        set(requiring("a"));
        store.beforeNextCommit(() -> {
            throw new IllegalStateException("nothing was done");
        });

        mine.addUserToFlag("a", "u", CHANGE);

        assertThat(store.commits()).isEqualTo(2);
        assertThat(mine.history(HistoryQuery.latest(10))).hasSize(2);
    }

    /** Its request arrives once the document was made, by another attempt, and deleted again. */
    @ParameterizedTest
    @ValueSource(strings = {"flag", "segment", "layer", "first change"})
    void creationWhoseAnswerIsLost_andThatComesLate_bringsNothingBack(String what) throws IOException {
        List<Commit> late = new ArrayList<>();
        ConfigStore losing = new ForwardingStore(memory) {
            @Override
            public CommitResult commit(Commit commit) {
                if (late.isEmpty()) {
                    late.add(commit);
                    return new CommitResult.Unknown(commit.id());
                }
                return super.commit(commit);
            }
        };
        if (!what.equals("first change")) {
            set(requiring("other"));
        }
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(losing)
                .bootstrap(Files.writeString(directory.resolve("shipped"), "{\"flags\": []}")
                        .toUri()
                        .toURL())
                .pollInterval(Duration.ofHours(1))
                .build()) {
            createAndDelete(manager, what);
            rival.reload();
            set(requiring("unrelated"));

            assertThat(memory.commit(late.get(0))).isInstanceOf(CommitResult.Conflict.class);
        }
        assertThat(memory.load(ConfigRefresher.KINDS).documents())
                .doesNotContainKeys(DocumentKey.flag("a"), DocumentKey.segment("a"), DocumentKey.layer("a"));
    }

    private static void createAndDelete(FeatureFlagManager manager, String what) {
        if (what.equals("segment")) {
            manager.setSegment(Segment.ofUsers("a", List.of("u")), CHANGE);
            manager.deleteSegment("a", CHANGE);
        } else if (what.equals("layer")) {
            manager.setLayer(new Layer("a", null, List.of("user"), Map.of(), JsonObject.EMPTY), CHANGE);
            manager.deleteLayer("a", CHANGE);
        } else {
            manager.setFlag(requiring("a"), CHANGE);
            manager.deleteFlag("a", CHANGE);
            manager.releaseFlagName("a", CHANGE);
        }
    }

    @Test
    void creationsOfFlags_doNotConflict() {
        store.beforeNextCommit(() -> rival.setFlag(requiring("b"), CHANGE));

        mine.setFlag(requiring("a"), CHANGE);

        assertThat(store.commits()).isEqualTo(1);
    }

    @Test
    void answersThatAreLost_whenTheHistoryIsOutOfReach_areAnUnknownOutcome() {
        store.afterCommit(() -> {
                    throw new AssertionError("the answer is lost");
                })
                .beforeHistory(() -> {
                    throw new StoreException("out of reach");
                });

        assertThatThrownBy(() -> mine.setFlag(requiring("a"), CHANGE))
                .isInstanceOf(UnknownOutcomeException.class)
                .isNotInstanceOf(StoreException.class)
                .hasMessageContaining("not known whether the change was applied")
                .hasMessageContaining("out of reach");
        assertThat(memory.load(ConfigRefresher.KINDS).documents()).hasSize(1);
    }

    @Test
    void answersThatAreLostAgainAndAgain_areAnUnknownOutcome() {
        store.beforeCommit(() -> {
            throw new IllegalStateException("nothing was done");
        });

        assertThatThrownBy(() -> mine.setFlag(requiring("a"), CHANGE))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("3 commits in a row");
        assertThat(store.commits()).isEqualTo(3);
    }

    @Test
    void attemptThatIsRefused_afterOneWhoseAnswerWasLost_isAnUnknownOutcome() {
        store.beforeNextCommit(() -> {
            store.beforeCommit(() -> {
                throw new StoreException("full");
            });
            throw new IllegalStateException("the answer is lost");
        });

        assertThatThrownBy(() -> mine.setFlag(requiring("a"), CHANGE))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("full");
    }

    private static Flag ofColours(String name, String... colours) {
        Rich.Builder rich = Rich.builder(FlagType.STRING);
        for (String colour : colours) {
            rich.variant(colour, colour);
        }
        return Flag.builder(name)
                .enabled()
                .definition(rich.offVariant("red").defaultVariant("red").build())
                .build();
    }

    private static Flag asking(String name, String flag, String variant) {
        return Flag.builder(name)
                .enabled()
                .definition(Rich.ofBoolean()
                        .requires(List.of(new Prerequisite(flag, List.of(variant))))
                        .defaultVariant("on")
                        .build())
                .build();
    }

    /** A store whose commits lose what they were decided on. */
    private ConfigStore forgetting(Predicate<Expect> forgotten) {
        return new ForwardingStore(store) {
            @Override
            public CommitResult commit(Commit commit) {
                List<Expect> kept =
                        commit.reads().stream().filter(forgotten.negate()).toList();
                return super.commit(new Commit(commit.id(), commit.writes(), kept, commit.events()));
            }
        };
    }
}
