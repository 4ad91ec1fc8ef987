package dev.flags;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import java.util.List;

/**
 * Something that a step looked at, and how it came out. Immutable.
 *
 * <p>{@code toString} holds neither values of the context nor operands of conditions, which may be somebody's ids.
 */
public sealed interface Finding
        permits BucketFinding,
                ClauseFinding,
                Finding.AllOf,
                Finding.AnyOf,
                Finding.FlagServes,
                Finding.Opposite,
                ListFinding,
                SegmentFinding,
                WindowFinding {

    /** Whether it is so, as evaluation finds it. */
    boolean holds();

    /** What it follows from; all of it, also what evaluation need not have looked at because the rest decided. */
    default List<Finding> parts() {
        return List.of();
    }

    /** One line for people, with the values of the context, long ones shortened. If this does not hold: what it would need. */
    String text();

    /**
     * For programs: {@code check} (what was looked at), {@code holds}, {@code text}, members by the kind of check, and
     * {@code parts} if there are any.
     */
    JsonObject toJson();

    /** All parts hold. */
    record AllOf(List<Finding> parts, boolean holds) implements Finding {
        public AllOf {
            parts = List.copyOf(parts);
        }

        @Override
        public String text() {
            return "all of these";
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("all", this).build();
        }
    }

    /** One part holds. */
    record AnyOf(List<Finding> parts, boolean holds) implements Finding {
        public AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public String text() {
            return "any of these";
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("any", this).build();
        }
    }

    /** A condition does not hold. */
    record Opposite(Finding condition, boolean holds) implements Finding {
        @Override
        public List<Finding> parts() {
            return List.of(condition);
        }

        @Override
        public String text() {
            return "this must not hold";
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("not", this).build();
        }
    }

    /**
     * Another flag serves one of some variants to the context. As JSON it has {@code flag}, {@code wanted} and
     * {@code explanation}.
     *
     * @param wanted at least one
     */
    record FlagServes(Explanation other, List<String> wanted, boolean holds) implements Finding {
        public FlagServes {
            wanted = List.copyOf(wanted);
        }

        @Override
        public String text() {
            return Words.answer(other) + (holds ? ", which is " : ", would need ") + Words.oneOf(wanted);
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("flag", this)
                    .put("flag", other.flag())
                    .put("wanted", JsonArray.ofStrings(wanted))
                    .put("explanation", other.toJson())
                    .build();
        }
    }
}
