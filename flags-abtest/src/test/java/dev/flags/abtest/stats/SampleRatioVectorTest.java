package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class SampleRatioVectorTest {

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("srm_chi2", SampleRatioVectorTest::fixed),
                all("srm_sequential", SampleRatioVectorTest::sequential));
    }

    private static Map<String, ?> fixed(VectorCase c) {
        Outcome<ChiSquareResult> outcome = SampleRatio.test(counts(c), c.numbers("weights"));
        if (outcome instanceof NotEstimable<ChiSquareResult> none) {
            // The vectors have a statistic of infinity for an unexpected arm; here the status says it.
            return none.status() == Status.UNEXPECTED_ARM
                    ? fields("status", none.status(), "stat", "Infinity", "p", 0.0)
                    : fields("status", none.status());
        }
        Map<String, @Nullable Object> fields = fields("status", "OK");
        fields.putAll(CountVectorTest.chiSquare(outcome.orElseThrow()));
        return fields;
    }

    private static Map<String, ?> sequential(VectorCase c) {
        EValue evidence = SampleRatio.evidence(counts(c), c.numbers("weights"), c.number("concentration"))
                .orElseThrow();
        return fields(
                "ln_bayes_factor",
                evidence.ln(),
                "p_anytime_single_look",
                evidence.p().value());
    }

    private static long[] counts(VectorCase c) {
        return DoubleStream.of(c.numbers("counts"))
                .mapToLong(count -> (long) count)
                .toArray();
    }
}
