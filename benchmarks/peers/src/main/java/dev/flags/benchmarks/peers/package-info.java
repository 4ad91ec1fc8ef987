/** Adapters that set up other libraries for the workloads of the benchmarks. Start with {@link dev.flags.benchmarks.peers.Peers}. */
@NullMarked
package dev.flags.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
