package dev.flags;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a context gets from a flag what it gets: the answer, and every step on the way to it. Immutable.
 *
 * <p>{@link #text} and {@link #toJson} hold the values of the context that the flag looked at; the operands of its
 * conditions, unless they are ids or many; and of its lists the listed unit of this context, but no other. {@code toString}
 * holds no values.
 *
 * <pre>{@code
 * System.out.print(manager.explain("new_checkout", EvaluationContext.ofUser("user-47")).text());
 *
 * flag "new_checkout" serves "off", which is false
 * reason SPLIT, revision 42
 *    1. enabled_users: does not apply
 *         no   user = "user-47", not among 2 listed
 * => 2. percentage: serves "off"
 *         no   bucket 53.387 % (user = "user-47") is outside of "on" [0 %, 10 %); would enter "on" at 53.388 %
 * }</pre>
 *
 * @param flag the name that was asked for
 * @param steps in their order: those that did not serve, the one that did, and those that were not reached. Empty if there
 *     is no answer, or if this explains a flag that another one refers to, {@value Inquiry#MAX_DEPTH} references or more
 *     away from the one that was asked for
 */
public record Explanation(String flag, Answer answer, List<ExplainedStep> steps) {
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** What evaluation gives for the same flag and context. */
    public sealed interface Answer {
        Reason reason();

        /** The store's version that last changed the flag; 0 if there is no such flag. */
        long revision();

        /** Whether the configuration may be out of date. */
        boolean isStale();
    }

    /**
     * A variant.
     *
     * @param reason {@link Reason#STALE} if the configuration may be out of date; the step that served has the other one
     * @param error null if there was none
     * @param rule as in {@link Evaluation#rule}; null if the last step served
     */
    public record Served(
            String variant,
            JsonValue value,
            Reason reason,
            @Nullable ErrorCode error,
            @Nullable String rule,
            long revision,
            boolean isStale)
            implements Answer {}

    /**
     * None: the caller gets the fallback.
     *
     * @param problem what the error means here, in words and without values
     */
    public record Fallback(ErrorCode error, String problem, long revision, boolean isStale) implements Answer {
        /** Always {@link Reason#ERROR}. */
        @Override
        public Reason reason() {
            return Reason.ERROR;
        }
    }

    /** The step that served; empty where there are no {@link #steps}. */
    public Optional<ExplainedStep.Served> decisive() {
        return steps.stream()
                .filter(ExplainedStep.Served.class::isInstance)
                .map(ExplainedStep.Served.class::cast)
                .findFirst();
    }

    /**
     * For people: the answer, then a line for each step with what it looked at below. What did not hold says what it would
     * need. Of a flag that another one refers to, only the step that served. Long values are shortened, and characters that
     * could garble a terminal are escaped. Ends with a line break.
     */
    public String text() {
        return ExplanationText.of(this);
    }

    /**
     * For programs.
     *
     * <table>
     * <caption>Members</caption>
     * <tr><td>{@code flag}</td><td>the name that was asked for</td></tr>
     * <tr><td>{@code answer}</td><td>{@code reason}, {@code revision}, {@code stale}; with a variant also
     *     {@code variant}, {@code value}, and {@code error} and {@code rule} if there are any; without one {@code error}
     *     and {@code problem}</td></tr>
     * <tr><td>{@code steps}</td><td>each with {@code step} (its {@link ExplainedStep.Kind}), {@code name}, and
     *     {@code result}: {@code passed}, {@code served} (then also {@code variant} and {@code reason}) or
     *     {@code not_reached}; unless it was not reached, {@code findings}</td></tr>
     * <tr><td>a finding</td><td>{@code check}, {@code holds}, {@code text}, and what {@link Finding#toJson} says</td></tr>
     * </table>
     */
    public JsonObject toJson() {
        return ExplanationJson.of(this);
    }

    /** The answer without any values. */
    @Override
    public String toString() {
        return "Explanation[" + Words.answer(this) + ", " + answer.reason() + "]";
    }
}
