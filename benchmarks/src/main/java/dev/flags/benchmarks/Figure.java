package dev.flags.benchmarks;

/**
 * What was measured.
 *
 * @param nanos for one answer, on average
 * @param error half of the 99.9 % confidence interval; NaN of a single measurement
 * @param bytes allocated for one answer, on average
 */
record Figure(Contender contender, Workload workload, int threads, double nanos, double error, double bytes) {
    /** The column that it belongs in: W7 is W2 on two threads. */
    String column() {
        return threads == 2 ? "W7" : workload.name();
    }
}
