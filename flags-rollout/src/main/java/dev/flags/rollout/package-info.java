/**
 * Rollouts and rollbacks. Start with {@link dev.flags.rollout.RolloutPlans}, which has plans that teams are known to use, and
 * {@link dev.flags.rollout.RolloutPlan}, which says what a plan is made of: stages, what has to be right in each, and what
 * happens when it is not.
 *
 * <p>The state of a rollout is a document in the store of the flags, and what becomes of it is a pure function of document,
 * input and time. {@link dev.flags.rollout.RolloutManager} carries that out, in one process or in a fleet, and
 * {@link dev.flags.rollout.RollbackManager} takes traffic back.
 */
@NullMarked
package dev.flags.rollout;

import org.jspecify.annotations.NullMarked;
