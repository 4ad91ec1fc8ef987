package dev.flags.abtest.stats;

import java.util.function.Supplier;

/** What has to hold of two arms before their means can be compared. */
final class Means {
    private Means() {}

    /** The estimate, if both arms have two units and at least one varies. */
    static <T> Outcome<T> compared(Summary control, Summary treatment, Supplier<T> estimate) {
        if (Math.min(control.n(), treatment.n()) < 2) {
            return Outcome.none(
                    Status.TOO_FEW, "fewer than two units in an arm: " + control.n() + ", " + treatment.n());
        }
        if (control.variance() == 0 && treatment.variance() == 0) {
            return Outcome.none(
                    Status.ZERO_VARIANCE, "neither arm varies: " + control.mean() + ", " + treatment.mean());
        }
        return Outcome.of(estimate.get());
    }
}
