/** Rollouts that move traffic step by step, and take it back when the metrics say so. */
module dev.flags.rollout {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires com.google.common;
    requires dev.flags.abtest;
    requires org.slf4j;
    requires transitive dev.flags.core;
    requires transitive org.jspecify;

    exports dev.flags.rollout;
}
