/**
 * What every store promises, as tests for whoever writes one.
 *
 * <p>Start at {@link dev.flags.testkit.ConfigStoreContract}. {@link dev.flags.testkit.StoreModelContract} tries random
 * sequences of calls, and {@link dev.flags.testkit.NetworkConfigStoreContract} puts a
 * {@link dev.flags.testkit.ChaosProxy} between a store and its server.
 */
@NullMarked
package dev.flags.testkit;

import org.jspecify.annotations.NullMarked;
