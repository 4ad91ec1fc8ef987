/**
 * Drift between a reference and a current distribution: calculators, streaming detectors, monitors and alerts.
 *
 * <p>Calculators are pure functions over distributions; what they find reaches rollouts only as a signal defined in
 * flags-core. The package holds no type yet; what it will hold is on the roadmap in the project's README.
 */
@NullMarked
package dev.flags.drift;

import org.jspecify.annotations.NullMarked;
