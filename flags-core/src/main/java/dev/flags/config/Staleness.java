package dev.flags.config;

import java.time.Duration;
import java.util.Locale;

/**
 * How old the configuration may get before the flag stops trusting it.
 *
 * @param max longer than zero
 */
public record Staleness(Duration max, OnStale onStale) {

    /** What a flag serves from a configuration that is too old. */
    public enum OnStale {
        /** What it would serve anyway. */
        LAST_KNOWN,
        /** Its default. */
        DEFAULT,
        /** Its off variant. */
        OFF;

        private final String key = name().toLowerCase(Locale.ROOT);

        /** The name in the configuration format. */
        public String key() {
            return key;
        }
    }

    public Staleness {
        new Checks()
                .require(!max.isNegative() && !max.isZero(), "/max_staleness", () -> "not longer than zero: " + max)
                .done();
    }
}
