package dev.flags.abtest.stats;

/** One arm's metric with its covariate: means, variances per unit and covariance. */
record CovariateArm(Summary metric, Summary covariate, double covariance) {
    /** Below this share of the metric's own, a variance that is left is rounding. */
    private static final double ROUNDING = 0x1p-48;

    static CovariateArm of(JointMoments arm) {
        return new CovariateArm(
                arm.summary(Cuped.METRIC), arm.summary(Cuped.COVARIATE), arm.covariance(Cuped.METRIC, Cuped.COVARIATE));
    }

    /** The regression's slope, from the deviations from each arm's own means; 0 if the covariate does not vary. */
    static double slopeWithin(CovariateArm control, CovariateArm treatment) {
        double weight1 = control.metric.n() - 1.0;
        double weight2 = treatment.metric.n() - 1.0;
        double variance = weight1 * control.covariate.variance() + weight2 * treatment.covariate.variance();
        double covariance = weight1 * control.covariance + weight2 * treatment.covariance;
        return variance == 0 ? 0 : covariance / variance;
    }

    /** Both arms with the covariate's mean over both, weighted by their units, as the common reference. */
    static Cuped.Adjusted adjust(CovariateArm control, CovariateArm treatment, double theta) {
        double gap = Summary.difference(control.covariate, treatment.covariate);
        double units = (double) control.metric.n() + treatment.metric.n();
        Summary first = control.adjusted(theta, -gap * (treatment.metric.n() / units));
        Summary second = treatment.adjusted(theta, gap * (control.metric.n() / units));
        double before = control.metric.squaredError() + treatment.metric.squaredError();
        double after = first.squaredError() + second.squaredError();
        return new Cuped.Adjusted(theta, first, second, before == 0 ? 0 : 1 - after / before);
    }

    private Summary adjusted(double theta, double covariateAboveAll) {
        double left = metric.variance() + theta * (theta * covariate.variance() - 2 * covariance);
        return metric.shifted(-theta * covariateAboveAll).withVariance(left <= ROUNDING * metric.variance() ? 0 : left);
    }

    static <T> Outcome<T> tooFew(long control, long treatment) {
        return Outcome.none(Status.TOO_FEW, "fewer than two units in an arm: " + control + ", " + treatment);
    }
}
