/** Feature flags: configuration, evaluation inside the process, and the stores that share it. */
module dev.flags.core {
    requires com.fasterxml.jackson.core;
    requires com.google.common;
    requires re2j;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.flags;
}
