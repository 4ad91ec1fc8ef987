package dev.flags.config;

/**
 * How much a configuration may hold. Enforced when it is read, so that no document can slow an evaluation down or
 * exhaust a process.
 */
public final class Limits {
    /** Largest file, in bytes of UTF-8: {@value}. */
    public static final int MAX_FILE_BYTES = 64 << 20;
    /** Largest document, in bytes of UTF-8: {@value}. */
    public static final int MAX_DOCUMENT_BYTES = 8 << 20;
    /** Largest file that a segment includes, in bytes of UTF-8: {@value}, as for a million and a half ids of 40 characters. */
    public static final int MAX_INCLUDED_FILE_BYTES = 64 << 20;
    /** Longest name of a flag, variant, attribute, rule, segment or layer, and longest salt, in characters: {@value}. */
    public static final int MAX_NAME_LENGTH = 256;
    /** Most rules in a flag: {@value}. */
    public static final int MAX_RULES = 100;
    /** Most ranges in a split: {@value}. */
    public static final int MAX_RANGES = 256;
    /** Deepest nesting of conditions: {@value}. */
    public static final int MAX_CONDITION_DEPTH = 10;
    /** Most conditions in one flag or segment: {@value}. */
    public static final int MAX_CONDITIONS = 500;
    /** Most flags and segments in a chain of references: {@value}. */
    public static final int MAX_REFERENCE_DEPTH = 50;
    /** Most conditions and references that one evaluation may visit, through all flags it requires: {@value}. */
    public static final int MAX_EVALUATION_COST = 100_000;

    private Limits() {}
}
