package dev.flags.store;

/** Opens a store, so that a broken connection can be thrown away and replaced. */
@FunctionalInterface
public interface ConfigStoreFactory {
    /**
     * Opens the store: a new handle each time, since whoever opened one closes it and no other. Any number may be open on
     * the same data, and several may be the first at the same time.
     *
     * @throws StoreException if that fails
     */
    ConfigStore open();
}
