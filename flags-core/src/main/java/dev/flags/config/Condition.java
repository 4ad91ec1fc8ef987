package dev.flags.config;

import java.util.List;

/** What a context must be like. A tree whose leaves are clauses and references. */
public sealed interface Condition
        permits Clause, Condition.All, Condition.Any, Condition.FlagServes, Condition.InSegment, Condition.Not {

    /** All of them hold; true if there is none. */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /** One of them holds; false if there is none. */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /** It does not hold. */
    record Not(Condition condition) implements Condition {}

    /** The context is in the segment. */
    record InSegment(String segment) implements Condition {
        public InSegment {
            new Checks().name(segment, "/segment").done();
        }
    }

    /**
     * Another flag serves one of some variants to the context.
     *
     * @param variants empty for {@code on}
     */
    record FlagServes(String flag, List<String> variants) implements Condition {
        public FlagServes {
            variants = List.copyOf(variants);
            new Checks().name(flag, "/flag").names(variants, "/variants").done();
        }
    }

    static Condition all(Condition... conditions) {
        return new All(List.of(conditions));
    }

    static Condition any(Condition... conditions) {
        return new Any(List.of(conditions));
    }

    static Condition not(Condition condition) {
        return new Not(condition);
    }

    /** Another flag serves one of the variants, or {@code on} if none is given. */
    static Condition flag(String flag, String... variants) {
        return new FlagServes(flag, List.of(variants));
    }

    static Condition segment(String segment) {
        return new InSegment(segment);
    }
}
