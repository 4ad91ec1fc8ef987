/**
 * Programs that a newcomer runs. Start at {@link dev.flags.samples.ShipModelSafely}: it runs
 * {@link dev.flags.samples.digits digit recognition} as a service and moves its users to a new model.
 */
@NullMarked
package dev.flags.samples;

import org.jspecify.annotations.NullMarked;
