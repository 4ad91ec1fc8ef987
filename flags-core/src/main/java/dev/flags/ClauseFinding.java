package dev.flags;

import dev.flags.config.Clause;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;

/**
 * What became of a clause. As JSON it has {@code attribute}, {@code op}, {@code values} or, if they are many or somebody's
 * ids, {@code value_count}, {@code would_need} unless it holds, and {@code negate}, {@code ignore_case} and
 * {@code on_missing} where they are not the default.
 */
public sealed interface ClauseFinding extends Finding {
    Clause clause();

    /**
     * The attribute was compared. As JSON it also has {@code actual}.
     *
     * @param actual what the attribute is, as JSON; a number that JSON does not know, such as NaN, as its text
     */
    record Compared(Clause clause, JsonValue actual, boolean holds) implements ClauseFinding {
        @Override
        public String text() {
            return new ClauseWords(clause).compared(actual, holds);
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.clause(this).put("actual", actual).build();
        }

        @Override
        public String toString() {
            return "Compared[" + new ClauseWords(clause).question() + ", holds=" + holds + "]";
        }
    }

    /**
     * The attribute was hashed, and its bucket compared. As JSON it also has {@code unit}, {@code slot} and
     * {@code percent}.
     */
    record Bucketed(Clause clause, BucketFinding.Bucket bucket, boolean holds) implements ClauseFinding {
        @Override
        public String text() {
            return new ClauseWords(clause).bucketed(bucket, holds);
        }

        @Override
        public JsonObject toJson() {
            return bucket.addTo(ExplanationJson.clause(this)).build();
        }

        @Override
        public String toString() {
            return "Bucketed[" + new ClauseWords(clause).question() + ", holds=" + holds + "]";
        }
    }

    /** The attribute is not there, for which the clause has an answer. */
    record Missing(Clause clause, boolean holds) implements ClauseFinding {
        @Override
        public String text() {
            return new ClauseWords(clause).missing(holds);
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.clause(this).build();
        }

        @Override
        public String toString() {
            return "Missing[" + new ClauseWords(clause).question() + ", holds=" + holds + "]";
        }
    }
}
