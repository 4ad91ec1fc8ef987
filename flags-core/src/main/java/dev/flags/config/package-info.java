/**
 * What is configured: flags, segments and layers as immutable values that are valid by construction, and the one codec
 * that reads and writes them as JSON.
 *
 * <p>Start at {@link dev.flags.config.Flag}. A flag's {@link dev.flags.config.Definition} is plain or rich; what it
 * serves is a {@link dev.flags.config.Serve}, to whom is a {@link dev.flags.config.Condition}. Constructors check their
 * value and name everything that is wrong with it; {@link dev.flags.config.ConfigCodec} turns the same findings into
 * problems with JSON pointers. What documents say about one another is checked by
 * {@link dev.flags.config.ReferenceCheck}.
 */
@NullMarked
package dev.flags.config;

import org.jspecify.annotations.NullMarked;
