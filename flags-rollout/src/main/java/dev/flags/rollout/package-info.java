/**
 * Rollouts and rollbacks: plans, the engine that steps them, and the judges that decide from metrics.
 *
 * <p>The state of a rollout is a document in the configuration store, and the engine is a pure function from document,
 * input and time to the next document. The package holds no type yet; what it will hold is on the roadmap in the
 * project's README.
 */
@NullMarked
package dev.flags.rollout;

import org.jspecify.annotations.NullMarked;
