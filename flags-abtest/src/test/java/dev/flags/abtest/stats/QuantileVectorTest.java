package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Vectors.all;
import static dev.flags.abtest.stats.Vectors.fields;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class QuantileVectorTest {
    private static final long SEED = 20_261_128;

    @TestFactory
    Stream<DynamicNode> vectors() {
        return Stream.of(
                all("quantile", c -> quantile(Quantiles.estimate(c.numbers("x"), c.number("q"), c.number("alpha")))),
                all("winsorize", QuantileVectorTest::winsorize),
                all("bootstrap_percentile", QuantileVectorTest::bootstrap));
    }

    private static Map<String, ?> quantile(Quantiles.Estimate estimate) {
        return fields(
                "type7", estimate.value(),
                "ci_rank_lower", orNull(estimate.lowerRank()),
                "ci_rank_upper", orNull(estimate.upperRank()),
                "ci", Arrays.asList(orNull(estimate.lower()), orNull(estimate.upper())),
                "coverage_exact", orNull(estimate.coverage()));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static Map<String, ?> winsorize(VectorCase c) {
        double[] values = c.numbers("x");
        Winsorizing.Capped capped = Winsorizing.apply(values, Winsorizing.cap(c.number("upper_quantile"), values));
        return fields(
                "cap_type7", capped.cap(),
                "mean", capped.moments().mean(),
                "variance", capped.moments().variance(),
                "n_capped", capped.capped());
    }

    /** The vectors give a band, five standard deviations of a run of 4 000 resamples wide, about each end. */
    private static Map<String, ?> bootstrap(VectorCase c) {
        Interval interval = Bootstrap.difference(
                        c.numbers("control"),
                        c.numbers("treatment"),
                        Bootstrap::mean,
                        (int) c.number("resamples"),
                        c.number("alpha"),
                        new SplittableRandom(SEED))
                .orElseThrow();
        return fields(
                "ci_lo_center", interval.lower(),
                "ci_hi_center", interval.upper(),
                "mc_sd_lo_at_4000", VectorCase.number(c.expected(), "mc_sd_lo_at_4000"),
                "mc_sd_hi_at_4000", VectorCase.number(c.expected(), "mc_sd_hi_at_4000"));
    }
}
