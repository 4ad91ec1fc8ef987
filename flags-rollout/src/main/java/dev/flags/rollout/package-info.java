/**
 * Rollouts and rollbacks. Start with {@link dev.flags.rollout.RolloutPlans}, which has plans that teams are known to use, and
 * {@link dev.flags.rollout.RolloutPlan}, which says what a plan is made of: stages, what has to be right in each, and what
 * happens when it is not.
 *
 * <p>The state of a rollout is a document in the configuration store, and the engine is a pure function from document,
 * input and time to the next document. The engine is not here yet: see the roadmap in the project's README.
 */
@NullMarked
package dev.flags.rollout;

import org.jspecify.annotations.NullMarked;
