/**
 * Programs that a newcomer runs. Start at {@link dev.flags.samples.ShipModelSafely}: it runs
 * {@link dev.flags.samples.digits digit recognition} as a service and moves its users to a new model, in four acts: first by
 * people ({@link dev.flags.samples.SwitchAct}), then by itself ({@link dev.flags.samples.CanaryAct}), back again
 * ({@link dev.flags.samples.RollbackAct}), and by itself back from a model that is broken
 * ({@link dev.flags.samples.BrokenModelAct}).
 */
@NullMarked
package dev.flags.samples;

import org.jspecify.annotations.NullMarked;
