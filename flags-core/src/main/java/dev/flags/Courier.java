package dev.flags;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Carries items from threads that must not wait to a recipient that may be slow, throw or hang, on a daemon thread of its
 * own. Holds {@value #CAPACITY} items, fewer if they are heavy, and takes no more when it is full. Offering takes no lock,
 * and wakes the thread at most some fifty times a second.
 */
final class Courier<T> {
    static final int CAPACITY = 8_192;

    /** In bytes, by estimate: what lighter items are taken for. */
    static final long LEAST_WEIGHT = 2_048;

    private static final long ROOM = CAPACITY * LEAST_WEIGHT;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Queue<T> items = new ConcurrentLinkedQueue<>();
    private final AtomicLong held = new AtomicLong();
    private final ToLongFunction<T> weight;
    private final Consumer<T> recipient;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean hasRefused;
    private volatile boolean isIdle;
    private volatile boolean isClosed;

    /**
     * Makes one that has no thread yet.
     *
     * @param weight of an item in bytes, by estimate; always the same
     * @param onFailure is given whatever the recipient throws; the next item comes all the same
     */
    Courier(String name, ToLongFunction<T> weight, Consumer<T> recipient, Consumer<Throwable> onFailure) {
        this.weight = weight;
        this.recipient = recipient;
        this.onFailure = onFailure;
        thread = new Thread(this::deliver, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether an item was refused, and none has been delivered since. Costs a read. */
    boolean isFull() {
        return hasRefused && held.get() > 0;
    }

    /** Takes an item, or says that it cannot. */
    boolean offer(T item) {
        if (isClosed || isFull()) {
            return false;
        }
        long room = roomFor(item);
        if (held.addAndGet(room) > ROOM) {
            held.addAndGet(-room);
            hasRefused = true;
            return false;
        }
        items.add(item);
        if (isClosed && items.remove(item)) {
            return false; // the thread may be gone
        }
        if (isIdle) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** One that is heavier than all the room is taken alone. */
    private long roomFor(T item) {
        return Math.min(ROOM, Math.max(LEAST_WEIGHT, weight.applyAsLong(item)));
    }

    private void deliver() {
        while (true) {
            boolean isLast = isClosed;
            for (T item = items.poll(); item != null; item = items.poll()) {
                T current = item;
                held.addAndGet(-roomFor(current));
                hasRefused = false;
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

    /**
     * As {@link #finish}, waits for it as long as there is patience, and then drops what waits and interrupts the recipient.
     * Called by the recipient, drops at once.
     *
     * @return how many items were dropped
     */
    int close(Duration patience) {
        finish();
        boolean isRecipient = thread.equals(Thread.currentThread());
        if (!isRecipient) {
            await(patience);
        }
        int dropped = 0;
        while (items.poll() != null) {
            dropped++;
        }
        if (!isRecipient) {
            thread.interrupt();
        }
        return dropped;
    }

    private void await(Duration patience) {
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
