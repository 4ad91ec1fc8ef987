/** Rollouts that move traffic step by step, and take it back when the metrics say so. */
module dev.flags.rollout {
    requires transitive dev.flags.core;
    requires dev.flags.abtest;
}
