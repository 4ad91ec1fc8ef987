package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class PhaseStatsProperties {
    @Property
    void nearestRank_agreesWithTheDefinition(
            @ForAll @Size(min = 1, max = 250) long[] values, @ForAll @IntRange(min = 1, max = 100) int percent) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);

        assertThat(PhaseStats.nearestRank(sorted, percent)).isEqualTo(naive(values, percent));
    }

    @Property
    void nearestRank_withManyEqualValues_agreesWithTheDefinition(
            @ForAll @Size(min = 1, max = 250) @LongRange(min = 0, max = 3) long[] values,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        nearestRank_agreesWithTheDefinition(values, percent);
    }

    /** The smallest value that at least {@code percent} % of the values do not exceed, by trying every value. */
    private static long naive(long[] values, int percent) {
        return Arrays.stream(values)
                .filter(candidate -> 100 * countUpTo(candidate, values) >= (long) percent * values.length)
                .min()
                .orElseThrow();
    }

    private static long countUpTo(long limit, long[] values) {
        return Arrays.stream(values).filter(value -> value <= limit).count();
    }
}
