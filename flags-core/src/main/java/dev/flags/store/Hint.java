package dev.flags.store;

/**
 * Word from a store that something may have changed. It may be late, double or missing; whoever gets it asks for the
 * version.
 */
public record Hint() {}
