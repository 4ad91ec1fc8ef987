package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Problem;
import dev.flags.oracle.ConfigGenerator;
import dev.flags.oracle.ContextGenerator;
import dev.flags.oracle.NaiveAnswer;
import dev.flags.oracle.NaiveEvaluator;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        NaiveEvaluator naive = new NaiveEvaluator(NaiveEvaluator.parse(file), Answer::rebalance);
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
                    assertThat(Answer.of(manager.flags(), flag, context))
                            .as(
                                    "seed %d, flag %s, context %s, at %s, file %s",
                                    seed, flag, attributes, clock.instant(), file)
                            .isEqualTo(Answer.of(expected));
                    compared++;
                }
            }
        }
        return compared;
    }
}
