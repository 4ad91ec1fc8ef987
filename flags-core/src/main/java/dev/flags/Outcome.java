package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * A result that a flag can have, made when the flag is compiled: answering allocates nothing, but for the first answer that
 * may be out of date, since few flags ever give one. Thread-safe.
 */
final class Outcome {
    private final String variant;
    private final Evaluation<Object> evaluation;
    private final boolean isOn;
    private final boolean isBoolean;
    private final ServedCount.Source counters;
    private final ServedCount count;
    private final @Nullable SplitUnit split;
    /** Made twice if two threads come first at once, who then see the same in it. */
    private @Nullable Stale stale;

    private record Stale(Evaluation<Object> evaluation, ServedCount count) {}

    /**
     * Makes a result.
     *
     * @param evaluation the result as the application sees it; its value is a Boolean, String, Long, Double or JsonValue by
     *     the flag's type
     * @param counters count how often it was served, and live longer than the snapshot
     * @param split whom it was given to, if a split decided; else null
     */
    Outcome(String variant, Evaluation<Object> evaluation, ServedCount.Source counters, @Nullable SplitUnit split) {
        this.variant = variant;
        this.evaluation = evaluation;
        this.isOn = evaluation.value().equals(true);
        this.isBoolean = evaluation.value() instanceof Boolean;
        this.counters = counters;
        this.count = counters.of(variant, evaluation.reason());
        this.split = split;
    }

    String variant() {
        return variant;
    }

    /** The result from a configuration that is up to date. */
    Evaluation<Object> evaluation() {
        return evaluation;
    }

    /** @param isStale whether it is from a configuration that may be out of date */
    Evaluation<Object> evaluation(boolean isStale) {
        return isStale ? stale().evaluation() : evaluation;
    }

    /** How often it was served. */
    ServedCount count(boolean isStale) {
        return isStale ? stale().count() : count;
    }

    private Stale stale() {
        Stale known = stale;
        if (known == null) {
            known = new Stale(evaluation.withReason(Reason.STALE), counters.of(variant, Reason.STALE));
            stale = known;
        }
        return known;
    }

    /** Whether the value is true. */
    boolean isOn() {
        return isOn;
    }

    /** Whether the value is true or false. */
    boolean isBoolean() {
        return isBoolean;
    }

    @Nullable SplitUnit split() {
        return split;
    }
}
