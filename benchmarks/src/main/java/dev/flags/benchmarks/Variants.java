package dev.flags.benchmarks;

import java.util.List;

/** Of the flag with four variants. */
final class Variants {
    static final List<String> NAMES = List.of("north", "east", "south", "west");

    private Variants() {}
}
