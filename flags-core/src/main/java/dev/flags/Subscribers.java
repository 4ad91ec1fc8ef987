package dev.flags;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** Listeners that are told what happens on the threads of the application, each by a courier of its own. Thread-safe. */
final class Subscribers<T> {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Logger log;
    private final List<Subscriber<T>> all = new CopyOnWriteArrayList<>();
    private volatile boolean isEmpty = true;
    private boolean isClosed;

    private record Subscriber<T>(Object listener, Courier<T> courier) {}

    Subscribers(Logger log) {
        this.log = log;
    }

    boolean isEmpty() {
        return isEmpty;
    }

    /** @param tell hands an item to the listener */
    synchronized void add(Object listener, Consumer<T> tell) {
        if (isClosed) {
            return;
        }
        AtomicBoolean hasFailed = new AtomicBoolean();
        Courier<T> courier =
                new Courier<>("flags-listener-" + listener.getClass().getSimpleName(), tell, why -> {
                    if (hasFailed.compareAndSet(false, true)) {
                        log.error("A listener failed; this and its later failures are ignored", why);
                    }
                });
        courier.start();
        all.add(new Subscriber<>(listener, courier));
        isEmpty = false;
    }

    synchronized void remove(Object listener) {
        all.stream()
                .filter(subscriber -> subscriber.listener().equals(listener))
                .findFirst()
                .ifPresent(subscriber -> {
                    all.remove(subscriber);
                    subscriber.courier().close(Duration.ZERO);
                });
        isEmpty = all.isEmpty();
    }

    /** Hands an item to everybody; whether all of them have taken it. */
    boolean tell(T item) {
        boolean isTaken = true;
        for (Subscriber<T> subscriber : all) {
            isTaken &= subscriber.courier().offer(item);
        }
        return isTaken;
    }

    /** Waits a little for what is still to be told, all of it together, and then interrupts whoever hangs. */
    synchronized void close() {
        isClosed = true;
        isEmpty = true;
        long end = System.nanoTime() + PATIENCE.toNanos();
        all.forEach(subscriber -> subscriber.courier().finish());
        all.forEach(subscriber -> subscriber.courier().close(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        all.clear();
    }
}
