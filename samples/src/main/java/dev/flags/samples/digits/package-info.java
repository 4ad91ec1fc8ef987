/**
 * Ships a new model safely, on real data: the requests are handwritten digits, the service tells which digit each one
 * is, and a better model is to take over from the one in production.
 *
 * <p>Start at {@link dev.flags.samples.digits.DigitsData}, which loads the digits. One half of them trains the two
 * {@linkplain dev.flags.samples.digits.Classifier models}; the other half becomes the
 * {@linkplain dev.flags.samples.digits.Traffic requests}, a fixed number of them or {@linkplain
 * dev.flags.samples.digits.LiveTraffic without end}. {@link dev.flags.samples.digits.PhaseStats} counts what
 * happened to them, and {@link dev.flags.samples.digits.PhaseTable} prints it.
 */
@NullMarked
package dev.flags.samples.digits;

import org.jspecify.annotations.NullMarked;
