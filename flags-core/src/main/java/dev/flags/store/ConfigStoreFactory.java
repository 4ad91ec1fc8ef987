package dev.flags.store;

/** Opens a store, so that a broken connection can be thrown away and replaced. */
@FunctionalInterface
public interface ConfigStoreFactory {
    /**
     * Opens the store.
     *
     * @throws StoreException if that fails
     */
    ConfigStore open();
}
