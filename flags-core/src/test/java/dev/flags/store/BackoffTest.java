package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @ParameterizedTest(name = "after {0} failures from {1} to {2} ms")
    @CsvSource({"1, 100, 200", "2, 200, 400", "3, 400, 800", "5, 1600, 3200", "6, 2500, 5000", "1000000, 2500, 5000"})
    void delay_isHalfToAllOfTheFullOne(int failures, long min, long max) {
        Random random = new Random(42);
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 0; i < 1000; i++) {
            long delay = Backoff.after(failures, random).toNanos();
            shortest = Math.min(shortest, delay);
            longest = Math.max(longest, delay);
        }

        assertThat(Duration.ofNanos(shortest)).isBetween(Duration.ofMillis(min), Duration.ofMillis(min + max / 50));
        assertThat(Duration.ofNanos(longest)).isBetween(Duration.ofMillis(max - max / 50), Duration.ofMillis(max));
    }

    @Test
    void storeDownForTenMinutes_isTriedLessThanOnceASecond_andNotByAllAtOnce() {
        Set<Long> lastTenths = new HashSet<>();
        for (int instance = 0; instance < 50; instance++) {
            Random random = new Random(instance);
            Duration at = Duration.ZERO;
            int attempts = 0;
            while (at.compareTo(Duration.ofMinutes(10)) < 0) {
                attempts++;
                at = at.plus(Backoff.after(attempts, random));
            }
            assertThat(attempts).isBetween(120, 250);
            lastTenths.add(at.toMillis() / 100);
        }

        // 50 instances over a window of up to 5 s: to find them in fewer than 15 tenths of a second by chance is
        // hopeless.
        assertThat(lastTenths).hasSizeGreaterThan(15);
    }
}
