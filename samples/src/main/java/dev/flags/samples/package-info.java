/** Programs that a newcomer runs. */
@NullMarked
package dev.flags.samples;

import org.jspecify.annotations.NullMarked;
