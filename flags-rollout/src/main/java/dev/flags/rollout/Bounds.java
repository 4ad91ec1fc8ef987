package dev.flags.rollout;

import dev.flags.config.Checks;
import java.util.OptionalDouble;

/** A lower and an upper limit, of which one may be missing. */
final class Bounds {
    private Bounds() {}

    static void check(OptionalDouble min, OptionalDouble max, String minName, String maxName) {
        new Checks()
                .require(
                        min.isPresent() || max.isPresent(),
                        "",
                        () -> "has neither " + minName + " nor " + maxName + "; at least one of them is required")
                .require(Double.isFinite(min.orElse(0)), "/" + minName, () -> "is not finite: " + min.getAsDouble())
                .require(Double.isFinite(max.orElse(0)), "/" + maxName, () -> "is not finite: " + max.getAsDouble())
                .require(
                        min.isEmpty() || max.isEmpty() || min.getAsDouble() <= max.getAsDouble(),
                        "/" + minName,
                        () -> "is above " + maxName + ": " + min.getAsDouble() + " > " + max.getAsDouble())
                .done();
    }

    static OptionalDouble scaled(OptionalDouble bound, double factor) {
        return bound.isEmpty() ? bound : OptionalDouble.of(bound.getAsDouble() * factor);
    }

    static Verdict nothing(String whose, NoData noData) {
        String evidence = "there is no value of " + whose;
        return noData == NoData.FAIL ? Verdict.fail(evidence) : Verdict.inconclusive(evidence);
    }

    /** @param how what follows the limit in the evidence */
    static Verdict verdict(double value, OptionalDouble min, OptionalDouble max, String evidence, String how) {
        if (max.isPresent() && value > max.getAsDouble()) {
            return Verdict.fail(evidence + "; at most " + max.getAsDouble() + " is allowed" + how);
        }
        if (min.isPresent() && value < min.getAsDouble()) {
            return Verdict.fail(evidence + "; at least " + min.getAsDouble() + " is required" + how);
        }
        return Verdict.pass(evidence);
    }
}
