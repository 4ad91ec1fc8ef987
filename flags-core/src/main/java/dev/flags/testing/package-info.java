/** For tests of applications: a clock that only moves when it is told to. */
@NullMarked
package dev.flags.testing;

import org.jspecify.annotations.NullMarked;
