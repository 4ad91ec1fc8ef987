package dev.flags.abtest.stats;

/**
 * The density of a Brownian motion with drift, B(t) ~ N(θt, t), among those paths that have crossed no bound at the looks so far.
 * Look by look: Armitage, McPherson and Rowe's recursion, by numerical integration over the values between the bounds.
 *
 * <p>Source: P. Armitage, C. McPherson and B. Rowe, "Repeated significance tests on accumulating data", JRSS A 132, 1969.
 */
final class ContinuationDensity {
    /** Beyond that many standard deviations there is nothing. */
    private static final double FAR = 12;

    private final double time;
    private final double drift;
    private final Quadrature grid;
    /** The density at the grid's nodes, times their weights. */
    private final double[] mass;

    private ContinuationDensity(double time, double drift, Quadrature grid, double[] mass) {
        this.time = time;
        this.drift = drift;
        this.grid = grid;
        this.mass = mass;
    }

    /** Before the first look: at 0, for certain. */
    static ContinuationDensity start(double drift) {
        return new ContinuationDensity(0, drift, Quadrature.at(0), new double[] {1});
    }

    /** The probability of being at or above a bound at a later time, not having crossed any before. */
    double above(double bound, double later) {
        return crossing(bound, later, 1);
    }

    /** The same of being at or below it. */
    double below(double bound, double later) {
        return crossing(bound, later, -1);
    }

    private double crossing(double bound, double later, int side) {
        double deviation = Math.sqrt(later - time);
        double mean = drift * (later - time);
        double sum = 0;
        for (int i = 0; i < mass.length; i++) {
            sum += mass[i] * Normal.survival(side * (bound - grid.node(i) - mean) / deviation);
        }
        return sum;
    }

    /** Of the paths that are between the bounds at a later time as well. Bounds may be infinite. */
    ContinuationDensity between(double low, double high, double later, double nextStep) {
        double deviation = Math.sqrt(later - time);
        double mean = drift * later;
        double far = FAR * Math.sqrt(later);
        double smooth = Math.min(deviation, Math.sqrt(nextStep));
        Quadrature next = Quadrature.over(Math.max(low, mean - far), Math.min(high, mean + far), 1.5 * smooth);
        double[] nextMass = new double[next.size()];
        for (int j = 0; j < nextMass.length; j++) {
            nextMass[j] = next.weight(j) * density(next.node(j), deviation, drift * (later - time));
        }
        return new ContinuationDensity(later, drift, next, nextMass);
    }

    private double density(double value, double deviation, double mean) {
        double sum = 0;
        for (int i = 0; i < mass.length; i++) {
            double z = (value - grid.node(i) - mean) / deviation;
            if (Math.abs(z) < FAR) {
                sum += mass[i] * Normal.density(z);
            }
        }
        return sum / deviation;
    }
}
