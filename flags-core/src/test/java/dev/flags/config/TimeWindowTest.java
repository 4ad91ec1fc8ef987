package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {
    @ParameterizedTest
    @CsvSource({
        ",, ,, true, true",
        ",, 1,2, true, true",
        "1,2, ,, false, true",
        "1,4, 2,3, true, true",
        "1,4, 1,4, true, true",
        "1,4, 0,4, false, true",
        "1,4, 1,5, false, true",
        "1,4, 4,5, false, false",
        "4,5, 1,4, false, false",
        "1,, 1,2, true, true",
        "1,, ,2, false, true",
        ",1, 1,, false, false",
        ",2, ,1, true, true",
        "1,4, 3,5, false, true"
    })
    void containsAndOverlaps_compareTheEnds(
            @Nullable Long start,
            @Nullable Long end,
            @Nullable Long otherStart,
            @Nullable Long otherEnd,
            boolean contains,
            boolean overlaps) {
        TimeWindow window = window(start, end);
        TimeWindow other = window(otherStart, otherEnd);
        assertThat(window.contains(other)).isEqualTo(contains);
        assertThat(window.overlaps(other)).isEqualTo(overlaps);
        assertThat(other.overlaps(window)).isEqualTo(overlaps);
    }

    private static TimeWindow window(@Nullable Long start, @Nullable Long end) {
        return new TimeWindow(
                start == null ? null : Instant.ofEpochSecond(start), end == null ? null : Instant.ofEpochSecond(end));
    }
}
