package dev.flags.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Condition;
import dev.flags.config.ConfigCodec;
import dev.flags.config.ConfigFile;
import dev.flags.config.Flag;
import dev.flags.config.Rich;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import dev.flags.oracle.NaiveEvaluator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** What the logic claims holds in every context; and it claims something often enough to be of use. */
class ConditionLogicProperties {
    private static final int CONTEXTS = 50;
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Map<Truth, Integer> CLAIMED = new EnumMap<>(Truth.class);
    private static int implied;
    private static int onlyForArrays;
    private static int wrongForArrays;
    private static int missed;

    /** Two conditions, as they are read and as text, with what they name. */
    private record Pair(Condition first, Condition second, ConditionLogic logic, NaiveEvaluator naive) {
        static Pair of(Tangle tangle) {
            String file = tangle.file(Map.of("first", tangle.condition(), "second", tangle.condition()));
            ConfigFile read =
                    ConfigFile.read(file.getBytes(StandardCharsets.UTF_8)).orThrow();
            Map<String, Segment> segments = new HashMap<>();
            for (JsonValue segment : read.segments()) {
                Segment made = ConfigCodec.readSegment((JsonObject) segment).orThrow();
                segments.put(made.name(), made);
            }
            return new Pair(
                    when(read, "first"),
                    when(read, "second"),
                    new ConditionLogic(segments, new Budget(Long.MAX_VALUE)),
                    new NaiveEvaluator(NaiveEvaluator.parse(file), (ranges, weights) -> List.of()));
        }

        private static Condition when(ConfigFile file, String name) {
            return file.flags().stream()
                    .map(flag -> ConfigCodec.readFlag((JsonObject) flag).orThrow())
                    .filter(flag -> flag.name().equals(name))
                    .map(Flag::definition)
                    .map(definition -> ((Rich) definition).rules().get(0).when())
                    .map(Objects::requireNonNull)
                    .findFirst()
                    .orElseThrow();
        }

        boolean holds(String name, Map<String, Object> context) {
            return "on".equals(naive.evaluate(name, context, NOW).variant());
        }
    }

    @Property(tries = 3_000)
    void whatIsClaimed_holdsInEveryContext(@ForAll long seed) {
        Tangle tangle = new Tangle(new Random(seed));
        Pair pair = Pair.of(tangle);
        Truth truth = pair.logic.truth(pair.logic.formula(pair.first));
        CLAIMED.merge(truth, 1, Integer::sum);
        boolean held = false;
        for (int i = 0; i < CONTEXTS; i++) {
            Map<String, Object> context = tangle.context();
            boolean holds = pair.holds("first", context);
            held |= holds;
            assertThat(truth.mayBe(holds))
                    .as("%s is %s in %s", pair.first, truth, context)
                    .isTrue();
        }
        missed += truth == Truth.UNKNOWN && !held ? 1 : 0;
    }

    @Property(tries = 3_000)
    void whatImpliesAnother_neverHoldsWithoutIt(@ForAll long seed) {
        Tangle tangle = new Tangle(new Random(seed));
        Pair pair = Pair.of(tangle);
        Formula first = pair.logic.formula(pair.first);
        Formula second = pair.logic.formula(pair.second);
        if (pair.logic.truth(first) != Truth.UNKNOWN
                || !pair.logic.areImpossible(List.of(first, new Formula.Not(second)))) {
            return;
        }
        implied++;
        for (int i = 0; i < CONTEXTS; i++) {
            Map<String, Object> context = tangle.context();
            assertThat(pair.holds("first", context) && !pair.holds("second", context))
                    .as("%s without %s in %s", pair.first, pair.second, context)
                    .isFalse();
        }
    }

    @Property(tries = 3_000)
    void whatNeedsArrays_neverHoldsWithoutThem(@ForAll long seed) {
        Tangle tangle = new Tangle(new Random(seed));
        Pair pair = Pair.of(tangle);
        List<Formula> both = List.of(pair.logic.formula(pair.first), pair.logic.formula(pair.second));
        if (pair.logic.areImpossible(both) || !pair.logic.needArrays(both)) {
            return;
        }
        onlyForArrays++;
        boolean heldForArrays = false;
        for (int i = 0; i < CONTEXTS; i++) {
            Map<String, Object> context = tangle.singleContext();
            assertThat(pair.holds("first", context) && pair.holds("second", context))
                    .as("%s and %s in %s", pair.first, pair.second, context)
                    .isFalse();
            Map<String, Object> arrays = tangle.context();
            heldForArrays |= pair.holds("first", arrays) && pair.holds("second", arrays);
        }
        wrongForArrays += heldForArrays ? 1 : 0;
    }

    @AfterContainer
    static void enoughWasClaimed() {
        System.out.printf(
                "logic: %s, %d implied, %d only for arrays (of which %d held for some), %d never held and were not known%n",
                CLAIMED, implied, onlyForArrays, wrongForArrays, missed);
        assertThat(CLAIMED.get(Truth.FALSE)).isGreaterThan(200);
        assertThat(CLAIMED.get(Truth.TRUE)).isGreaterThan(100);
        assertThat(implied).isGreaterThan(100);
        assertThat(onlyForArrays).isGreaterThan(20);
    }
}
