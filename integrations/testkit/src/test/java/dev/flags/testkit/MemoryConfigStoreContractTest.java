package dev.flags.testkit;

import dev.flags.store.ConfigStore;
import dev.flags.store.MemoryConfigStore;
import java.util.Optional;

class MemoryConfigStoreContractTest extends ConfigStoreContract {
    private final MemoryConfigStore store = new MemoryConfigStore();

    @Override
    protected ConfigStore open() {
        return store;
    }

    @Override
    protected boolean handlesAreIndependent() {
        return false;
    }

    @Override
    protected boolean outlivesItsHandles() {
        return false;
    }

    @Override
    protected Optional<ConfigStore> openAfterReset() {
        return Optional.of(new MemoryConfigStore());
    }
}
