/**
 * Finds what is most likely a mistake in a configuration that is valid: rules that never serve, conditions that say
 * nothing, segments that nobody uses, experiments that are not independent, flags that have had their day. Start at
 * {@link dev.flags.lint.Linter}.
 *
 * <p>A finding is never wrong in what it says: {@code ConditionLogic} rather says nothing. Whether it matters is for people
 * to say, and they can switch each of them off.
 */
@NullMarked
package dev.flags.lint;

import org.jspecify.annotations.NullMarked;
