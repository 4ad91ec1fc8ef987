/**
 * Where configuration lives, and how it changes: documents with revisions, changed by commits that are applied as a whole
 * or not at all.
 *
 * <p>Start at {@link dev.flags.store.ConfigStore}. {@link dev.flags.store.FileConfigStore} is the embedded default,
 * {@link dev.flags.store.MemoryConfigStore} is for tests and for processes that configure themselves.
 */
@NullMarked
package dev.flags.store;

import org.jspecify.annotations.NullMarked;
