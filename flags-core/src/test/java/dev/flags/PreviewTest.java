package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flags.config.ConfigCodec;
import dev.flags.config.ConfigException;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreException;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes would do to recent contexts, and the budget that they have. */
class PreviewTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final int SIZE = 1_000;

    private final ContextSample sample = new ContextSample(SIZE, InstantSource.system());
    private final FeatureFlagManager manager = FeatureFlagManager.builder()
            .store(new MemoryConfigStore())
            .sample(sample)
            .churnBudget(Percentage.ofPercent(20))
            .build();

    @AfterEach
    void close() {
        manager.close();
    }

    private void ask(String flag, int contexts) {
        IntStream.range(0, contexts)
                .forEach(i -> sample.take(
                        flag,
                        EvaluationContext.builder("user-" + i)
                                .attribute("country", i % 4 == 0 ? "de" : "fr")
                                .build()));
    }

    @Test
    void raisedPercentage_flipsWhoIsAdded_andRebucketsNobody() {
        manager.setFlag(Flag.builder("a").percentage(Percentage.ofPercent(10)).build(), CHANGE);
        ask("a", SIZE);

        FlagImpact impact = only(manager.preview("a", flag -> percentage(flag, 25)));

        assertThat(impact.contexts()).isEqualTo(SIZE);
        assertThat(impact.share()).isCloseTo(.15, within(.05));
        assertThat(impact.moves()).isEqualTo(Map.of(new FlagImpact.Move("off", "on"), impact.flips()));
        assertThat(impact.rebucketed()).isZero();
        assertThat(manager.getFlag("a"))
                .contains(Flag.builder("a").percentage(Percentage.ofPercent(10)).build());
    }

    /** At 10 %, a new salt turns nine of ten who are on off, and as many others on. */
    @Test
    void newSalt_rebuckets() {
        manager.setFlag(Flag.builder("a").percentage(Percentage.ofPercent(10)).build(), CHANGE);
        ask("a", SIZE);

        FlagImpact impact =
                only(manager.preview("a", flag -> flag.toBuilder().salt("new").build()));

        assertThat(impact.share()).isCloseTo(.18, within(.06));
        assertThat((double) impact.rebucketed() / impact.flips()).isGreaterThan(.7);
    }

    @Test
    void condition_flipsWhoMeetsIt() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        ask("a", SIZE);

        FlagImpact impact = only(manager.preview(
                Flag.builder("a").enabled().condition("country", "fr").build()));

        assertThat(impact.flips()).isEqualTo(SIZE / 4);
        assertThat(impact.rebucketed()).isZero();
    }

    @Test
    void segment_isTriedOnTheFlagsThatAskForIt_andThoseThatRequireThem() {
        manager.setSegment(segment("us"), CHANGE);
        set("{\"name\":\"a\",\"status\":\"enabled\",\"default\":\"off\","
                + "\"rules\":[{\"id\":\"r\",\"when\":{\"segment\":\"s\"},\"serve\":\"on\"}]}");
        set("{\"name\":\"b\",\"status\":\"enabled\",\"default\":\"on\",\"requires\":[{\"flag\":\"a\"}]}");
        manager.setFlag(Flag.builder("c").enabled().build(), CHANGE);
        ask("other", SIZE);

        Impact impact = manager.preview(segment("de"));

        assertThat(impact.flags()).extracting(FlagImpact::flag).containsExactly("a", "b");
        assertThat(impact.flags()).extracting(FlagImpact::flips).containsOnly(SIZE / 4);
        assertThat(impact.largest().orElseThrow().share()).isEqualTo(.25);
    }

    /** Contexts that another part of the application asks with may lack what this flag looks at. */
    @Test
    void contextsOfTheFlagItself_areTriedAlone_ifThereAreEnough() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        ask("other", 500);
        Flag changed = Flag.builder("a").enabled().condition("country", "fr").build();
        ask("a", ChurnBudget.MIN_CONTEXTS - 1);
        assertThat(only(manager.preview(changed)).contexts()).isEqualTo(500 + ChurnBudget.MIN_CONTEXTS - 1);

        ask("a", 1);

        assertThat(only(manager.preview(changed)).contexts()).isEqualTo(ChurnBudget.MIN_CONTEXTS);
    }

    @Test
    void anotherValueOfAVariant_isAnotherAnswer_andMovesNobody() {
        set("{\"name\":\"limit\",\"status\":\"enabled\",\"variants\":{\"normal\":100,\"high\":200},"
                + "\"off_variant\":\"normal\",\"default\":{\"weights\":{\"normal\":75,\"high\":25}}}");
        ask("limit", SIZE);

        FlagImpact impact = only(manager.preview(read("{\"name\":\"limit\",\"status\":\"enabled\","
                + "\"variants\":{\"normal\":1,\"high\":200},\"off_variant\":\"normal\","
                + "\"default\":{\"weights\":{\"normal\":75,\"high\":25}}}")));

        assertThat(impact.share()).isCloseTo(.75, within(.1));
        assertThat(impact.moves()).containsOnlyKeys(new FlagImpact.Move("normal", "normal"));
        assertThat(impact.rebucketed()).isZero();
    }

    /** What answers are while the store is out of reach is not what the change is compared with. */
    @Test
    void changeOfAFlagThatIsTooOld_isComparedWithTheFlagAsItIsWhenFresh() {
        VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-06-01T12:00:00Z"));
        ContextSample recent = new ContextSample(SIZE, clock);
        ScriptedStore store = new ScriptedStore(new MemoryConfigStore());
        try (FeatureFlagManager away = FeatureFlagManager.builder()
                .store(store)
                .clock(clock)
                .sample(recent)
                .pollInterval(Duration.ofHours(1))
                .build()) {
            String text = "{\"name\":\"a\",\"status\":\"enabled\",\"default\":\"on\","
                    + "\"max_staleness\":\"PT10M\",\"on_stale\":\"off\"}";
            away.setFlag(read(text), CHANGE);
            store.beforeRead(() -> {
                throw new StoreException("out of reach");
            });
            clock.advance(Duration.ofMinutes(20));
            away.reload();
            assertThat(away.isEnabled("a", "u")).isFalse();
            recent.take("a", EvaluationContext.ofUser("u"));

            FlagImpact impact = only(
                    away.preview("a", flag -> flag.toBuilder().description("x").build()));

            assertThat(impact.contexts()).isPositive(); // the background may have wanted the question above, too
            assertThat(impact.flips()).isZero();
        }
    }

    @Test
    void previewOfAnUpdate_isRefused_ifTheUpdateWouldBe() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.setFlag(Flag.builder("gone").enabled().build(), CHANGE);
        manager.deleteFlag("gone", CHANGE);

        assertThatThrownBy(() ->
                        manager.preview("a", flag -> Flag.builder("b").enabled().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("came back as b");
        assertThatThrownBy(() -> manager.preview("none", flag -> flag))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no flag none");
        assertThatThrownBy(() -> manager.preview(Flag.builder("gone").enabled().build()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void changeThatIsInvalid_isRefused_asItWouldBe() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);

        assertThatThrownBy(() -> manager.preview(read("{\"name\":\"a\",\"status\":\"enabled\",\"default\":\"on\","
                        + "\"requires\":[{\"flag\":\"none\"}]}")))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void preview_countsNothing_andWithoutContextsSaysNothing() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);

        Impact impact = manager.preview("a", flag -> percentage(flag, 50));

        assertThat(impact.flags()).containsExactly(new FlagImpact("a", 0, 0, 0, Map.of()));
        assertThat(impact.largest()).isEqualTo(Optional.empty());
        assertThat(manager.getFlagStats("a").orElseThrow().evaluations().values())
                .containsOnly(0L);
    }

    // --- the budget

    @Test
    void changeOverTheBudget_isRefused_andChangesNothing() {
        manager.setFlag(Flag.builder("a").percentage(Percentage.ofPercent(10)).build(), CHANGE);
        ask("a", SIZE);

        assertThatThrownBy(() -> manager.setRolloutPercentage("a", Percentage.ofPercent(60), CHANGE))
                .isInstanceOfSatisfying(ChurnBudgetException.class, e -> {
                    assertThat(e.impact().largest().orElseThrow().share()).isGreaterThan(.4);
                    assertThat(e)
                            .hasMessageContaining("of 1000 recent contexts")
                            .hasMessageContaining("20 %");
                });

        assertThat(manager.getFlag("a"))
                .contains(Flag.builder("a").percentage(Percentage.ofPercent(10)).build());
        assertThat(manager.history("a", 10)).hasSize(1);
    }

    @Test
    void changeThatIsMeant_orSmallEnough_isMade() {
        manager.setFlag(Flag.builder("a").percentage(Percentage.ofPercent(10)).build(), CHANGE);
        ask("a", SIZE);

        manager.setRolloutPercentage("a", Percentage.ofPercent(20), CHANGE);
        manager.setRolloutPercentage("a", Percentage.ofPercent(90), CHANGE.overChurnBudget());

        assertThat(manager.history("a", 10)).hasSize(3);
    }

    @Test
    void killAndRestore_areNeverRefused() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        ask("a", SIZE);

        manager.disableFlag("a", CHANGE);
        manager.restoreFlag("a", CHANGE);

        assertThat(manager.isEnabled("a", "u")).isTrue();
    }

    /** Where its own contexts are too few, those of others have to do. */
    @ParameterizedTest
    @ValueSource(ints = {0, 29, 30, 99, 100})
    void budget_holds_howeverFewContextsAreTheFlagsOwn(int own) {
        manager.setFlag(Flag.builder("a").percentage(Percentage.ofPercent(0)).build(), CHANGE);
        ask("other", SIZE - own);
        ask("a", own);

        assertThatThrownBy(() -> manager.setRolloutPercentage("a", Percentage.ALL, CHANGE))
                .isInstanceOf(ChurnBudgetException.class);
    }

    @Test
    void deletion_givesTheFallback_toAllThatTheFlagWasAskedWith() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        ask("a", ChurnBudget.MIN_CONTEXTS);

        assertThatThrownBy(() -> manager.deleteFlag("a", CHANGE))
                .isInstanceOfSatisfying(
                        ChurnBudgetException.class,
                        e -> assertThat(only(e.impact()))
                                .isEqualTo(new FlagImpact(
                                        "a", 100, 100, 0, Map.of(new FlagImpact.Move("on", "_fallback"), 100))));

        manager.deleteFlag("a", CHANGE.overChurnBudget());
        assertThat(manager.getFlag("a")).isEmpty();
    }

    @Test
    void deletionOfAFlagThatNobodyAsksFor_isMade() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        ask("other", SIZE);

        manager.deleteFlag("a", CHANGE);

        assertThat(manager.getFlag("a")).isEmpty();
    }

    @Test
    void fewContexts_refuseNothing() {
        manager.setFlag(Flag.builder("a").percentage(Percentage.ofPercent(10)).build(), CHANGE);
        ask("a", ChurnBudget.MIN_CONTEXTS - 1);

        manager.setRolloutPercentage("a", Percentage.ofPercent(90), CHANGE);

        assertThat(manager.history("a", 10)).hasSize(2);
    }

    @Test
    void contexts_areSampledFromWhatIsAsked() {
        try (FeatureFlagManager asked = FeatureFlagManager.builder()
                .store(new MemoryConfigStore())
                .clock(InstantSource.system())
                .build()) {
            asked.setFlag(Flag.builder("a").enabled().build(), CHANGE);
            Flag changed =
                    Flag.builder("a").enabled().condition("country", "fr").build();

            Await.until(() -> {
                asked.isEnabled("a", "u");
                return only(asked.preview(changed)).flips() > 0;
            });
        }
    }

    private static FlagImpact only(Impact impact) {
        assertThat(impact.flags()).hasSize(1);
        return impact.flags().get(0);
    }

    private static Flag percentage(Flag flag, double percent) {
        return flag.toBuilder().percentage(Percentage.ofPercent(percent)).build();
    }

    private static Segment segment(String country) {
        return ConfigCodec.readSegment((JsonObject) JsonValue.parse(
                        "{\"name\":\"s\",\"when\":{\"attribute\":\"country\",\"op\":\"equals\",\"values\":[\"" + country
                                + "\"]}}"))
                .orThrow();
    }

    private void set(String json) {
        manager.setFlag(read(json), CHANGE);
    }

    private static Flag read(String json) {
        return ConfigCodec.readFlag((JsonObject) JsonValue.parse(json)).orThrow();
    }
}
