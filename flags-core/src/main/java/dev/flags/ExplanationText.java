package dev.flags;

import java.util.List;

/** An explanation for people, as {@link Explanation#text} documents it. */
final class ExplanationText {
    /** As wide as what stands before a step, and before a finding. */
    private static final int STEP_INDENT = 8;

    private static final int FINDING_INDENT = 5;

    private final StringBuilder out = new StringBuilder();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        text.answer(explanation);
        text.steps(explanation.steps());
        return text.out.toString();
    }

    private void answer(Explanation explanation) {
        if (explanation.answer() instanceof Explanation.Served served) {
            line(0, Words.answer(explanation) + ", which is " + Words.value(served.value()));
            line(
                    0,
                    "reason " + served.reason() + otherReason(explanation)
                            + (served.error() == null ? "" : ", error " + served.error())
                            + (served.rule() == null ? "" : ", rule " + Words.quote(served.rule()))
                            + ", revision " + served.revision());
        } else if (explanation.answer() instanceof Explanation.Fallback fallback) {
            line(0, Words.answer(explanation) + ": callers get their fallback");
            line(0, fallback.problem());
        }
        if (explanation.answer().isStale()) {
            line(0, "the configuration may be out of date");
        }
    }

    /** The reason that there would be if the configuration were not old. */
    private static String otherReason(Explanation explanation) {
        return explanation
                .decisive()
                .map(ExplainedStep.Served::reason)
                .filter(reason -> reason != explanation.answer().reason())
                .map(reason -> ", otherwise " + reason)
                .orElse("");
    }

    private void steps(List<ExplainedStep> steps) {
        for (int i = 0; i < steps.size(); i++) {
            step(i + 1, steps.get(i), 0);
        }
    }

    private void step(int number, ExplainedStep step, int indent) {
        String label = number + ". " + Words.step(step) + ": ";
        if (step instanceof ExplainedStep.Served served) {
            line(
                    indent,
                    "=> " + label + (step.kind().isGate() ? "not met, " : "") + "serves "
                            + Words.quote(served.variant()));
            findings(served.findings(), indent + STEP_INDENT);
        } else if (step instanceof ExplainedStep.Passed passed) {
            line(indent, "   " + label + (step.kind().isGate() ? "met" : "does not apply"));
            findings(passed.findings(), indent + STEP_INDENT);
        } else {
            line(indent, "   " + label + "not reached");
        }
    }

    /** All of a step's findings have to hold, so that another "all of these" around some of them says nothing. */
    private void findings(List<Finding> findings, int indent) {
        for (Finding finding : findings) {
            if (finding instanceof Finding.AllOf all) {
                findings(all.parts(), indent);
            } else {
                finding(finding, indent);
            }
        }
    }

    private void finding(Finding finding, int indent) {
        line(indent, (finding.holds() ? "yes  " : "no   ") + finding.text());
        if (finding instanceof Finding.FlagServes serves) {
            decisive(serves.other(), indent + FINDING_INDENT);
        }
        finding.parts().forEach(part -> finding(part, indent + FINDING_INDENT));
    }

    private void decisive(Explanation other, int indent) {
        other.decisive().ifPresent(step -> step(other.steps().indexOf(step) + 1, step, indent));
    }

    private void line(int indent, String text) {
        out.append(" ".repeat(indent)).append(text).append('\n');
    }
}
