package dev.flags.config;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Units that get the off variant, whatever the lists and rules say.
 *
 * @param attribute whose value is compared with {@code units}
 * @param until from when on this no longer holds, or null if it holds until it is removed
 * @param by who or what put it here, for people
 */
public record Denial(
        List<String> units,
        String attribute,
        @Nullable Instant until,
        @Nullable String by) {
    public Denial {
        units = List.copyOf(units);
        new Checks().name(attribute, "/attribute").done();
    }

    public boolean isExpired(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /** Without the units, which are somebody's ids. */
    @Override
    public String toString() {
        return "Denial[" + units.size() + " units of " + attribute + ", until=" + until + ", by=" + by + "]";
    }
}
