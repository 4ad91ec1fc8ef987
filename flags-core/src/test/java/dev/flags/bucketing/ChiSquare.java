package dev.flags.bucketing;

/** Chi-square tests with p-values from the regularized incomplete gamma function. */
final class ChiSquare {
    private ChiSquare() {}

    /** The p-value of counts that should be equal. */
    static double uniform(int[] counts) {
        double n = 0;
        for (int count : counts) {
            n += count;
        }
        double statistic = 0;
        double expected = n / counts.length;
        for (int count : counts) {
            statistic += (count - expected) * (count - expected) / expected;
        }
        return survival(statistic, counts.length - 1);
    }

    /** The p-value of a square contingency table, row by row, whose rows and columns should be independent. */
    static double independent(int[] table, int size) {
        double[] rows = new double[size];
        double[] columns = new double[size];
        double n = 0;
        for (int i = 0; i < table.length; i++) {
            rows[i / size] += table[i];
            columns[i % size] += table[i];
            n += table[i];
        }
        double statistic = 0;
        for (int i = 0; i < table.length; i++) {
            double expected = rows[i / size] * columns[i % size] / n;
            statistic += (table[i] - expected) * (table[i] - expected) / expected;
        }
        return survival(statistic, (size - 1) * (size - 1));
    }

    /** P(X > x) for X chi-square with {@code df} degrees of freedom, to about 12 digits. */
    static double survival(double x, int df) {
        double a = df / 2.;
        double z = x / 2;
        double scale = Math.exp(a * Math.log(z) - z - logGamma(df));
        return z < a + 1 ? 1 - scale * series(a, z) : scale * fraction(a, z);
    }

    /** The lower function as a series, for z below its mean. */
    private static double series(double a, double z) {
        double term = 1 / a;
        double sum = term;
        for (double k = a + 1; term > sum * 1e-17; k++) {
            term *= z / k;
            sum += term;
        }
        return sum;
    }

    /** The upper function as a continued fraction, evaluated from its far end. */
    private static double fraction(double a, double z) {
        double value = 0;
        for (int k = 1000; k > 0; k--) {
            value = k * (k - a) / (z - a + 1 + 2 * k - value);
        }
        return 1 / (z - a + 1 - value);
    }

    /** log of gamma(df / 2), by recurrence from gamma(1) or gamma(1/2). */
    private static double logGamma(int df) {
        double log = df % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (int twice = df - 2; twice > 0; twice -= 2) {
            log += Math.log(twice / 2.);
        }
        return log;
    }
}
