package dev.flags.config;

import java.util.List;

/**
 * Another flag that must serve one of some variants to the same context.
 *
 * @param variants empty for {@code on}, which then has to be a variant of a boolean flag
 */
public record Prerequisite(String flag, List<String> variants) {
    public Prerequisite {
        variants = List.copyOf(variants);
        new Checks().name(flag, "/flag").names(variants, "/variants").done();
    }

    /** The flag must be on. */
    public static Prerequisite on(String flag) {
        return new Prerequisite(flag, List.of());
    }
}
