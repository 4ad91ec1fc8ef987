package dev.flags.abtest.stats;

/**
 * Solves {@code (d − ρm)² ≤ z² (e₂ + (1+ρ)² e₁)} for ρ, with m = m₁ and d = m₂ − m₁: the quadratic {@code aρ² − 2bρ + c ≤ 0}. In
 * terms of the lift, not of the ratio, so that small lifts of large means keep their digits.
 */
final class FiellerRoots {
    private FiellerRoots() {}

    static Fieller solve(Summary control, Summary treatment, double z) {
        double mean = control.mean();
        double difference = Summary.difference(control, treatment);
        double e1 = control.squaredError();
        double e2 = treatment.squaredError();
        double square = z * z;
        double a = mean * mean - square * e1;
        double b = difference * mean + square * e1;
        double c = difference * difference - square * (e1 + e2);
        double treatmentMean = mean + difference;
        double discriminant = square * (e1 * treatmentMean * treatmentMean + e2 * (mean * mean - square * e1));
        double lift = difference / Math.abs(mean);
        double g = square * e1 / (mean * mean);
        if (a <= 0 && discriminant <= 0) {
            return new Fieller.AllReals(lift, g);
        }
        // The root of the larger size first, and the other by the product: no difference of nearly equal terms.
        double q = b + Math.copySign(Math.sqrt(Math.max(0, discriminant)), b);
        double sign = Math.signum(mean);
        double first = sign * q / a;
        double second = sign * c / q;
        double low = Math.min(first, second);
        double high = Math.max(first, second);
        if (a > 0) {
            return new Fieller.Bounded(lift, g, new Interval(low, high));
        }
        // The estimate's sign need not be that of the baseline: excluded is what is excluded for both.
        double size = Math.min(high, -low);
        return size > 0 ? new Fieller.ExclusiveUnbounded(lift, g, size) : new Fieller.AllReals(lift, g);
    }
}
