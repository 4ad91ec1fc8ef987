/** Distributions, drift calculators and streaming detectors, monitors and alerts. */
module dev.flags.drift {
    requires transitive dev.flags.core;
    requires dev.flags.abtest;
}
