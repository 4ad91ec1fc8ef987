package dev.flags.config;

import java.util.Objects;

/**
 * What a document is. A module that keeps documents of its own in the store names its kinds itself.
 *
 * @param name lower-case letters, as stores and file names show it; two kinds of one name are a defect of their owners
 * @param isEphemeral whether documents of this kind, such as leases, are compared and set, but neither audited nor kept
 *     for good: a store may lose all of them at once, and then they do not exist. Counts for equality: whoever writes a
 *     kind down writes this too
 */
public record Kind(String name, boolean isEphemeral) {
    public static final Kind FLAG = new Kind("flag", false);
    public static final Kind SEGMENT = new Kind("segment", false);
    public static final Kind LAYER = new Kind("layer", false);

    /**
     * The name of a flag that was deleted, so that nobody uses it again by accident: a service that was not deployed
     * since still means the old flag by it. Named like the flag.
     */
    public static final Kind TOMBSTONE = new Kind("tombstone", false);

    /** @throws IllegalArgumentException if {@code name} is not made of 1 to 32 lower-case letters */
    public Kind {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty() || name.length() > 32 || !name.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            throw new IllegalArgumentException(
                    "kind " + Text.quote(name) + " is not made of 1 to 32 lower-case letters");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
