package dev.flags;

import dev.flags.json.JsonNull;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains answers. It asks the steps that evaluation asks, in the same order, so that the two cannot disagree; each step,
 * condition and split says itself what it looked at. Counts nothing and never throws.
 */
final class Explainer {
    private Explainer() {}

    static Explanation explain(Snapshot snapshot, @Nullable String name, @Nullable EvaluationContext context) {
        String shown = String.valueOf(name);
        CompiledFlag flag = snapshot.flag(name);
        ErrorCode error = Evaluator.whyNot(snapshot, flag, context, null);
        if (flag == null || context == null || error != ErrorCode.GENERAL) {
            return fallback(shown, snapshot, flag, error, problem(error, context));
        }
        try {
            return answered(flag, Inquiry.of(snapshot, context, flag.now(snapshot)));
        } catch (RuntimeException e) {
            return fallback(
                    shown,
                    snapshot,
                    flag,
                    error,
                    problem(error, context) + " with " + e.getClass().getName());
        }
    }

    /** A flag that another one refers to. */
    static Explanation referredTo(String name, Inquiry question) {
        Snapshot snapshot = question.snapshot();
        CompiledFlag flag = snapshot.flag(name);
        if (flag == null || flag.isRefused()) {
            ErrorCode error = Evaluator.whyNot(snapshot, flag, question.context(), null);
            return fallback(name, snapshot, flag, error, problem(error, question.context()));
        }
        return answered(flag, question.deeper());
    }

    private static Explanation answered(CompiledFlag flag, Inquiry question) {
        Outcome outcome = question.outcome(flag);
        return new Explanation(
                flag.name(),
                served(outcome, flag.isStaleIn(question.snapshot())),
                question.isTooDeep() ? List.of() : steps(flag, question));
    }

    private static Explanation.Served served(Outcome outcome, boolean isStale) {
        Evaluation<JsonValue> evaluation = ValueType.JSON.of(outcome.evaluation(isStale), JsonNull.NULL);
        return new Explanation.Served(
                outcome.variant(),
                evaluation.value(),
                evaluation.reason(),
                evaluation.error(),
                evaluation.rule(),
                evaluation.revision(),
                isStale);
    }

    private static List<ExplainedStep> steps(CompiledFlag flag, Inquiry question) {
        List<ExplainedStep> explained = new ArrayList<>();
        boolean isServed = false;
        for (Step step : flag.steps()) {
            ExplainedStep next = isServed ? step.notReached() : step.explain(question);
            explained.add(next);
            isServed |= next instanceof ExplainedStep.Served;
        }
        return explained;
    }

    private static Explanation fallback(
            String name, Snapshot snapshot, @Nullable CompiledFlag flag, ErrorCode error, String problem) {
        long revision = flag == null ? 0 : flag.revision();
        return new Explanation(name, new Explanation.Fallback(error, problem, revision, snapshot.isStale()), List.of());
    }

    /** What the error means here. The values of a context stay out of it. */
    private static String problem(ErrorCode error, @Nullable EvaluationContext context) {
        return switch (error) {
            case FLAG_NOT_FOUND -> "there is no flag of this name";
            case PROVIDER_NOT_READY -> "no configuration has been loaded yet";
            case PARSE_ERROR -> "the flag is in the configuration, but was refused; problems() says why";
            case INVALID_CONTEXT ->
                context == null ? "the context is null" : context.problem().orElse("the context cannot be used");
            case GENERAL, TYPE_MISMATCH, TARGETING_KEY_MISSING -> "evaluating it failed";
        };
    }
}
