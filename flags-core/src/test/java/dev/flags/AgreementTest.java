package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flags.config.Percentage;
import dev.flags.config.Problem;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.oracle.ConfigGenerator;
import dev.flags.oracle.ContextGenerator;
import dev.flags.oracle.NaiveAnswer;
import dev.flags.oracle.NaiveEvaluator;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The compiled evaluator against a naive one that was written from the documentation alone, by another hand. Seeds are
 * fixed; a failure names the seed, the file, the flag and the context.
 */
class AgreementTest {
    private static final long FIRST_SEED = 20_261_121;
    private static final int FILES = 1_200;
    private static final int CONTEXTS = 20;

    @Test
    void compiledAndNaiveEvaluator_agreeOnGeneratedFlagsAndContexts() {
        long compared = 0;
        for (int i = 0; i < FILES; i++) {
            compared += compare(FIRST_SEED + i);
        }
        System.out.println("agreement: " + compared + " flags x contexts");
        assertThat(compared).isGreaterThan(100_000);
    }

    private static long compare(long seed) {
        Random random = new Random(seed);
        String file = new ConfigGenerator(random).config().toString();
        NaiveEvaluator naive = new NaiveEvaluator(NaiveEvaluator.parse(file), AgreementTest::rebalance);
        VirtualClock clock = VirtualClock.startingAt(Instant.EPOCH);
        MemoryConfigStore store = CompiledAnswers.storeOf(file);
        long compared = 0;
        try (FeatureFlagManager manager =
                FeatureFlagManager.builder().store(store).clock(clock).build()) {
            assertThat(manager.problems()).as("seed %d, file %s", seed, file).noneMatch(Problem::isError);
            List<String> flags = new ArrayList<>();
            manager.listFlags().forEach(flag -> flags.add(flag.name()));
            flags.add("no such flag");
            for (int i = 0; i < CONTEXTS; i++) {
                Map<String, Object> attributes = ContextGenerator.randomContext(random);
                clock.set(ContextGenerator.randomInstant(random));
                EvaluationContext context =
                        EvaluationContext.builder().attributes(attributes).build();
                for (String flag : flags) {
                    NaiveAnswer expected = naive.evaluate(flag, attributes, clock.instant());
                    assertThat(answer(manager.flags(), flag, context))
                            .as(
                                    "seed %d, flag %s, context %s, at %s, file %s",
                                    seed, flag, attributes, clock.instant(), file)
                            .isEqualTo(answer(expected));
                    compared++;
                }
            }
        }
        return compared;
    }

    /** An answer without its value's type. */
    private record Answer(
            @Nullable String variant,
            @Nullable JsonValue value,
            String reason,
            @Nullable String error,
            @Nullable String rule) {}

    private static Answer answer(Flags flags, String flag, EvaluationContext context) {
        JsonValue fallback = new JsonString("the caller's fallback");
        Evaluation<JsonValue> evaluation = flags.evaluateJson(flag, context, fallback);
        return new Answer(
                evaluation.variant(),
                evaluation.value().equals(fallback) ? null : normal(evaluation.value()),
                evaluation.reason().name(),
                evaluation.error() == null ? null : evaluation.error().name(),
                evaluation.rule());
    }

    private static Answer answer(NaiveAnswer naive) {
        return new Answer(
                naive.variant(),
                naive.value() == null
                        ? null
                        : normal(JsonValue.parse(naive.value().toString())),
                naive.reason(),
                naive.error(),
                naive.rule());
    }

    /** A number by its value: the two sides may write it differently. */
    private static JsonValue normal(JsonValue value) {
        return value instanceof JsonNumber number
                ? new JsonString(
                        BigDecimal.valueOf(number.toBigDecimal().doubleValue()).toString())
                : value;
    }

    private static List<NaiveEvaluator.Range> rebalance(JsonNode ranges, JsonNode weights) {
        List<SlotRange> before = new ArrayList<>();
        ranges.forEach(r -> before.add(new SlotRange(
                r.get(0).textValue(), r.get(1).intValue(), r.get(2).intValue())));
        Map<String, Percentage> shares = new LinkedHashMap<>();
        weights.properties()
                .forEach(w ->
                        shares.put(w.getKey(), Percentage.ofPercent(w.getValue().decimalValue())));
        return Split.rebalance(before, shares).stream()
                .map(r -> new NaiveEvaluator.Range(r.variant(), r.from(), r.to()))
                .toList();
    }
}
