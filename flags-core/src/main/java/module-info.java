/** Feature flags: configuration, evaluation inside the process, and the stores that share it. */
@SuppressWarnings("module") // those that share what is internal are built later
module dev.flags.core {
    requires com.github.benmanes.caffeine;
    requires com.fasterxml.jackson.core;
    requires com.google.common;
    requires org.slf4j;
    requires re2j;
    requires transitive micrometer.core;
    requires transitive org.jspecify;

    exports dev.flags;
    exports dev.flags.bucketing;
    exports dev.flags.config;
    exports dev.flags.internal to
            dev.flags.rollout;
    exports dev.flags.json;
    exports dev.flags.lint;
    exports dev.flags.store;
    exports dev.flags.testing;
}
