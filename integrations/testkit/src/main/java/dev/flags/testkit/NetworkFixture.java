package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.store.ConfigStore;
import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.StoreException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What whoever writes a store over a network says about it, and the handles and the proxy of one test. */
abstract class NetworkFixture {
    private final List<ConfigStore> handles = new ArrayList<>();
    private @Nullable ChaosProxy proxy;

    /** Where the server listens. */
    protected abstract InetSocketAddress server();

    /**
     * What opens handles on the data of this test, over a server's address, which is that of a proxy. Like every
     * factory it opens a new one each time.
     */
    protected abstract ConfigStoreFactory factory(InetSocketAddress address);

    /**
     * What writes the data of this test, for a store that only reads: another store on the same data, over no proxy.
     * The tests close it.
     *
     * @return empty, as here, if the handles of {@link #factory} write
     */
    protected Optional<ConfigStore> openWriter() {
        return Optional.empty();
    }

    /**
     * After which time a call certainly has failed: the time-out that {@link #factory} sets, and some more for a busy
     * machine; 10 s. One test takes twice as long.
     */
    protected Duration timeLimit() {
        return Duration.ofSeconds(10);
    }

    /** How often the network breaks in the test that breaks it again and again; 10. */
    protected int rounds() {
        return 10;
    }

    @AfterEach
    final void closeAll() {
        handles.forEach(ConfigStore::close);
        proxy().close();
    }

    /** A handle over the proxy. */
    final ConfigStore open() {
        ConfigStore handle = openUnclosed();
        synchronized (handles) {
            handles.add(handle);
        }
        return handle;
    }

    /** A handle that the caller closes. */
    final ConfigStore openUnclosed() {
        return ReaderAndWriter.of(factory(proxy().address()).open(), openWriter());
    }

    /** Between the store and its server, from the first use on, since a subclass may start the server before each test. */
    final synchronized ChaosProxy proxy() {
        if (proxy == null) {
            proxy = ChaosProxy.to(server());
        }
        return proxy;
    }

    final void assertFails(Callable<?> call) {
        assertThatThrownBy(() -> within(call)).isInstanceOf(StoreException.class);
    }

    /** What a call gives or throws, if it does within the limit. */
    final <T> T within(Callable<T> call) {
        try {
            return Together.alone(timeLimit(), call);
        } catch (AssertionError e) {
            if (e.getCause() instanceof StoreException failed) {
                throw failed;
            }
            throw e;
        }
    }

    /** Waits until something holds, no longer than the limit. */
    final void await(BooleanSupplier holds) {
        within(() -> {
            Together.await(holds);
            return true;
        });
    }
}
