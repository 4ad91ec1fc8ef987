package dev.flags;

import dev.flags.json.JsonObject;
import java.util.List;

/** Whether the context is in a segment, and why. As JSON it has {@code segment} and {@code because}. */
public sealed interface SegmentFinding extends Finding {
    String segment();

    /** Why, in a word or two. */
    String because();

    @Override
    default String text() {
        return "segment " + Words.quote(segment()) + ": " + because();
    }

    @Override
    default JsonObject toJson() {
        return ExplanationJson.finding("segment", this)
                .put("segment", segment())
                .put("because", because())
                .build();
    }

    /** Not in it: excluded, whatever else is true. */
    record Excluded(String segment, ListFinding excluded) implements SegmentFinding {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String because() {
            return "excluded";
        }

        @Override
        public List<Finding> parts() {
            return List.of(excluded);
        }
    }

    /** In it: included by list. */
    record Included(String segment, ListFinding included) implements SegmentFinding {
        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public String because() {
            return "included";
        }

        @Override
        public List<Finding> parts() {
            return List.of(included);
        }
    }

    /** Not in it: not included by list, and the segment has no condition. */
    record NotIncluded(String segment, ListFinding included) implements SegmentFinding {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String because() {
            return "not included";
        }

        @Override
        public List<Finding> parts() {
            return List.of(included);
        }
    }

    /** Not included by list, so that the segment's condition decides. */
    record ByCondition(String segment, ListFinding included, Finding when, boolean holds) implements SegmentFinding {
        @Override
        public String because() {
            return holds ? "meets its condition" : "not included, does not meet its condition";
        }

        /** Without the list if it is empty. */
        @Override
        public List<Finding> parts() {
            return included.listed() == 0 ? List.of(when) : List.of(included, when);
        }
    }

    /** Not in it: there is no valid segment of this name. */
    record Unknown(String segment) implements SegmentFinding {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public String because() {
            return "there is no valid segment of this name";
        }
    }

    /** {@value Inquiry#MAX_DEPTH} references or more away from the flag that was asked for, and not explained. */
    record TooDeep(String segment, boolean holds) implements SegmentFinding {
        @Override
        public String because() {
            return holds ? "in it" : "not in it";
        }
    }
}
