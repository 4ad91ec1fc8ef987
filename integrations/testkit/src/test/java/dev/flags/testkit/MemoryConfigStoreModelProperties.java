package dev.flags.testkit;

import dev.flags.store.ConfigStore;
import dev.flags.store.MemoryConfigStore;

class MemoryConfigStoreModelProperties extends StoreModelContract {
    @Override
    protected ConfigStore openEmpty() {
        return new MemoryConfigStore();
    }
}
