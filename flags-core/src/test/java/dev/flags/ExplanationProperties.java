package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Clause;
import dev.flags.config.Flag;
import dev.flags.config.OnMissing;
import dev.flags.config.Operator;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Rule;
import dev.flags.config.Serve;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.store.Version;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

/** What an explanation says would change an answer does change it. */
class ExplanationProperties {
    @Property(tries = 2_000)
    void clauseThatFailed_holdsForEachValueThatItWouldNeed(
            @ForAll("operators") Operator operator,
            @ForAll("scalars") @Size(min = 1, max = 12) List<JsonValue> values,
            @ForAll("scalar") JsonValue actual,
            @ForAll boolean ignoreCase) {
        Clause clause = new Clause("a", operator, values, false, ignoreCase, OnMissing.FALSE);
        Evaluator flags = evaluator(rule(clause));
        for (EvaluationContext context : List.of(with(actual), EvaluationContext.empty())) {
            ClauseFinding finding = clauseFinding(flags, context);
            assertThat(flags.isEnabled("f", context)).isEqualTo(finding.holds());
            if (!finding.holds()) {
                for (JsonValue needed : finding.clause().values()) {
                    assertThat(flags.isEnabled("f", with(needed))).isTrue();
                }
            }
        }
    }

    @Property(tries = 1_000)
    void negatedClauseThatFailed_holdsForAnythingButItsValues(
            @ForAll("scalars") @Size(min = 1, max = 12) List<JsonValue> values,
            @ForAll("scalar") JsonValue other,
            @ForAll OnMissing onMissing) {
        Clause clause = new Clause("a", Operator.IN, values, true, false, onMissing);
        Evaluator flags = evaluator(rule(clause));
        ClauseFinding finding = clauseFinding(flags, with(values.get(0)));

        assertThat(finding.holds()).isFalse();
        assertThat(flags.isEnabled("f", with(other))).isEqualTo(values.stream().noneMatch(v -> isSame(v, other)));
        assertThat(flags.isEnabled("f", EvaluationContext.empty()))
                .isEqualTo(finding.text().endsWith(", or to be missing"));
    }

    @Property(tries = 2_000)
    void percentage_entersWhereItSays(@ForAll @NotEmpty String user, @ForAll @IntRange(max = 100_000) int share) {
        assertEntersWhereItSays(
                user,
                slots -> Flag.builder("f").percentage(new Percentage(slots)).build(),
                share);
    }

    @Property(tries = 2_000)
    void rollout_entersWhereItSays(@ForAll @NotEmpty String user, @ForAll @IntRange(max = 100_000) int share) {
        assertEntersWhereItSays(user, ExplanationProperties::rolledOut, share);
    }

    /** Whatever the ranges are like, with gaps and without, and in both orders. */
    @Property(tries = 1_000)
    void defaultThatIsSplit_entersWhereItSays(
            @ForAll @NotEmpty String user,
            @ForAll @Size(max = 6) Set<@IntRange(max = 100_000) Integer> cuts,
            @ForAll @Size(7) List<@IntRange(max = 2) Integer> owners) {
        Flag flag = rich(Split.ofRanges(ranges(cuts, owners)));

        assertEnters(entry(evaluator(flag), user), user, slots -> FlagEdits.percentage(flag, new Percentage(slots)));
    }

    private static void assertEntersWhereItSays(String user, IntFunction<Flag> flag, int share) {
        assertEnters(entry(evaluator(flag.apply(share)), user), user, flag);
    }

    private static void assertEnters(BucketFinding.Entry entry, String user, IntFunction<Flag> flag) {
        EvaluationContext context = EvaluationContext.ofUser(user);
        int at = entry.at().slots();
        assertThat(entry.variant()).isEqualTo("on");
        assertThat(evaluator(flag.apply(at)).isEnabled("f", context)).isTrue();
        assertThat(evaluator(flag.apply(at - 1)).isEnabled("f", context)).isFalse();
    }

    private static BucketFinding.Entry entry(Evaluator flags, String user) {
        Explanation explanation = flags.explain("f", EvaluationContext.ofUser(user));
        return findings(explanation)
                .flatMap(finding -> finding instanceof BucketFinding.InRange in
                        ? in.entries().stream()
                        : ((BucketFinding.InGap) finding).entries().stream())
                .findFirst()
                .orElseThrow();
    }

    private static ClauseFinding clauseFinding(Evaluator flags, EvaluationContext context) {
        return (ClauseFinding) findings(flags.explain("f", context)).findFirst().orElseThrow();
    }

    private static Stream<Finding> findings(Explanation explanation) {
        return explanation.steps().stream()
                .flatMap(step -> step instanceof ExplainedStep.Served served
                        ? served.findings().stream()
                        : step instanceof ExplainedStep.Passed passed ? passed.findings().stream() : Stream.of());
    }

    private static Flag rule(Clause clause) {
        return flag(Rich.ofBoolean()
                .rule(Rule.of("r", clause, new Serve.Variant("on")))
                .defaultVariant("off")
                .build());
    }

    private static Flag rich(Split split) {
        return flag(Rich.ofBoolean().defaultServe(split).build());
    }

    private static Flag rolledOut(int share) {
        Split split = Split.ofRanges(List.of(new SlotRange("on", 0, share)));
        return flag(Rich.ofBoolean().defaultVariant("off").build()).toBuilder()
                .rollout(new Rollout("r-1", "off", "on", null, split))
                .build();
    }

    private static Flag flag(Rich rich) {
        return Flag.builder("f").enabled().definition(rich).build();
    }

    private static List<SlotRange> ranges(Set<Integer> cuts, List<Integer> owners) {
        TreeSet<Integer> bounds = new TreeSet<>(cuts);
        bounds.add(Percentage.SCALE);
        List<SlotRange> ranges = new ArrayList<>();
        int from = 0;
        for (int to : bounds) {
            String owner = List.of("gap", "on", "off").get(owners.get(ranges.size()));
            ranges.add(new SlotRange(owner, from, to));
            from = to;
        }
        ranges.removeIf(range -> range.variant().equals("gap"));
        return ranges;
    }

    private static EvaluationContext with(JsonValue value) {
        return EvaluationContext.builder().attribute("a", value).build();
    }

    private static boolean isSame(JsonValue a, JsonValue b) {
        if (a instanceof JsonNumber left && b instanceof JsonNumber right) {
            return left.toBigDecimal().compareTo(right.toBigDecimal()) == 0;
        }
        return a.equals(b);
    }

    private static Evaluator evaluator(Flag flag) {
        SnapshotCompiler compiler = new SnapshotCompiler(Map.of(), Map.of(), segment -> Set.of());
        CompiledFlag compiled = compiler.compile(flag, 1, new FlagCounters());
        return new Evaluator(
                Snapshot.of(new Version("test", 1), List.of(compiled), InstantSource.system()), Observer.NONE);
    }

    @Provide
    Arbitrary<Operator> operators() {
        return Arbitraries.of(Operator.EQUALS, Operator.IN, Operator.ANY_OF);
    }

    @Provide
    Arbitrary<List<JsonValue>> scalars() {
        return scalar().list();
    }

    @Provide
    Arbitrary<JsonValue> scalar() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("aAbB1. ßİ").ofMaxLength(3).map(JsonString::new),
                Arbitraries.longs().map(JsonNumber::of),
                Arbitraries.integers().between(-3, 3).map(JsonNumber::of),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.valueOf(-3), BigDecimal.valueOf(3))
                        .ofScale(1)
                        .map(JsonNumber::of),
                Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE));
    }
}
