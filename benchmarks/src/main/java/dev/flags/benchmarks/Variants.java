package dev.flags.benchmarks;

import java.util.List;

/** Of the flag with four variants. */
public final class Variants {
    public static final List<String> NAMES = List.of("north", "east", "south", "west");

    private Variants() {}
}
