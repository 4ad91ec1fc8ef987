package dev.flags.rollout;

import dev.flags.config.Checks;
import java.util.OptionalInt;

/**
 * How often an analysis may go wrong in one stage: the counts at which it is enough.
 *
 * @param failures failures in all, empty for no limit
 * @param consecutiveFailures failures with nothing else between them, empty for no limit
 * @param consecutiveInconclusive inconclusive verdicts with nothing else between them at which the rollout pauses, empty to
 *     wait on
 * @param consecutiveErrors errors with nothing else between them at which the rollout pauses
 */
public record Tolerance(
        OptionalInt failures,
        OptionalInt consecutiveFailures,
        OptionalInt consecutiveInconclusive,
        int consecutiveErrors) {
    /** {@value} errors in a row. */
    public static final int DEFAULT_ERRORS = 4;

    /** Of a function that tells good from bad: its first failure counts. */
    public static final Tolerance OF_FUNCTIONS =
            new Tolerance(OptionalInt.of(1), OptionalInt.empty(), OptionalInt.empty(), DEFAULT_ERRORS);

    /** Of a metric, which is noisy: the third failure in a row counts. */
    public static final Tolerance OF_METRICS =
            new Tolerance(OptionalInt.empty(), OptionalInt.of(3), OptionalInt.empty(), DEFAULT_ERRORS);

    /** @throws IllegalArgumentException if a limit is below 1, or failures have none */
    public Tolerance {
        new Checks()
                .require(
                        failures.isPresent() || consecutiveFailures.isPresent(),
                        "",
                        () -> "has no limit of failures; \"failures\" or \"consecutive_failures\" is required")
                .require(failures.orElse(1) >= 1, "/failures", () -> below1(failures.getAsInt()))
                .require(
                        consecutiveFailures.orElse(1) >= 1,
                        "/consecutive_failures",
                        () -> below1(consecutiveFailures.getAsInt()))
                .require(
                        consecutiveInconclusive.orElse(1) >= 1,
                        "/consecutive_inconclusive",
                        () -> below1(consecutiveInconclusive.getAsInt()))
                .require(consecutiveErrors >= 1, "/consecutive_errors", () -> below1(consecutiveErrors))
                .done();
    }

    private static String below1(int limit) {
        return "is below 1: " + limit;
    }
}
