package dev.flags.abtest.stats.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flags.abtest.stats.Moments;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Draws are binomial: mean and variance are right to four of their standard errors. */
class CountsTest {
    private static final int DRAWS = 40_000;

    @Test
    void successes_areBinomial() {
        assertBinomial(random -> Counts.successes(random, 200, .02), 200, .02);
        assertBinomial(random -> Counts.successes(random, 50, .3), 50, .3);
        assertBinomial(random -> Counts.successes(random, 3, .9), 3, .9);
    }

    @Test
    void heads_areBinomial() {
        assertBinomial(random -> Counts.heads(random, 100), 100, .5);
        assertBinomial(random -> Counts.heads(random, 64), 64, .5);
        assertBinomial(random -> Counts.heads(random, 3), 3, .5);
    }

    private static void assertBinomial(ToLongFunction<RandomGenerator> draw, int n, double probability) {
        double[] counts = new Replications(3, DRAWS)
                .results(random -> (double) draw.applyAsLong(random)).stream()
                        .mapToDouble(count -> count)
                        .toArray();
        Moments moments = Moments.of(counts);
        double spread = probability * (1 - probability);
        double variance = n * spread;
        double kurtosis = 3 + (1 - 6 * spread) / variance;
        assertThat(moments.mean()).isCloseTo(n * probability, within(4 * Math.sqrt(variance / DRAWS)));
        assertThat(moments.variance() / variance).isCloseTo(1, within(4 * Math.sqrt((kurtosis - 1) / DRAWS)));
    }
}
