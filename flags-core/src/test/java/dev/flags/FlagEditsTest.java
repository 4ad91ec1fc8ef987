package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.Split;
import dev.flags.json.JsonBoolean;
import dev.flags.store.Version;
import dev.flags.testing.VirtualClock;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlagEditsTest {
    private static final int UNITS = 20_000;
    private static final EvaluationContext[] CONTEXTS = contexts();

    static List<Flag> booleanFlags() {
        Split gap = Split.ofWeights(Map.of("on", Percentage.ofPercent(20)));
        return List.of(
                Flag.builder("plain").percentage(Percentage.ofPercent(50)).build(),
                rich("off by default", Rich.ofBoolean().defaultVariant("off").build()),
                rich("on by default", Rich.ofBoolean().defaultVariant("on").build()),
                rich("with a gap", Rich.ofBoolean().defaultServe(gap).build()),
                rich(
                        "other names",
                        Rich.ofBoolean()
                                .variant("no", JsonBoolean.FALSE)
                                .variant("yes", JsonBoolean.TRUE)
                                .offVariant("no")
                                .defaultVariant("no")
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("booleanFlags")
    void percentage_raised_onlyAddsUnits(Flag start) {
        Flag flag = FlagEdits.percentage(start, Percentage.NONE);
        BitSet before = on(flag);
        assertThat(before.isEmpty()).isTrue();
        for (double percent : new double[] {0.1, 1, 5, 5.001, 10, 25, 50, 75, 99.999, 100}) {
            flag = FlagEdits.percentage(flag, Percentage.ofPercent(percent));
            BitSet after = on(flag);
            BitSet lost = (BitSet) before.clone();
            lost.andNot(after);
            assertThat(lost.cardinality())
                    .as("units lost on the way to %s %%", percent)
                    .isZero();
            before = after;
        }
        assertThat(before.cardinality()).isEqualTo(UNITS);
    }

    @ParameterizedTest
    @MethodSource("booleanFlags")
    void percentage_lowered_onlyRemovesUnits(Flag start) {
        Flag flag = FlagEdits.percentage(start, Percentage.ALL);
        BitSet before = on(flag);
        for (double percent : new double[] {99, 60, 33.333, 10, 0.5, 0}) {
            flag = FlagEdits.percentage(flag, Percentage.ofPercent(percent));
            BitSet gained = on(flag);
            gained.andNot(before);
            assertThat(gained.cardinality())
                    .as("units gained on the way to %s %%", percent)
                    .isZero();
            before = on(flag);
        }
        assertThat(before.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("booleanFlags")
    void percentage_isTheShareOfUnits(Flag start) {
        int on = on(FlagEdits.percentage(start, Percentage.ofPercent(30))).cardinality();

        // Six standard deviations of a binomial of 20 000 at 0.3 are 389; the hash is fixed, so this never flickers.
        assertThat(on).isBetween(6000 - 389, 6000 + 389);
    }

    @Test
    void percentage_ofASplitAmongOthers_isRefused() {
        Rich three = Rich.ofBoolean()
                .variant("on", JsonBoolean.TRUE)
                .variant("off", JsonBoolean.FALSE)
                .variant("also", JsonBoolean.TRUE)
                .defaultServe(Split.ofWeights(Map.of("also", Percentage.ALL)))
                .build();

        assertThatThrownBy(() -> FlagEdits.percentage(rich("a", three), Percentage.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("splits among [also]")
                .hasMessageContaining("Use update");
    }

    @Test
    void disable_ofADisabledFlag_isTheSameFlag() {
        Flag flag = Flag.builder("a").build();

        assertThat(flag.disabled()).isSameAs(flag);
    }

    @Test
    void restore_ofADisabledFlag_undoesIt() {
        booleanFlags()
                .forEach(flag -> assertThat(FlagEdits.restore(flag.disabled())).isEqualTo(flag));
    }

    @Test
    void enable_ofARichFlag_isOnForEveryone() {
        booleanFlags()
                .forEach(flag ->
                        assertThat(on(FlagEdits.enable(flag)).cardinality()).isEqualTo(UNITS));
    }

    @Test
    void set_afterAKill_keepsWhatThereIsToRestore_andDoesNotRevive() {
        Flag killed = Flag.builder("a").enabled().build().disabled();

        Flag set = FlagEdits.set(killed, false, Percentage.ALL, "new");

        assertThat(set.restore()).isEqualTo(FlagStatus.ENABLED);
        assertThat(set.status()).isEqualTo(FlagStatus.DISABLED);
        assertThat(set.details().description()).isEqualTo("new");
        assertThatThrownBy(() -> FlagEdits.set(killed, true, Percentage.ALL, "new"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was disabled on purpose");
    }

    @Test
    void addAndRemove_keepTheOrderOfTheOthers() {
        Flag flag = Flag.builder("a")
                .enabledUsers(List.of("c", "a", "b"))
                .enabledGroups(List.of("g"))
                .build();

        assertThat(FlagEdits.removeUser(FlagEdits.addUser(flag, "d"), "a").enabledUsers())
                .containsExactly("c", "b", "d");
        assertThat(FlagEdits.addUser(flag, "a")).isEqualTo(flag);
        assertThat(FlagEdits.removeGroup(FlagEdits.addGroup(flag, "h"), "g").enabledGroups())
                .containsExactly("h");
    }

    private static Flag rich(String name, Rich rich) {
        return Flag.builder(name).enabled().definition(rich).build();
    }

    private static EvaluationContext[] contexts() {
        EvaluationContext[] contexts = new EvaluationContext[UNITS];
        for (int i = 0; i < UNITS; i++) {
            contexts[i] = EvaluationContext.ofUser("user-" + i);
        }
        return contexts;
    }

    /** The units for which a flag is on. */
    private static BitSet on(Flag flag) {
        SnapshotCompiler compiler = new SnapshotCompiler(Map.of(), Map.<String, Layer>of(), segment -> Set.of());
        CompiledFlag compiled = compiler.compile(flag, 1, new FlagCounters());
        Snapshot snapshot =
                Snapshot.of(new Version("test", 1), List.of(compiled), VirtualClock.startingAt(Instant.EPOCH));
        BitSet on = new BitSet();
        for (int i = 0; i < UNITS; i++) {
            on.set(i, compiled.decide(snapshot, CONTEXTS[i], null).isOn());
        }
        return on;
    }
}
