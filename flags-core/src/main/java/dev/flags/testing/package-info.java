/**
 * For tests of applications. Start at {@link dev.flags.testing.TestFlags}, flags whose answers a test decides;
 * {@link dev.flags.testing.VirtualClock} only moves when it is told to.
 */
@NullMarked
package dev.flags.testing;

import org.jspecify.annotations.NullMarked;
