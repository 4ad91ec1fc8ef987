/** Experiments on top of flags, and the statistics behind them. */
module dev.flags.abtest {
    requires org.apache.commons.numbers.core;
    requires org.apache.commons.numbers.gamma;
    requires org.apache.commons.numbers.rootfinder;
    requires org.apache.commons.statistics.distribution;
    requires transitive dev.flags.core;
    requires transitive org.jspecify;

    exports dev.flags.abtest;
    exports dev.flags.abtest.stats;
}
