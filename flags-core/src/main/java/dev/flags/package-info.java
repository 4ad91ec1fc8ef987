/**
 * Feature flags: what applications ask, and how flags are operated.
 *
 * <p>Start at {@link dev.flags.FeatureFlagManager}. Application code gets its {@link dev.flags.Flags} and asks them with
 * an {@link dev.flags.EvaluationContext}. Everything else here is how an answer is found: a
 * {@code Snapshot} of the configuration holds a {@code CompiledFlag} for each flag, which is a list of steps; the first
 * that decides gives an {@code Outcome} that was made when the flag was compiled. An {@link dev.flags.Explanation} tells
 * what each step found. What can be configured is in {@link dev.flags.config}, where it is kept in {@link dev.flags.store}.
 */
@NullMarked
package dev.flags;

import org.jspecify.annotations.NullMarked;
