package dev.flags.rollout;

import dev.flags.internal.WellFormed;
import java.util.Collection;
import java.util.Objects;

/**
 * What an analysis says of the candidate at one time.
 *
 * @param result what follows from it
 * @param evidence what was measured and what is allowed, for people: "p95 is 412; at most 400 is allowed". Holds nobody's id
 */
public record Verdict(Result result, String evidence) {

    /** What follows, from the worst to the best: of several verdicts, the first of these that one of them has counts. */
    public enum Result {
        /** The candidate is worse than is allowed. */
        FAIL,
        /** It could not be measured. */
        ERROR,
        /** What was measured says neither. */
        INCONCLUSIVE,
        /** There is evidence that the candidate is as good as it has to be. */
        PASS
    }

    public Verdict {
        Objects.requireNonNull(result, "result");
        evidence = WellFormed.text(Objects.requireNonNull(evidence, "evidence"));
    }

    public static Verdict pass(String evidence) {
        return new Verdict(Result.PASS, evidence);
    }

    public static Verdict fail(String evidence) {
        return new Verdict(Result.FAIL, evidence);
    }

    public static Verdict inconclusive(String evidence) {
        return new Verdict(Result.INCONCLUSIVE, evidence);
    }

    public static Verdict error(String evidence) {
        return new Verdict(Result.ERROR, evidence);
    }

    /** The verdict of a function that only tells good from bad. */
    public static Verdict of(boolean isGood) {
        return isGood ? pass("the function returned true") : fail("the function returned false");
    }

    /** What several verdicts say together. Nothing measured is inconclusive. */
    public static Result combined(Collection<Verdict> verdicts) {
        return verdicts.stream().map(Verdict::result).min(Result::compareTo).orElse(Result.INCONCLUSIVE);
    }
}
