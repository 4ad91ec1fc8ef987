/**
 * What every store promises, as tests for whoever writes one; random configurations and contexts, for properties of code
 * that uses flags; and rollouts in virtual time.
 *
 * <p>For stores, start at {@link dev.flags.testkit.ConfigStoreContract}. {@link dev.flags.testkit.StoreModelContract} tries random
 * sequences of calls, and {@link dev.flags.testkit.NetworkConfigStoreContract} puts a
 * {@link dev.flags.testkit.ChaosProxy} between a store and its server. For properties, start at
 * {@link dev.flags.testkit.FlagArbitraries}; for plans of rollouts, at {@link dev.flags.testkit.TestRollout}.
 */
@NullMarked
package dev.flags.testkit;

import org.jspecify.annotations.NullMarked;
