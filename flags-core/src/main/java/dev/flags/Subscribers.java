package dev.flags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;

/**
 * Listeners that are told what happens on the threads of the application, each by a courier of its own. Thread-safe.
 *
 * @param <T> what they are told
 * @param <S> what takes that from the threads of the application for one of them
 */
final class Subscribers<T, S> {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Logger log;
    private final ToLongFunction<T> weight;
    private final Function<Courier<T>, S> sender;
    private final LongAdder told = new LongAdder();
    private final LongAdder dropped;
    private volatile List<S> senders = List.of();
    /** For those who ask with each answer: a field costs less than a look into the list. */
    private volatile boolean isAny;
    // Guarded by this.
    private final List<Subscriber<T, S>> all = new ArrayList<>();
    private boolean isClosed;

    private record Subscriber<T, S>(Object listener, Courier<T> courier, S sender) {}

    /**
     * Listeners, of whom there are none yet.
     *
     * @param dropped counts what listeners are not told, once for each listener; so do senders for what they do not pass on
     * @param weight in bytes, by estimate
     * @param sender passes things on to a courier
     */
    Subscribers(Logger log, LongAdder dropped, ToLongFunction<T> weight, Function<Courier<T>, S> sender) {
        this.log = log;
        this.dropped = dropped;
        this.weight = weight;
        this.sender = sender;
    }

    /** Whether there is a listener. */
    boolean isAny() {
        return isAny;
    }

    /** One for each listener. */
    List<S> senders() {
        return senders;
    }

    /** @param tell hands something to the listener */
    synchronized void add(Object listener, Consumer<T> tell) {
        if (isClosed) {
            return;
        }
        AtomicBoolean hasFailed = new AtomicBoolean();
        Courier<T> courier = new Courier<>(
                "flags-listener-" + listener.getClass().getSimpleName(),
                weight,
                what -> {
                    told.increment();
                    tell.accept(what);
                },
                why -> {
                    if (hasFailed.compareAndSet(false, true)) {
                        log.error("A listener failed; this and its later failures are ignored", why);
                    }
                });
        courier.start();
        all.add(new Subscriber<>(listener, courier, sender.apply(courier)));
        show();
    }

    synchronized void remove(Object listener) {
        all.stream()
                .filter(subscriber -> subscriber.listener().equals(listener))
                .findFirst()
                .ifPresent(subscriber -> {
                    all.remove(subscriber);
                    show();
                    dropped.add(subscriber.courier().close(Duration.ZERO));
                });
    }

    private void show() {
        senders = all.stream().map(Subscriber::sender).toList();
        isAny = !senders.isEmpty();
    }

    /** How often a listener was told something. */
    LongAdder told() {
        return told;
    }

    LongAdder dropped() {
        return dropped;
    }

    /** Waits a little for what is still to be told, all of it together, and then interrupts whoever hangs. */
    synchronized void close() {
        isClosed = true;
        senders = List.of();
        isAny = false;
        long end = System.nanoTime() + PATIENCE.toNanos();
        all.forEach(subscriber -> subscriber.courier().finish());
        long late = all.stream()
                .mapToLong(subscriber ->
                        subscriber.courier().close(Duration.ofNanos(Math.max(0, end - System.nanoTime()))))
                .sum();
        all.clear();
        dropped.add(late);
        if (late > 0) {
            log.warn("Closed before listeners were told everything: they miss {} exposures or answers", late);
        }
    }
}
