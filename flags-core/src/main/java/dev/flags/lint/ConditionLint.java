package dev.flags.lint;

import dev.flags.config.Condition;
import dev.flags.lint.Formula.AttributeFact;
import dev.flags.lint.Judged.Cause;
import java.util.List;

/** Looks for parts of a condition that say nothing. */
final class ConditionLint {
    private final ConditionLogic logic;
    private final Findings findings;

    ConditionLint(ConditionLogic logic, Findings findings) {
        this.logic = logic;
        this.findings = findings;
    }

    void check(Judged condition) {
        checkConstant(condition);
        checkArrays(condition);
    }

    /** Reports the outermost parts that hold always or never, with what is to blame for it. */
    private void checkConstant(Judged condition) {
        if (condition.truth() == Truth.UNKNOWN) {
            condition.parts().forEach(this::checkConstant);
        } else {
            report(condition.cause(logic));
        }
    }

    private void report(Cause cause) {
        LintRule rule = cause.truth() == Truth.TRUE ? LintRule.ALWAYS_TRUE : LintRule.ALWAYS_FALSE;
        findings.add(rule, cause.pointer(), cause.message() + "; correct it, or remove it");
    }

    /** Reports the innermost parts that no single value meets; whether there are any. */
    private boolean checkArrays(Judged condition) {
        if (condition.truth() != Truth.UNKNOWN) {
            return false;
        }
        long found = condition.parts().stream().filter(this::checkArrays).count();
        if (found > 0 || !needsArrays(condition)) {
            return found > 0;
        }
        findings.add(
                LintRule.ARRAYS_ONLY,
                condition.pointer(),
                "no single value meets all of this, only an array whose elements differ; correct it, or say with"
                        + " \"type\" that an array is meant");
        return true;
    }

    private boolean needsArrays(Judged condition) {
        return condition.condition() instanceof Condition.All
                && condition.hasRelatedParts()
                && compares(condition)
                && logic.needArrays(List.of(condition.formula()));
    }

    private static boolean compares(Judged condition) {
        return condition.formula() instanceof AttributeFact fact
                ? fact.test() instanceof OrderedTest
                : condition.parts().stream().anyMatch(ConditionLint::compares);
    }
}
