package dev.flags.rollout;

import dev.flags.rollout.Verdict.Result;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one analysis has said in one stage of one attempt. Immutable.
 *
 * @param passes how often it has passed
 * @param failures how often it has failed
 * @param inARow how many of the last verdicts in a row had the result of the last
 * @param last null if there was none yet
 * @param lastAt when that was measured, null if there was none
 * @param inErrorSince since when every verdict has been an error, null if the last was none
 */
public record Tally(
        int passes,
        int failures,
        int inARow,
        @Nullable Verdict last,
        @Nullable Instant lastAt,
        @Nullable Instant inErrorSince) {
    /** Of an analysis that has said nothing yet. */
    static final Tally NONE = new Tally(0, 0, 0, null, null, null);

    Tally with(Verdict verdict, Instant at) {
        Result result = verdict.result();
        boolean isSame = last != null && last.result() == result;
        Instant errorSince = result != Result.ERROR ? null : Objects.requireNonNullElse(inErrorSince, at);
        return new Tally(
                passes + (result == Result.PASS ? 1 : 0),
                failures + (result == Result.FAIL ? 1 : 0),
                isSame ? inARow + 1 : 1,
                verdict,
                at,
                errorSince);
    }

    boolean isLast(Result result) {
        return last != null && last.result() == result;
    }

    /** Whether it has failed as often as is enough. Some time ago is enough, too: failures in all do not go away. */
    boolean hasFailed(Tolerance tolerance) {
        return isReached(tolerance.failures(), failures)
                || (isLast(Result.FAIL) && isReached(tolerance.consecutiveFailures(), inARow));
    }

    boolean isInconclusive(Tolerance tolerance) {
        return isLast(Result.INCONCLUSIVE) && isReached(tolerance.consecutiveInconclusive(), inARow);
    }

    boolean isInError(Tolerance tolerance) {
        return isLast(Result.ERROR) && inARow >= tolerance.consecutiveErrors();
    }

    /** Whether it has passed as often as is asked, the last time included. */
    boolean hasPassed(Analysis analysis) {
        return isLast(Result.PASS) && passes >= analysis.passes();
    }

    /**
     * Whether what it said last is of now. What was measured before an interruption says nothing of what has become of the
     * candidate since.
     */
    boolean isFresh(Analysis analysis, Instant now) {
        return lastAt != null
                && !lastAt.plus(analysis.interval()).plus(analysis.timeout()).isBefore(now);
    }

    /** What its analysis said last, for people. */
    String said(Analysis analysis) {
        return analysis.name() + " " + Objects.requireNonNull(last).evidence();
    }

    private static boolean isReached(OptionalInt limit, int count) {
        return limit.isPresent() && count >= limit.getAsInt();
    }
}
