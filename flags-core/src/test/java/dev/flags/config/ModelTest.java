package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What values of the model are made of, and refuse, where no file is read. */
class ModelTest {
    private static final Instant T = Instant.parse("2027-01-01T00:00:00Z");
    private static final Split HALF =
            Split.ofWeights(Map.of("on", Percentage.ofPercent(50), "off", Percentage.ofPercent(50)));

    static Stream<Arguments> empty() {
        return Stream.of(
                refused(() -> new Denial(List.of("u"), "", null, null), "/attribute"),
                refused(() -> new Target("", List.of("u"), "user"), "/variant"),
                refused(() -> new Target("on", List.of("u"), ""), "/attribute"),
                refused(() -> Prerequisite.on(""), "/flag"),
                refused(() -> new Prerequisite("f", List.of("on", "")), "/variants/1"),
                refused(() -> Condition.segment(""), "/segment"),
                refused(() -> Condition.flag(""), "/flag"),
                refused(() -> Condition.flag("f", "a", ""), "/variants/1"),
                refused(() -> Serve.variant(""), "is empty"),
                refused(() -> Clause.of("", Operator.EQUALS, "x"), "/attribute"),
                refused(() -> Segment.ofUsers("", List.of()), "/name"),
                refused(() -> new Rollout("", "off", "on", null, HALF), "/id"));
    }

    @ParameterizedTest
    @MethodSource("empty")
    void nameThatIsEmpty_isRefusedEverywhere(ThrowingCallable constructor, String pointer) {
        assertThatThrownBy(constructor)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Flag", "a-b", "flag1", "`", "{", "abcdefghijklmnopqrstuvwxyzabcdefg"})
    void kind_isMadeOfSmallLetters(String name) {
        assertThatThrownBy(() -> new Kind(name, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not made of 1 to 32 lower-case letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "z", "az", "abcdefghijklmnopqrstuvwxyzabcdef"})
    void kind_mayHaveUpTo32(String name) {
        assertThat(new Kind(name, true).toString()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/users", "\\users", ":users", "\0users", "a\\b", "c:users", "..", "a/../b"})
    void includedFile_staysInTheDirectory(String path) {
        assertThatThrownBy(() -> new Segment("s", List.of(), List.of(), "user", null, path, JsonObject.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/included_file");
    }

    @Test
    void conditionThatIsTooDeep_isRefusedEverywhere() {
        Condition deep = deep(Limits.MAX_CONDITION_DEPTH + 1);
        Condition allowed = deep(Limits.MAX_CONDITION_DEPTH);

        assertThat(Segment.of("s", allowed).when()).isEqualTo(allowed);
        assertThat(new Rollout("r", "off", "on", allowed, ranges()).when()).isEqualTo(allowed);
        assertThatThrownBy(() -> Segment.of("s", deep)).hasMessageContaining("/when/not");
        assertThatThrownBy(() -> new Rollout("r", "off", "on", deep, ranges())).hasMessageContaining("/when/not");
    }

    @Test
    void segmentWithTooManyConditions_isRefused() {
        Condition[] many = Stream.generate(() -> Condition.segment("t"))
                .limit(Limits.MAX_CONDITIONS)
                .toArray(Condition[]::new);

        assertThatThrownBy(() -> Segment.of("s", Condition.all(many)))
                .hasMessageContaining("has 501 conditions; at most 500 are allowed");
    }

    @Test
    void clauses_areMadeOfWhatTheyAreGiven() {
        assertThat(Clause.of("a", Operator.IN, "x", "y").values())
                .containsExactly(new JsonString("x"), new JsonString("y"));
        assertThat(Clause.of("a", Operator.EQUALS, 3).values()).containsExactly(JsonNumber.of(3));
        assertThat(Clause.of("a", Operator.EQUALS, true).values()).containsExactly(JsonBoolean.TRUE);
        assertThat(Clause.exists("a").operator()).isEqualTo(Operator.EXISTS);

        Clause clause = Clause.of("a", Operator.EQUALS, "x");
        assertThat(clause.negated().negate()).isTrue();
        assertThat(clause.negated().negated()).isEqualTo(clause);
        assertThat(clause.ignoringCase().ignoreCase()).isTrue();
        assertThat(clause.onMissing(OnMissing.TRUE).onMissing()).isEqualTo(OnMissing.TRUE);
    }

    @Test
    void conditions_areMadeOfTheirParts() {
        Condition staff = Condition.segment("staff");

        assertThat(Condition.all(staff)).isEqualTo(new Condition.All(List.of(staff)));
        assertThat(Condition.any(staff)).isEqualTo(new Condition.Any(List.of(staff)));
        assertThat(Condition.not(staff)).isEqualTo(new Condition.Not(staff));
        assertThat(Condition.flag("f", "v")).isEqualTo(new Condition.FlagServes("f", List.of("v")));
    }

    @ParameterizedTest
    @CsvSource({
        "FALSE, false, false",
        "FALSE, true, false",
        "TRUE, false, true",
        "TRUE, true, true",
        "NEGATED, false, false",
        "NEGATED, true, true"
    })
    void missingAttribute_isAnsweredOnceAndForAll(OnMissing onMissing, boolean negate, boolean answer) {
        assertThat(onMissing.answer(negate)).isEqualTo(answer);
    }

    @Test
    void window_containsItsStart_andNotItsEnd() {
        TimeWindow window = new TimeWindow(T, T.plusSeconds(10));

        assertThat(Stream.of(-1, 0, 9, 10).map(T::plusSeconds).map(window::contains))
                .containsExactly(false, true, true, false);
        assertThat(TimeWindow.ALWAYS.contains(T)).isTrue();
        assertThat(new TimeWindow(T, null).contains(T.minusMillis(1))).isFalse();
        assertThat(new TimeWindow(null, T).contains(T)).isFalse();
    }

    @Test
    void whatIsRenamed_keepsItsSalt() {
        Flag flag = Flag.builder("old").enabled().build();

        assertThat(flag.toBuilder().rename("new").build().saltOrName()).isEqualTo("old");
        assertThat(flag.toBuilder().salt("s").rename("new").build().saltOrName())
                .isEqualTo("s");
        assertThat(layer("l", null).saltOrName()).isEqualTo("l");
        assertThat(layer("l", "s").saltOrName()).isEqualTo("s");
    }

    @Test
    void flag_isBuiltInAnyOrder() {
        Flag flag = Flag.builder("f")
                .bucketBy("tenant", "user")
                .bucketBy(List.of("tenant"))
                .extras(JsonObject.builder().put("x", 1).build())
                .rollout(new Rollout("r", "off", "on", null, ranges()))
                .condition("country", "se", "no")
                .build();

        assertThat(flag.bucketBy()).containsExactly("tenant");
        assertThat(flag.extras().has("x")).isTrue();
        assertThat(flag.rollout()).isNotNull().extracting(Rollout::ruleId).isEqualTo("rollout:r");
        assertThat(((Plain) flag.definition()).clauses())
                .singleElement()
                .isEqualTo(Clause.of("country", Operator.IN, "se", "no"));
    }

    @Test
    void whatIsShown_holdsNobodysId() {
        List<String> alice = List.of("alice");
        List<String> shown = new ArrayList<>();
        shown.add(new Denial(alice, "user", null, "bob").toString());
        shown.add(Target.ofUsers("on", alice).toString());
        shown.add(Segment.ofUsers("s", alice).toString());
        shown.add(Flag.builder("f").enabledUsers(alice).build().toString());

        assertThat(shown)
                .containsExactly(
                        "Denial[1 units of user, until=null, by=bob]",
                        "Target[on, 1 units of user]",
                        "Segment[\"s\", 1 included, 0 excluded]",
                        "Flag[\"f\", disabled, boolean]");
    }

    @Test
    void limits_areSaidWithTheValue() {
        assertThatThrownBy(() -> new Staleness(Duration.ZERO, Staleness.OnStale.OFF))
                .hasMessage("/max_staleness: not longer than zero: PT0S");
        assertThatThrownBy(() -> new Layer.Slots(2, 1)).hasMessageContaining("is [2, 1]");
        assertThat(new Layer.Slots(1, 2)).hasToString("[1, 2)");
        assertThatThrownBy(() -> layer("", null)).hasMessageContaining("/name");
        assertThat(DocumentKey.tombstone("f").kind()).isEqualTo(Kind.TOMBSTONE);
    }

    @Test
    void keys_areEqualByKindAndName() {
        assertThat(DocumentKey.flag("a"))
                .isEqualTo(new DocumentKey(new Kind("flag", false), "a"))
                .hasSameHashCodeAs(new DocumentKey(new Kind("flag", false), "a"))
                .isNotEqualTo(DocumentKey.flag("b"))
                .isNotEqualTo(DocumentKey.segment("a"))
                .isNotEqualTo("a");
    }

    private static Arguments refused(ThrowingCallable constructor, String pointer) {
        return Arguments.of(constructor, pointer);
    }

    private static Condition deep(int depth) {
        Condition condition = Condition.segment("s");
        for (int i = 1; i < depth; i++) {
            condition = Condition.not(condition);
        }
        return condition;
    }

    private static Split ranges() {
        return Split.ofRanges(List.of(new SlotRange("on", 0, 10)));
    }

    private static Layer layer(String name, @Nullable String salt) {
        Map<String, List<Layer.Slots>> slots = Map.of("f", List.of(new Layer.Slots(0, 10), new Layer.Slots(10, 20)));
        return new Layer(name, salt, List.of("user"), slots, JsonObject.EMPTY);
    }
}
