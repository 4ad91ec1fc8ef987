/**
 * Experiments on top of flags: assignment, exposures, recorded metrics and results.
 *
 * <p>The statistics behind the results are in {@link dev.flags.abtest.stats}, a library of pure functions over small records of
 * sufficient statistics that knows nothing of flags. This package holds no type yet; what it will hold is on the roadmap in the
 * project's README.
 */
@NullMarked
package dev.flags.abtest;

import org.jspecify.annotations.NullMarked;
