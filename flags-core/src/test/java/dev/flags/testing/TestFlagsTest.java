package dev.flags.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.BooleanFlag;
import dev.flags.Change;
import dev.flags.ErrorCode;
import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.FlagRead;
import dev.flags.Flags;
import dev.flags.MemoryFlags;
import dev.flags.Question;
import dev.flags.config.ConfigException;
import dev.flags.config.Configuration;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.config.Prerequisite;
import dev.flags.config.Rich;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.store.MemoryConfigStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestFlagsTest {
    private static final EvaluationContext ALICE = EvaluationContext.ofUser("alice");

    /** Flags of every sort that a production file has. */
    private static final Configuration PRODUCTION = Configuration.read("""
            {"flags": [
               {"name": "checkout", "status": "percentage", "rollout_percentage": 25, "conditions": {"country": ["de"]},
                "denied": [{"units": ["alice"]}], "salt": "s", "bucket_by": ["session", "user"]},
               {"name": "killed", "status": "disabled", "restore": {"status": "enabled"}, "enabled_users": ["bob"]},
               {"name": "greeting", "type": "string", "status": "enabled",
                "variants": {"formal": "Good day", "casual": "Hi"}, "off_variant": "casual",
                "targets": [{"variant": "casual", "units": ["alice"]}],
                "schedule": {"end": "2020-01-01T00:00:00Z"}, "default": "casual"},
               {"name": "limit", "status": "enabled", "variants": {"few": 3, "many": 300}, "off_variant": "few", "default": "few"},
               {"name": "ratio", "status": "enabled", "variants": {"half": 0.50, "all": 1.0}, "off_variant": "all", "default": "all"},
               {"name": "never", "status": "enabled", "variants": {"a": false, "b": false}, "off_variant": "a", "default": "b"},
               {"name": "pay", "status": "enabled", "requires": [{"flag": "checkout"}], "default": "on"},
               {"name": "running", "status": "percentage", "rollout_percentage": 0,
                "rollout": {"id": "r", "baseline": "off", "candidate": "on", "serve": {"ranges": [["on", 0, 100000]]}}}]}
            """);

    private static TestFlags production() {
        return TestFlags.from(PRODUCTION);
    }

    private static FlagRead read(String flag, Question question, String variant) {
        return new FlagRead(flag, question, variant, null);
    }

    // --- without definitions

    @Test
    void pins_areServedToEverybody() {
        Flags flags = TestFlags.create()
                .enable("on")
                .disable("off")
                .variant("greeting", "formal")
                .variant("switch", "off")
                .value("limit", 42)
                .value("ratio", 0.5)
                .value("colour", "blue")
                .value("yes", true)
                .value("no", false)
                .value("sizes", JsonArray.of(JsonNumber.of(1)))
                .flags();

        assertThat(flags.isEnabled("on", "alice")).isTrue();
        assertThat(flags.isEnabled("off", ALICE, true)).isFalse();
        assertThat(flags.variant("greeting", EvaluationContext.empty(), "?")).isEqualTo("formal");
        assertThat(flags.stringValue("greeting", ALICE, "?")).isEqualTo("formal");
        assertThat(flags.isEnabled("switch", ALICE, true)).isFalse();
        assertThat(flags.intValue("limit", ALICE, 0)).isEqualTo(42);
        assertThat(flags.doubleValue("ratio", ALICE, 0)).isEqualTo(0.5);
        assertThat(flags.stringValue("colour", ALICE, "?")).isEqualTo("blue");
        assertThat(flags.isEnabled("yes", ALICE)).isTrue();
        assertThat(flags.isEnabled("no", ALICE, true)).isFalse();
        assertThat(flags.jsonValue("sizes", ALICE, JsonNull.NULL)).isEqualTo(JsonArray.of(JsonNumber.of(1)));
    }

    @Test
    void pins_changeAtOnce_inHandlesToo() {
        TestFlags flags = TestFlags.create();
        BooleanFlag handle = flags.flags().bool("a");
        assertThat(handle.evaluate(ALICE).error()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);

        flags.enable("a");
        assertThat(handle.isEnabled("alice")).isTrue();
        flags.disable("a");
        assertThat(handle.evaluate(ALICE).error()).isNull();
        assertThat(handle.isEnabled("alice")).isFalse();
        flags.value("a", 1);
        assertThat(handle.evaluate(ALICE).error()).isEqualTo(ErrorCode.TYPE_MISMATCH);
    }

    @Test
    void percentage_isOnForItsShare() {
        Flags flags = TestFlags.create()
                .percentage("x", Percentage.ofPercent(10))
                .percentage("none", Percentage.NONE)
                .percentage("all", Percentage.ALL)
                .flags();

        assertThat(share(flags, "x")).isBetween(0.08, 0.12);
        assertThat(share(flags, "none")).isZero();
        assertThat(share(flags, "all")).isOne();
    }

    private static double share(Flags flags, String flag) {
        return IntStream.range(0, 10_000)
                        .filter(i -> flags.isEnabled(flag, "user-" + i))
                        .count()
                / 10_000.0;
    }

    @Test
    void nullAsValue_isRefused() {
        assertThatThrownBy(() -> TestFlags.create().value("a", JsonNull.NULL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TestFlags.create().value("a", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotBePinned_leavesEverythingAsItWas() {
        TestFlags flags = TestFlags.create().enable("a");

        assertThatThrownBy(() -> flags.variant("", "x")).isInstanceOf(IllegalArgumentException.class);

        assertThat(flags.pinned()).containsExactly("a");
        assertThat(flags.flags().isEnabled("a", "alice")).isTrue();
    }

    // --- with definitions

    @Test
    void unpinned_answersAsProductionDoes() {
        Flags flags = production().flags();
        Flags expected = MemoryFlags.of(PRODUCTION).flags();

        IntStream.range(0, 500).forEach(i -> {
            EvaluationContext context = EvaluationContext.builder("user-" + i)
                    .attribute("country", i % 2 == 0 ? "de" : "us")
                    .build();
            assertThat(flags.evaluateAll(context).values())
                    .extracting(evaluation -> evaluation.variant() + evaluation.reason())
                    .isEqualTo(expected.evaluateAll(context).values().stream()
                            .map(evaluation -> evaluation.variant() + evaluation.reason())
                            .toList());
        });
    }

    @Test
    void pin_overridesWhateverTheDefinitionSays() {
        Flags flags = production()
                .enable("checkout")
                .enable("killed")
                .variant("greeting", "formal")
                .disable("pay")
                .disable("running")
                .flags();

        assertThat(flags.isEnabled("checkout", "alice")).isTrue();
        assertThat(flags.isEnabled("killed", "alice")).isTrue();
        assertThat(flags.stringValue("greeting", ALICE, "?")).isEqualTo("Good day");
        assertThat(flags.isEnabled("pay", ALICE, true)).isFalse();
        assertThat(flags.isEnabled("running", ALICE, true)).isFalse();
    }

    @Test
    void disable_servesTheOffVariantOfAnyType() {
        assertThat(production().disable("limit").flags().longValue("limit", ALICE, 0))
                .isEqualTo(3);
    }

    @Test
    void value_isThatOfAVariant_howeverItIsWritten() {
        Flags flags = production().value("ratio", 0.5).value("limit", 300).flags();

        assertThat(flags.variant("ratio", ALICE, "?")).isEqualTo("half");
        assertThat(flags.variant("limit", ALICE, "?")).isEqualTo("many");
    }

    @Test
    void percentage_picksWhomProductionWouldPick() {
        EvaluationContext.Builder germans = EvaluationContext.builder().attribute("country", "de");
        Flags expected = production().flags();
        Flags flags =
                production().percentage("checkout", Percentage.ofPercent(25)).flags();

        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(i -> germans.user("user-" + i).build()))
                .allMatch(context -> flags.isEnabled("checkout", context) == expected.isEnabled("checkout", context))
                .anyMatch(context -> flags.isEnabled("checkout", context));
    }

    /** A share of a split that has a salt of its own, is by tenant, or begins with the off variant, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"weights\": {\"off\": 90, \"on\": 10}}",
                "{\"weights\": {\"on\": 10, \"off\": 90}, \"salt\": \"other\"}",
                "{\"weights\": {\"on\": 10, \"off\": 90}, \"bucket_by\": [\"tenant\"]}",
                "\"off\""
            })
    void percentage_ofASplit_picksWhomProductionWouldPick(String split) {
        Configuration configuration = Configuration.read(
                "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\", \"default\": " + split + "}]}");
        MemoryConfigStore store = new MemoryConfigStore();
        try (FeatureFlagManager manager =
                FeatureFlagManager.builder().store(store).build()) {
            manager.setFlag(configuration.require("a"), Change.by("ada", "as the test wants it"));
            manager.setRolloutPercentage("a", Percentage.ofPercent(30), Change.by("ada", "as the test wants it"));
            Flags flags = TestFlags.from(configuration)
                    .percentage("a", Percentage.ofPercent(30))
                    .flags();

            assertThat(IntStream.range(0, 1_000)
                            .mapToObj(i -> EvaluationContext.builder("user-" + i)
                                    .tenant("tenant-" + i)
                                    .build()))
                    .allMatch(context ->
                            flags.isEnabled("a", context) == manager.flags().isEnabled("a", context))
                    .anyMatch(context -> flags.isEnabled("a", context));
        }
    }

    @Test
    void jsonValueOfAFlagThatIsNotDefined_isOfItsOwnType() {
        Flags flags = TestFlags.create()
                .value("on", JsonBoolean.TRUE)
                .value("text", new JsonString("hi"))
                .value("few", JsonNumber.of(3))
                .flags();

        assertThat(flags.isEnabled("on", "alice")).isTrue();
        assertThat(flags.stringValue("text", ALICE, "")).isEqualTo("hi");
        assertThat(flags.longValue("few", ALICE, 0)).isEqualTo(3);
    }

    @Test
    void prerequisite_followsThePinOfWhatItNames() {
        TestFlags flags = production().enable("checkout");
        assertThat(flags.flags().isEnabled("pay", "alice")).isTrue();

        flags.disable("checkout");

        assertThat(flags.flags().isEnabled("pay", "alice")).isFalse();
    }

    record Wrong(String message, UnaryOperator<TestFlags> pin) {
        @Override
        public String toString() {
            return message;
        }
    }

    static Stream<Wrong> wrong() {
        JsonValue text = new JsonString("Hello");
        return Stream.of(
                new Wrong(
                        "flag \"greeting\" has no variant \"formel\"; allowed are \"formal\", \"casual\"",
                        flags -> flags.variant("greeting", "formel")),
                new Wrong("there is no flag \"chekout\"; did you mean \"checkout\"?", flags -> flags.enable("chekout")),
                new Wrong(
                        "flag \"greeting\" cannot be on, since no variant of it is true; its variants are \"formal\", \"casual\"",
                        flags -> flags.enable("greeting")),
                new Wrong(
                        "flag \"never\" cannot be on, since no variant of it is true; its variants are \"a\", \"b\"",
                        flags -> flags.percentage("never", Percentage.ALL)),
                new Wrong(
                        "flag \"limit\" has no variant with the value 4; allowed are 3, 300",
                        flags -> flags.value("limit", 4)),
                new Wrong(
                        "flag \"limit\" has no variant with the value \"Hello\"; allowed are 3, 300",
                        flags -> flags.value("limit", text)),
                new Wrong(
                        "flag \"limit\" is of type integer; one of type boolean cannot stand in for it",
                        flags -> flags.set(Flag.builder("limit").enabled().build())),
                new Wrong(
                        "flag \"greeting\" has no variant \"loud\"; allowed are \"formal\", \"casual\"",
                        flags -> flags.set(greeting("loud", "HI"))),
                new Wrong(
                        "flag \"greeting\" has another value as variant \"formal\"; allowed is \"Good day\"",
                        flags -> flags.set(greeting("formal", "Good night"))));
    }

    private static Flag greeting(String variant, String value) {
        return Flag.builder("greeting")
                .enabled()
                .definition(Rich.builder(FlagType.STRING)
                        .variant(variant, value)
                        .offVariant(variant)
                        .defaultVariant(variant)
                        .build())
                .build();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatProductionCannotServe_isRefused(Wrong wrong) {
        TestFlags flags = production();

        assertThatThrownBy(() -> wrong.pin().apply(flags))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(wrong.message());
        assertThat(flags.pinned()).isEmpty();
    }

    @Test
    void set_isTheDefinitionFromThereOn() {
        TestFlags flags = TestFlags.create().variant("greeting", "anything").set(greeting("formal", "Good day"));

        assertThat(flags.flags().stringValue("greeting", ALICE, "?")).isEqualTo("Good day");
        assertThatThrownBy(() -> flags.variant("greeting", "anything")).hasMessageContaining("allowed are \"formal\"");
    }

    @Test
    void set_addsToAConfiguration() {
        Flag next = Flag.builder("next").condition("country", "de").enabled().build();
        Flags flags = production().set(next).flags();

        assertThat(flags.isEnabled("next", ALICE)).isFalse();
        assertThat(flags.isEnabled(
                        "next", ALICE.toBuilder().attribute("country", "de").build()))
                .isTrue();
    }

    @Test
    void set_ofWhatDoesNotFit_isRefused() {
        TestFlags flags = TestFlags.create();
        Flag pay = Flag.builder("pay")
                .enabled()
                .definition(Rich.ofBoolean()
                        .requires(List.of(Prerequisite.on("checkout")))
                        .defaultVariant("on")
                        .build())
                .build();

        assertThatThrownBy(() -> flags.set(pay)).isInstanceOf(ConfigException.class);
        assertThat(flags.pinned()).isEmpty();

        assertThat(flags.enable("checkout").set(pay).flags().isEnabled("pay", "alice"))
                .isTrue();
        assertThatThrownBy(() -> flags.variant("checkout", "blue")).isInstanceOf(ConfigException.class);
        assertThat(flags.flags().isEnabled("pay", "alice")).isTrue();
    }

    @Test
    void file_isReadWithWhatItIncludes(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("staff.txt"), "alice");
        Path file = Files.writeString(directory.resolve("flags.json"), """
                {"flags": [{"name": "a", "status": "enabled", "rules": [{"id": "r", "when": {"segment": "staff"}, "serve": "on"}], "default": "off"}],
                 "segments": [{"name": "staff", "included_file": "staff.txt"}]}
                """);

        assertThat(TestFlags.from(file).flags().isEnabled("a", "alice")).isTrue();
        assertThatThrownBy(() -> TestFlags.from(directory.resolve("gone.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gone.json cannot be read");
    }

    @Test
    void schedules_goByTheClock() {
        TestFlags flags = production();
        assertThat(flags.flags().evaluateString("greeting", ALICE, "?").variant())
                .isEqualTo("casual");
        assertThat(flags.flags().evaluateString("greeting", ALICE, "?").reason())
                .hasToString("DISABLED");

        flags.clock(VirtualClock.startingAt(Instant.parse("2019-12-31T00:00:00Z")));

        assertThat(flags.flags().evaluateString("greeting", ALICE, "?").reason())
                .hasToString("TARGETING_MATCH");
    }

    // --- what was asked

    @Test
    void reads_tellHowAndWhatWasServed_onceEach() {
        TestFlags flags = TestFlags.create().enable("b").variant("a", "x");
        Flags asked = flags.flags();
        asked.isEnabled("b", "alice");
        asked.isEnabled("b", "bob");
        flags.disable("b");
        asked.bool("b").isEnabled("alice");
        asked.variant("a", ALICE, "?");
        asked.stringValue("a", ALICE, "?");
        asked.isEnabled("nowhere", "alice");

        assertThat(flags.reads().keySet()).containsExactly("a", "b", "nowhere");
        assertThat(flags.reads().get("b"))
                .containsExactly(read("b", Question.BOOLEAN, "off"), read("b", Question.BOOLEAN, "on"));
        assertThat(flags.reads().get("a"))
                .containsExactly(read("a", Question.VARIANT, "x"), read("a", Question.STRING, "x"));
        assertThat(flags.reads().get("nowhere"))
                .containsExactly(new FlagRead("nowhere", Question.BOOLEAN, null, ErrorCode.FLAG_NOT_FOUND));
    }

    @Test
    void unreadAndUnpinned_areTheDifferences() {
        TestFlags flags = TestFlags.create().enable("read").enable("unread");
        flags.flags().isEnabled("read", "alice");
        flags.flags().isEnabled("unpinned", "alice");

        assertThat(flags.pinned()).containsExactly("read", "unread");
        assertThat(flags.unread()).containsExactly("unread");
        assertThat(flags.unpinned()).containsExactly("unpinned");
        assertThat(flags).hasToString("TestFlags[pinned [read, unread], read [read, unpinned]]");
    }

    @Test
    void whatDecidesAboutAFlagThatWasSet_isUnpinned() {
        TestFlags flags = production();
        flags.set(flags.configuration().require("pay"));
        flags.flags().isEnabled("pay", "alice");

        assertThat(flags.unpinned()).containsExactly("checkout");
        assertThat(flags.enable("checkout").unpinned()).isEmpty();
    }

    @Test
    void whatDecidesAboutAFlagThatWasRead_isNotUnread() {
        TestFlags flags = production().enable("checkout").enable("killed");
        flags.flags().isEnabled("pay", "alice");

        assertThat(flags.unread()).containsExactly("killed");
    }

    @Test
    void reset_bringsBackHowItWasMade() {
        TestFlags flags =
                production().enable("checkout").set(Flag.builder("new").build());
        flags.flags().isEnabled("checkout", "alice");

        flags.reset();

        assertThat(flags.configuration()).isEqualTo(PRODUCTION);
        assertThat(flags.pinned()).isEmpty();
        assertThat(flags.reads()).isEmpty();
        assertThat(flags.flags().isEnabled("checkout", "alice")).isFalse();
        assertThatThrownBy(() -> flags.enable("new")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Each sees its own pin at once, whatever the others pin meanwhile. */
    @Test
    void threads_mayPinAndAskAtOnce() throws InterruptedException {
        TestFlags flags = TestFlags.create();
        List<String> wrong = new CopyOnWriteArrayList<>();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> pinAndAsk(flags, "flag-" + i, wrong), "pin-" + i))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(flags.pinned()).hasSize(8);
        assertThat(flags.reads().values())
                .hasSize(8)
                .allSatisfy(reads -> assertThat(reads).hasSize(50));
    }

    private static void pinAndAsk(TestFlags flags, String name, List<String> wrong) {
        for (int i = 0; i < 50; i++) {
            String variant = "v" + i;
            flags.variant(name, variant);
            String served = flags.flags().variant(name, ALICE, "fallback");
            if (!served.equals(variant)) {
                wrong.add(name + ": " + served + " instead of " + variant);
            }
        }
    }
}
