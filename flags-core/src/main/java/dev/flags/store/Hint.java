package dev.flags.store;

/**
 * Word from a store that something may have changed. It may be late, double or missing, but is not early: whoever gets it
 * asks for the version, once.
 */
public record Hint() {}
