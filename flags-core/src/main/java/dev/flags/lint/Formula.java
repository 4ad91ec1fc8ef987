package dev.flags.lint;

import dev.flags.config.DocumentKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A statement about a context: a condition with the segments that it names written out. */
sealed interface Formula {
    /** Holds always. */
    Formula TRUE = new Every(List.of());

    /** What it is about. Statements that have no subject in common do not depend on each other. */
    Set<Object> subjects();

    /** All of them hold. */
    record Every(List<Formula> parts) implements Formula {
        @Override
        public Set<Object> subjects() {
            return all(parts);
        }
    }

    /** One of them holds. */
    record Some(List<Formula> parts) implements Formula {
        @Override
        public Set<Object> subjects() {
            return all(parts);
        }
    }

    record Not(Formula part) implements Formula {
        @Override
        public Set<Object> subjects() {
            return part.subjects();
        }
    }

    /** Two ways of saying one thing: a fact that is quickly compared, and what it means. */
    record Named(Fact name, Formula meaning, Set<Object> subjects) implements Formula {
        Named(Fact name, Formula meaning) {
            this(name, meaning, all(List.of(name, meaning)));
        }
    }

    private static Set<Object> all(List<Formula> parts) {
        Set<Object> all = new HashSet<>();
        parts.forEach(part -> all.addAll(part.subjects()));
        return all;
    }

    /** A statement that is not made of others. */
    sealed interface Fact extends Formula {
        Object subject();

        @Override
        default Set<Object> subjects() {
            return Set.of(subject());
        }

        /** The same fact if {@code holds}, else its opposite. */
        Fact as(boolean holds);
    }

    /**
     * An attribute is missing or has a value such that.
     *
     * @param passes whether the value has to pass the test, or must not
     * @param ifMissing whether the fact holds if there is no value
     */
    record AttributeFact(String attribute, ValueTest test, boolean passes, boolean ifMissing) implements Fact {
        @Override
        public String subject() {
            return attribute;
        }

        @Override
        public AttributeFact as(boolean holds) {
            return holds ? this : new AttributeFact(attribute, test, !passes, !ifMissing);
        }
    }

    /** A flag serves one of some variants, or does not. */
    record FlagFact(String flag, Set<String> variants, boolean serves) implements Fact {
        @Override
        public DocumentKey subject() {
            return DocumentKey.flag(flag);
        }

        @Override
        public FlagFact as(boolean holds) {
            return holds ? this : new FlagFact(flag, variants, !serves);
        }
    }

    /** Something of which no more is known than that it holds or does not. */
    record Opaque(Object subject, boolean isTrue) implements Fact {
        @Override
        public Opaque as(boolean holds) {
            return holds ? this : new Opaque(subject, !isTrue);
        }
    }
}
