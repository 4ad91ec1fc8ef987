/**
 * Flags in tests with JUnit. Start at {@link dev.flags.junit.FlagsTest}; {@link dev.flags.junit.WithFlag} pins a flag, and
 * {@link dev.flags.junit.FlagMatrix} runs a test under the variants of several.
 *
 * <p>Each test has flags of its own, which live in its {@code ExtensionContext}: nothing is static, so that tests may run
 * beside one another.
 */
@NullMarked
package dev.flags.junit;

import org.jspecify.annotations.NullMarked;
