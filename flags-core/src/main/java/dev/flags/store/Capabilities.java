package dev.flags.store;

/**
 * What a store can do.
 *
 * @param pushes whether {@code watch} is told of changes by other processes, or at least by this one
 * @param keepsHistory whether audit events outlive the process
 * @param isReadOnly whether every commit is refused, with a {@link ReadOnlyStoreException}
 */
public record Capabilities(boolean pushes, boolean keepsHistory, boolean isReadOnly) {}
