package dev.flags;

import dev.flags.config.Attributes;
import dev.flags.config.Clause;
import dev.flags.config.Operator;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Set;

/** What a clause asks for, and what it found, in words. */
final class ClauseWords {
    /** Attributes that are ids. Those that a clause lists are somebody else's, and are counted instead of shown. */
    private static final Set<String> IDS = Set.of(Attributes.USER, Attributes.SESSION, Attributes.REQUEST);

    private final Clause clause;

    ClauseWords(Clause clause) {
        this.clause = clause;
    }

    /** {@code plan in}: without operands. */
    String question() {
        return Words.attribute(clause.attribute())
                + (clause.negate() ? " not " : " ")
                + clause.operator().key();
    }

    /** {@code plan = "free", would need one of "pro", "team"} */
    String compared(JsonValue actual, boolean holds) {
        return Words.attribute(clause.attribute(), actual) + ", " + (holds ? found(actual) : "would need " + needed());
    }

    /** {@code bucket 37.120 % (user = "user-42"), would need a bucket in [0 %, 10 %) of salt "s"} */
    String bucketed(BucketFinding.Bucket bucket, boolean holds) {
        return bucket.text() + (holds ? ", which is " : ", would need ") + needed();
    }

    /** {@code plan is missing, would need one of "pro", "team"} */
    String missing(boolean holds) {
        return Words.attribute(clause.attribute()) + " is missing, "
                + (holds ? "which is enough" : "would need " + needed());
    }

    /** What would make the clause hold. */
    String needed() {
        if (clause.operator() == Operator.EXISTS) {
            return wantsPresence() ? "any value" : "to be missing";
        }
        return (clause.negate() ? "anything but " : "")
                + wanted()
                + (clause.onMissing().answer(clause.negate()) ? ", or to be missing" : "");
    }

    /** Whether the operands are shown: few, and nobody's ids. */
    boolean showsValues() {
        return clause.values().size() <= Words.MAX_SHOWN && !comparesIds();
    }

    private boolean comparesIds() {
        return IDS.contains(new AttributeRef(clause.attribute()).name())
                && switch (clause.operator()) {
                    case EQUALS, IN, ANY_OF, ALL_OF, STARTS_WITH, ENDS_WITH, CONTAINS, MATCHES -> true;
                    default -> false;
                };
    }

    private String found(JsonValue actual) {
        if (clause.operator() == Operator.EXISTS) {
            return "which is enough";
        }
        if (isEachElementCompared(actual)) {
            return (clause.negate() ? "which does not have " : "which has ") + wanted();
        }
        return (clause.negate() ? "which is not " : "which is ") + wanted();
    }

    private boolean isEachElementCompared(JsonValue actual) {
        return actual instanceof JsonArray
                && switch (clause.operator()) {
                    case ALL_OF, EXISTS, SIZE, TYPE -> false;
                    default -> true;
                };
    }

    private boolean wantsPresence() {
        return (clause.values().isEmpty() || clause.values().get(0).equals(JsonBoolean.TRUE)) != clause.negate();
    }

    /** What the operator asks for, whether or not that is turned around. */
    private String wanted() {
        return switch (clause.operator()) {
            case EQUALS, IN, ANY_OF -> values() + anyCase();
            case ALL_OF -> "an array with " + values("all of ") + anyCase();
            case STARTS_WITH -> "a string that starts with " + values() + anyCase();
            case ENDS_WITH -> "a string that ends with " + values() + anyCase();
            case CONTAINS -> "a string that contains " + values() + anyCase();
            case MATCHES -> "a string that matches " + values() + anyCase();
            case LT -> "a number below " + values();
            case LTE -> "a number at or below " + values();
            case GT -> "a number above " + values();
            case GTE -> "a number at or above " + values();
            case BETWEEN -> "a number from " + operand(0) + " to " + operand(1);
            case BEFORE -> "an instant before " + values();
            case AFTER -> "an instant after " + values();
            case SEMVER_EQ -> "a version equal to " + values();
            case SEMVER_LT -> "a version below " + values();
            case SEMVER_LTE -> "a version at or below " + values();
            case SEMVER_GT -> "a version above " + values();
            case SEMVER_GTE -> "a version at or above " + values();
            case SEMVER_TILDE -> "a version in the tilde range of " + values();
            case SEMVER_CARET -> "a version in the caret range of " + values();
            case CIDR -> "an address in " + values();
            case EXISTS -> "any value";
            case TYPE -> "a value of type " + values();
            case SIZE -> "an array of size " + values();
            case MODULO -> "an integer with remainder " + operand(1) + " modulo " + operand(0);
            case BUCKET -> "a bucket in " + Words.slots(integer(1), integer(2)) + " of salt " + operand(0);
        };
    }

    private String values() {
        return values("one of ");
    }

    private String values(String several) {
        List<JsonValue> values = clause.values();
        if (values.isEmpty()) {
            return several + "an empty list";
        }
        if (values.size() == 1) {
            return showsValues() ? operand(0) : "the one listed";
        }
        return several + (showsValues() ? Words.values(values) : Words.count(values.size()) + " listed");
    }

    private String anyCase() {
        return clause.ignoreCase() ? " in any case" : "";
    }

    private String operand(int i) {
        return Words.value(clause.values().get(i));
    }

    private int integer(int i) {
        return ((JsonNumber) clause.values().get(i)).toBigDecimal().intValueExact();
    }
}
