package dev.flags;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Carries items from threads that must not wait to a recipient that may be slow, throw or hang, on a daemon thread of its
 * own. Holds some items, and takes no more when it is full. Offering takes no lock, and wakes the thread at most some fifty
 * times a second.
 */
final class Courier<T> {
    static final int CAPACITY = 8_192;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Queue<T> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Consumer<T> recipient;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean isIdle;
    private volatile boolean isClosed;

    /** @param onFailure is given whatever the recipient throws; the next item comes all the same */
    Courier(String name, Consumer<T> recipient, Consumer<Throwable> onFailure) {
        this.recipient = recipient;
        this.onFailure = onFailure;
        thread = new Thread(this::deliver, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes an item, or says that it cannot. */
    boolean offer(T item) {
        if (isClosed || size.incrementAndGet() > CAPACITY) {
            size.decrementAndGet();
            return false;
        }
        items.add(item);
        if (isIdle) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    private void deliver() {
        while (true) {
            boolean isLast = isClosed;
            for (T item = items.poll(); item != null; item = items.poll()) {
                T current = item;
                size.decrementAndGet();
                Contained.run(() -> recipient.accept(current), onFailure);
            }
            if (isLast) {
                return;
            }
            pause();
        }
    }

    /** A little, so that whoever offers seldom has to wake this; then until there is something. */
    private void pause() {
        LockSupport.parkNanos(this, PAUSE_NANOS);
        isIdle = true;
        while (items.isEmpty() && !isClosed) {
            Thread.interrupted(); // left behind by a recipient, and it would keep this from parking
            LockSupport.park(this);
        }
        isIdle = false;
    }

    /** Takes no more, and ends once it has delivered what it has. */
    void finish() {
        isClosed = true;
        LockSupport.unpark(thread);
    }

    /** As {@link #finish}, waits for it as long as there is patience, and then interrupts the recipient. */
    void close(Duration patience) {
        finish();
        if (thread.equals(Thread.currentThread())) {
            return;
        }
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        items.clear();
        thread.interrupt();
    }
}
