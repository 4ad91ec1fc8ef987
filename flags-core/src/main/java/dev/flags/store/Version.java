package dev.flags.store;

import java.util.Objects;

/**
 * How far a store has come. Numbers rise within an epoch; a store that was reset has a new epoch, whose numbers say
 * nothing about those of the old one.
 *
 * @param epoch differs after a reset
 * @param number 0 before the first commit
 */
public record Version(String epoch, long number) {
    public Version {
        Objects.requireNonNull(epoch, "epoch");
        if (number < 0) {
            throw new IllegalArgumentException("version number is negative: " + number);
        }
    }

    /** This in one word, for logs and headers: the epoch, a colon and the number. */
    public String text() {
        return epoch + ":" + number;
    }

    /** Whether another version of the same epoch came later. Of versions of two epochs, none is older. */
    public boolean isOlderThan(Version other) {
        return epoch.equals(other.epoch) && number < other.number;
    }
}
