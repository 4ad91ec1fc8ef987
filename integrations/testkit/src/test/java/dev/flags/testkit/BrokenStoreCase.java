package dev.flags.testkit;

import dev.flags.store.ConfigStore;
import dev.flags.testkit.BrokenStore.Access;
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
    private final BrokenData data;

    BrokenStoreCase(Fault fault) {
        this.fault = fault;
        this.data = new BrokenData(fault);
    }

    @Override
    protected ConfigStore open() {
        return new BrokenStore(data, fault == Fault.NONE_READ_ONLY ? Access.ONLY_READS : Access.WRITES);
    }

    @Override
    protected Optional<ConfigStore> openWriter() {
        return fault == Fault.NONE_READ_ONLY ? Optional.of(new BrokenStore(data, Access.WRITES)) : Optional.empty();
    }

    @Override
    protected Optional<ConfigStore> openReadOnly() {
        return handle(Fault.WRITES_THOUGH_READ_ONLY, Access.ONLY_READS);
    }

    @Override
    protected Optional<ConfigStore> openWrittenByNewer() {
        return handle(Fault.WRITES_OVER_A_NEWER_LIBRARY, Access.FINDS_NEWER);
    }

    private Optional<ConfigStore> handle(Fault writing, Access access) {
        return Optional.of(new BrokenStore(data, fault == writing ? Access.WRITES : access));
    }

    @Override
    protected Optional<ConfigStore> openAfterReset() {
        return Optional.of(new BrokenStore(data.reset(), Access.WRITES));
    }

    @Override
    protected Duration patience() {
        return switch (fault) {
            case HANGS_AT_CLOSE, LOCKS_AT_A_CONFLICT, NEVER_HINTS, HINTS_TOO_EARLY, STOPS_HINTING_AT_A_FAILURE ->
                Duration.ofMillis(500);
            default -> super.patience();
        };
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
