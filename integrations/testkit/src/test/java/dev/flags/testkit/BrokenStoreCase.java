package dev.flags.testkit;

import dev.flags.store.ConfigStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on a store with a fault; run by {@link ConfigStoreContractTest} only. */
@ExtendWith(BrokenStoreCase.FaultResolver.class)
class BrokenStoreCase extends ConfigStoreContract {
    static final String FAULT = "flags.fault";

    private final Fault fault;
    private final BrokenStore.Data data;

    BrokenStoreCase(Fault fault) {
        this.fault = fault;
        this.data = new BrokenStore.Data(fault);
    }

    @Override
    protected ConfigStore open() {
        return new BrokenStore(data, false);
    }

    @Override
    protected Optional<ConfigStore> openReadOnly() {
        return Optional.of(new BrokenStore(data, fault != Fault.WRITES_THOUGH_READ_ONLY));
    }

    @Override
    protected Optional<ConfigStore> openWrittenByNewer() {
        return Optional.of(new BrokenStore(data, fault != Fault.WRITES_OVER_A_NEWER_LIBRARY));
    }

    @Override
    protected Optional<ConfigStore> openAfterReset() {
        return Optional.of(new BrokenStore(data.reset(), false));
    }

    @Override
    protected Duration patience() {
        return fault == Fault.HANGS_AT_CLOSE ? Duration.ofMillis(500) : super.patience();
    }

    /** Hands the fault over, which is a parameter of the run. */
    static final class FaultResolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Fault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(FAULT, Fault::valueOf).orElseThrow();
        }
    }
}
