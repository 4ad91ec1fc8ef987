package dev.flags.abtest.stats;

/**
 * Shows that the treatment is not worse than the control by more than a margin: "not significant" does not show it. The null
 * hypothesis is that it is worse by the margin or more; rejecting it is the evidence that a guardrail needs to pass. One-sided,
 * for one look.
 */
public final class NonInferiority {
    private NonInferiority() {}

    /**
     * With a margin in the unit of the metric, by {@link Welch}.
     *
     * @param margin how much worse is still accepted, at least 0
     * @param alpha the level, in (0, 1); mostly 0.025 or 0.05
     * @return the difference, tested against the margin; as {@link Welch#test}
     */
    public static Outcome<Inference> absolute(
            Summary control, Summary treatment, double margin, Better better, double alpha) {
        Arguments.notNegative(margin, "margin");
        return Welch.test(control, treatment, hypothesis(-better.sign() * margin, better, alpha));
    }

    /**
     * With a margin relative to the control's mean, which is not taken as known: tests the contrast
     * {@code m₂ − m₁ ± δ|m₁|} against 0, with the error of both means.
     *
     * @param margin δ, how much worse is still accepted, in [0, 1): 0.02 for 2 %
     * @param alpha the level, in (0, 1)
     * @return the contrast: how far the treatment is inside the margin; {@link Status#ZERO_BASELINE} if the control's mean is 0,
     *     and as {@link Welch#test}
     */
    public static Outcome<Inference> relative(
            Summary control, Summary treatment, double margin, Better better, double alpha) {
        if (!(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("margin is not in [0, 1): " + margin);
        }
        Hypothesis hypothesis = hypothesis(0, better, alpha);
        double factor = 1 - better.sign() * Math.signum(control.mean()) * margin;
        return RelativeLift.compared(control, treatment, () -> contrast(control.scaled(factor), treatment, hypothesis));
    }

    private static Inference contrast(Summary scaledControl, Summary treatment, Hypothesis hypothesis) {
        return Welch.test(scaledControl, treatment, hypothesis).orElseThrow();
    }

    /**
     * Of two shares with a margin in percentage points, by Wald's test. From some ten successes and as many failures an arm: at
     * shares of a tenth of a percent, with a thousand units an arm, it finds 7 % "not worse" that are, where 2.5 % are promised.
     *
     * @param margin how much worse is still accepted, in [0, 1): 0.01 for one point
     * @param alpha the level, in (0, 1)
     * @return as {@link TwoProportions#unpooled}
     */
    public static Outcome<Inference> ofShares(
            Proportion control, Proportion treatment, double margin, Better better, double alpha) {
        if (!(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("margin is not in [0, 1): " + margin);
        }
        return TwoProportions.unpooled(control, treatment, hypothesis(-better.sign() * margin, better, alpha));
    }

    private static Hypothesis hypothesis(double nullValue, Better better, double alpha) {
        return new Hypothesis(better.gain(), nullValue, alpha);
    }
}
