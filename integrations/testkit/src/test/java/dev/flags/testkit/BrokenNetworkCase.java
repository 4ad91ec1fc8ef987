package dev.flags.testkit;

import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.StoreException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on a store over a network with a fault; run by {@link NetworkConfigStoreContractTest} only. */
@ExtendWith(BrokenNetworkCase.FaultResolver.class)
class BrokenNetworkCase extends NetworkConfigStoreContract {
    static final String FAULT = "flags.fault.network";

    private static final Duration TIME_OUT = Duration.ofMillis(250);

    private final NetworkFault fault;
    private final TcpServer server;
    private final AtomicBoolean wasOpened = new AtomicBoolean();

    BrokenNetworkCase(NetworkFault fault) {
        this.fault = fault;
        this.server = new TcpServer(new MemoryConfigStore(), fault);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected InetSocketAddress server() {
        return server.address();
    }

    @Override
    protected ConfigStoreFactory factory(InetSocketAddress address) {
        return () -> {
            if (wasOpened.get() && fault == NetworkFault.NEVER_COMES_BACK) {
                throw new StoreException("no second time");
            }
            try {
                return TcpConfigStore.open(address, TIME_OUT, fault);
            } finally {
                wasOpened.set(true);
            }
        };
    }

    @Override
    protected Duration timeLimit() {
        return Duration.ofSeconds(2);
    }

    @Override
    protected int rounds() {
        return 6;
    }

    /** Hands the fault over, which is a parameter of the run. */
    static final class FaultResolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == NetworkFault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(FAULT, NetworkFault::valueOf)
                    .orElseThrow();
        }
    }
}
