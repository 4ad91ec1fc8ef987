/**
 * What the statistics promise of many experiments, shown by simulating them: error rates, coverage, power. Start at
 * {@link dev.flags.abtest.stats.montecarlo.Protocol}. A package of its own, so that only what users can call is called.
 */
@NullMarked
package dev.flags.abtest.stats.montecarlo;

import org.jspecify.annotations.NullMarked;
