/** Experiments on top of flags, and the statistics behind them. */
module dev.flags.abtest {
    requires transitive dev.flags.core;
}
