package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.Rule;
import dev.flags.config.Segment;
import dev.flags.config.Split;
import dev.flags.store.Version;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A unit always gets the same answer, raising a share only adds units, and flags do not know of one another. */
class RampProperties {
    private static final int UNITS = 4_000;

    @Property(tries = 60)
    void raisingAPercentage_onlyAddsUnits(
            @ForAll @IntRange(max = 100_000) int share, @ForAll @IntRange(max = 100_000) int other) {
        BitSet fewer = unitsThatAreOn(plain("ramp", Math.min(share, other)));
        BitSet more = unitsThatAreOn(plain("ramp", Math.max(share, other)));
        BitSet lost = (BitSet) fewer.clone();
        lost.andNot(more);
        assertThat(lost.isEmpty()).isTrue();
    }

    @Property(tries = 60)
    void raisingAWeight_onlyAddsUnits_whateverTheOthersDo(
            @ForAll @IntRange(max = 100_000) int share, @ForAll @IntRange(max = 100_000) int other) {
        Split before = split(Math.min(share, other));
        Split after = before.reweighted(weights(Math.max(share, other)));
        BitSet lost = unitsThatAreOn(rich(before));
        lost.andNot(unitsThatAreOn(rich(after)));
        assertThat(lost.isEmpty()).isTrue();
    }

    /** Of 4 000 units 10 % of 10 % are 40, with a standard error of 6; 6 of those give 1 false failure in 10^9. */
    @Property(tries = 60)
    void twoFlagsAtTenPercent_shareAHundredthOfTheUnits(@ForAll @IntRange(max = 1_000_000) int salt) {
        BitSet both = unitsThatAreOn(plain("flag-a-" + salt, 10_000));
        both.and(unitsThatAreOn(plain("flag-b-" + salt, 10_000)));
        assertThat(both.cardinality()).isBetween(4, 80);
    }

    @Property(tries = 60)
    void asking_inAnyWay_givesTheSameAnswer(@ForAll @IntRange(max = 100_000) int share) {
        Evaluator flags = evaluator(plain("same", share));
        BooleanFlag handle = flags.bool("same");
        for (int i = 0; i < 200; i++) {
            String user = "user-" + i;
            EvaluationContext context = EvaluationContext.ofUser(user);
            boolean answer = flags.isEnabled("same", user);
            assertThat(flags.isEnabled("same", context)).isEqualTo(answer);
            assertThat(handle.isEnabled(user)).isEqualTo(answer);
            assertThat(handle.isEnabled(context)).isEqualTo(answer);
            assertThat(flags.evaluateBoolean("same", context, !answer).value()).isEqualTo(answer);
        }
    }

    private static Flag plain(String name, int slots) {
        return Flag.builder(name).percentage(new Percentage(slots)).build();
    }

    private static Flag rich(Split split) {
        return Flag.builder("ramp")
                .enabled()
                .definition(Rich.ofBoolean()
                        .rule(Rule.of("split", null, split))
                        .defaultVariant("off")
                        .build())
                .build();
    }

    private static Split split(int slots) {
        return Split.ofWeights(weights(slots));
    }

    private static Map<String, Percentage> weights(int slots) {
        Map<String, Percentage> weights = new LinkedHashMap<>();
        weights.put("off", new Percentage(Percentage.SCALE - slots));
        weights.put("on", new Percentage(slots));
        return weights;
    }

    private static Evaluator evaluator(Flag flag) {
        SnapshotCompiler compiler = new SnapshotCompiler(Map.<String, Segment>of(), Map.of(), segment -> Set.of());
        CompiledFlag compiled = compiler.compile(flag, 1, new FlagCounters());
        return new Evaluator(
                Snapshot.of(new Version("test", 1), List.of(compiled), InstantSource.system()), Observer.NONE);
    }

    private static BitSet unitsThatAreOn(Flag flag) {
        Evaluator flags = evaluator(flag);
        BitSet on = new BitSet(UNITS);
        for (int i = 0; i < UNITS; i++) {
            on.set(i, flags.isEnabled(flag.name(), List.of("user-", "u", "").get(i % 3) + i));
        }
        return on;
    }
}
