package dev.flags;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;

/**
 * Whether a unit of the context is on a list. As JSON it has {@code attribute}, {@code listed}, and {@code unit} or
 * {@code actual}. Never holds another unit of the list.
 */
public sealed interface ListFinding extends Finding {
    String attribute();

    /** How many units are on the list. */
    int listed();

    /** It is. */
    record Listed(String attribute, int listed, String unit) implements ListFinding {
        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public String text() {
            return Words.attribute(attribute, new JsonString(unit)) + ", among " + Words.count(listed) + " listed";
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("list", this)
                    .put("attribute", attribute)
                    .put("listed", listed)
                    .put("unit", unit)
                    .build();
        }

        @Override
        public String toString() {
            return "Listed[" + attribute + ", listed=" + listed + "]";
        }
    }

    /**
     * The attribute is there, but it is not on the list, nor is an element of it.
     *
     * @param actual what the attribute is, as JSON
     */
    record NotListed(String attribute, int listed, JsonValue actual) implements ListFinding {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String text() {
            return Words.attribute(attribute, actual) + ", not among " + Words.count(listed) + " listed";
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("list", this)
                    .put("attribute", attribute)
                    .put("listed", listed)
                    .put("actual", actual)
                    .build();
        }

        @Override
        public String toString() {
            return "NotListed[" + attribute + ", listed=" + listed + "]";
        }
    }

    /** The attribute is not there. */
    record Missing(String attribute, int listed) implements ListFinding {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String text() {
            return Words.attribute(attribute) + " is missing, not among " + Words.count(listed) + " listed";
        }

        @Override
        public JsonObject toJson() {
            return ExplanationJson.finding("list", this)
                    .put("attribute", attribute)
                    .put("listed", listed)
                    .build();
        }
    }
}
