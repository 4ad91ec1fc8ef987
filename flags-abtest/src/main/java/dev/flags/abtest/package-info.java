/**
 * Experiments on top of flags.
 *
 * <p>What an application records is gathered by a {@link dev.flags.abtest.MomentsAccumulator} for each metric and arm, or by a
 * {@link dev.flags.abtest.JointMomentsAccumulator} where a metric has a covariate or is a ratio. Their snapshots are what
 * {@link dev.flags.abtest.stats} judges: a library of pure functions over small records of sufficient statistics that knows
 * nothing of flags. {@link dev.flags.abtest.MomentSumsCodec} is their JSON form, for other processes and the next start.
 */
@NullMarked
package dev.flags.abtest;

import org.jspecify.annotations.NullMarked;
