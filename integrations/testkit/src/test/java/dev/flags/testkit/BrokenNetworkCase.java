package dev.flags.testkit;

import dev.flags.store.ConfigStore;
import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.StoreException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on a store over a network with a fault; run by {@link NetworkConfigStoreContractTest} only. */
@ExtendWith(BrokenNetworkCase.FaultResolver.class)
class BrokenNetworkCase extends NetworkConfigStoreContract {
    static final String FAULT = "flags.fault.network";

    private static final Duration FOR_A_BUSY_MACHINE = Duration.ofSeconds(2);

    private final NetworkFault fault;
    private final Duration timeOut;
    private final TcpServer server;
    private volatile @Nullable ConfigStore opened;

    BrokenNetworkCase(NetworkFault fault) {
        this.fault = fault;
        this.timeOut = timeOut(fault);
        this.server = new TcpServer(new MemoryConfigStore(), fault);
    }

    /** Long where a call that fails because the machine is busy would make a test fail, or let a fault through. */
    private static Duration timeOut(NetworkFault fault) {
        return switch (fault) {
            case NONE, NONE_PER_CALL, NONE_READ_ONLY, TRIES_COMMITS_AGAIN, REMEMBERS_TOO_EARLY -> Duration.ofSeconds(3);
            default -> Duration.ofMillis(500);
        };
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
            ConfigStore before = opened;
            if (before != null && fault == NetworkFault.NEVER_COMES_BACK) {
                throw new StoreException("no second time");
            }
            ConfigStore handle = before != null && fault == NetworkFault.SHARES_A_HANDLE ? before : connect(address);
            opened = handle;
            return handle;
        };
    }

    @Override
    protected Optional<ConfigStore> openWriter() {
        return fault == NetworkFault.NONE_READ_ONLY
                ? Optional.of(TcpConfigStore.open(server(), timeOut, NetworkFault.NONE))
                : Optional.empty();
    }

    private ConfigStore connect(InetSocketAddress address) {
        return switch (fault) {
            case NONE_PER_CALL, TRIES_COMMITS_AGAIN, REMEMBERS_TOO_EARLY ->
                new PerCallConfigStore(address, timeOut, fault);
            default -> TcpConfigStore.open(address, timeOut, fault);
        };
    }

    @Override
    protected Duration timeLimit() {
        return timeOut.plus(FOR_A_BUSY_MACHINE);
    }

    @Override
    protected int rounds() {
        return 3;
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
