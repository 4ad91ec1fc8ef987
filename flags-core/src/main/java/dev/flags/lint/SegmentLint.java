package dev.flags.lint;

import dev.flags.config.Segment;
import dev.flags.lint.Formula.Not;
import java.util.HashSet;
import java.util.List;

/** Looks for segments that nobody is in, and at their conditions. */
final class SegmentLint {
    private SegmentLint() {}

    static void check(Segment segment, ConditionLogic logic, Findings findings) {
        if (segment.when() != null) {
            new ConditionLint(logic, findings).check(Judged.of(segment.when(), "/when", logic));
        }
        boolean hasNobodyListed =
                segment.includedFile() == null && new HashSet<>(segment.excluded()).containsAll(segment.included());
        if (hasNobodyListed && hasNobodyElse(segment, logic)) {
            findings.add(LintRule.EMPTY_SEGMENT, "", "nobody is in it: " + why(segment));
        }
    }

    private static boolean hasNobodyElse(Segment segment, ConditionLogic logic) {
        return segment.when() == null
                || logic.areImpossible(List.of(
                        new Not(logic.lists(segment.attribute(), segment.excluded())), logic.formula(segment.when())));
    }

    private static String why(Segment segment) {
        if (!segment.included().isEmpty()) {
            return "\"excluded\" has everybody who is included; take them out of one of the lists";
        }
        return segment.when() == null
                ? "it includes no unit and has no condition; give it one of them, or delete it"
                : "it includes no unit, and its condition never holds; correct that";
    }
}
