/**
 * Statistics for experiments: pure functions from small records of sufficient statistics to results. No state, no clock, no
 * randomness that is not passed in, and nothing of flags. Everything is immutable and thread-safe.
 *
 * <p><b>Where to start.</b> Two means: {@link dev.flags.abtest.stats.Welch}. Two shares:
 * {@link dev.flags.abtest.stats.TwoProportions}, or {@link dev.flags.abtest.stats.FisherExact} when counts are small. A ratio of
 * totals over users: {@link dev.flags.abtest.stats.RatioOfMeans}. A lift in percent: {@link dev.flags.abtest.stats.RelativeLift}.
 * Whoever looks before the end needs {@link dev.flags.abtest.stats.AsymptoticConfidenceSequence},
 * {@link dev.flags.abtest.stats.GroupSequential} or, for rates of errors, {@link dev.flags.abtest.stats.BinomialEProcess}: the
 * others promise their error rate for one look only. Before any of them, {@link dev.flags.abtest.stats.SampleRatio} says whether
 * the arms are as large as they should be.
 *
 * <p><b>What goes in.</b> {@link dev.flags.abtest.stats.Moments} gathers values without cancellation and yields a
 * {@link dev.flags.abtest.stats.Summary} per arm; {@link dev.flags.abtest.stats.Proportion} holds counts;
 * {@link dev.flags.abtest.stats.JointMoments} holds what ratios and covariates need. A
 * {@link dev.flags.abtest.stats.Hypothesis} says what is tested: against which null value, on which side, at which level.
 *
 * <p><b>What comes out.</b> An effect is always treatment minus control. A method that may have no answer returns an
 * {@link dev.flags.abtest.stats.Outcome}: {@link dev.flags.abtest.stats.Estimated}, or
 * {@link dev.flags.abtest.stats.NotEstimable} with the reason, and never an invented p-value. P-values are kept as logarithms
 * ({@link dev.flags.abtest.stats.PValue}), so that none becomes 0. Arguments that are wrong in themselves (NaN, a negative
 * count, a level above 1) are refused by {@link java.lang.IllegalArgumentException}.
 */
@NullMarked
package dev.flags.abtest.stats;

import org.jspecify.annotations.NullMarked;
