package dev.flags.testkit;

import dev.flags.store.ConfigStore;
import dev.flags.store.MemoryConfigStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The store that the network's contract is proved with is itself a sound one. */
class TcpConfigStoreContractTest extends ConfigStoreContract {
    private final TcpServer server = new TcpServer(new MemoryConfigStore(), NetworkFault.NONE);

    @Override
    protected ConfigStore open() {
        return TcpConfigStore.open(server.address(), Duration.ofSeconds(20), NetworkFault.NONE);
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
