package dev.flags;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a change would do to the answers that contexts of the last minutes get: tried on a sample of them, which this process
 * keeps in memory. Says how many, and never who.
 *
 * @param flags what becomes of each flag whose answers depend on what is changed, by name
 */
public record Impact(List<FlagImpact> flags) {
    public Impact {
        flags = List.copyOf(flags);
    }

    /** The flag of which the largest share of contexts gets another answer; empty if no flag was tried on any. */
    public Optional<FlagImpact> largest() {
        return flags.stream().filter(flag -> flag.contexts() > 0).max(Comparator.comparingDouble(FlagImpact::share));
    }
}
