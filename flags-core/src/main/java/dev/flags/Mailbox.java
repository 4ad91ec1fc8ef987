package dev.flags;

import java.time.Duration;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to somebody who may be slow, or hang, without anybody waiting: at most one message is on its way and
 * one, into which all later ones are merged, waits. A daemon thread does it that exists while there is something to do.
 */
final class Mailbox<T> {
    private static final Duration IDLE = Duration.ofMillis(500);

    private final String name;
    private final BinaryOperator<T> merge;
    private final Consumer<T> recipient;
    private final Consumer<Throwable> onFailure;
    private @Nullable T waiting;
    private @Nullable Thread thread;
    private boolean isBusy;
    private boolean isClosed;

    /**
     * Makes an empty one.
     *
     * @param name of the thread
     * @param merge makes one message of an older and a newer one
     * @param onFailure is given whatever the recipient throws; the next message comes all the same
     */
    Mailbox(String name, BinaryOperator<T> merge, Consumer<T> recipient, Consumer<Throwable> onFailure) {
        this.name = name;
        this.merge = merge;
        this.recipient = recipient;
        this.onFailure = onFailure;
    }

    synchronized void post(T message) {
        if (isClosed) {
            return;
        }
        waiting = waiting == null ? message : merge.apply(waiting, message);
        if (thread == null) {
            Thread started = new Thread(this::deliver, name);
            started.setDaemon(true);
            started.start();
            thread = started; // only now: one that could not be started must not be taken for one that delivers
        }
        notifyAll();
    }

    private void deliver() {
        for (T message = next(); message != null; message = next()) {
            T current = message;
            Contained.run(() -> recipient.accept(current), onFailure);
        }
    }

    /** The next message; null once there was none for some time, and then the thread is gone. */
    private synchronized @Nullable T next() {
        isBusy = false;
        notifyAll();
        long end = System.nanoTime() + IDLE.toNanos();
        long left = IDLE.toNanos();
        try {
            while (waiting == null && !isClosed && left > 0) {
                wait(left / 1_000_000 + 1);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException e) {
            // The recipient's business, or the end of this: which of them, isClosed tells.
            return next();
        }
        T message = waiting;
        waiting = null;
        if (message == null) {
            thread = null;
        } else {
            isBusy = true;
        }
        return message;
    }

    /** Takes no more messages, and forgets the one that waits. One that is on its way goes on. */
    synchronized void close() {
        isClosed = true;
        waiting = null;
        notifyAll();
    }

    /** As {@link #close}, and interrupts whoever has a message, if that is another thread than this. */
    synchronized void interrupt() {
        close();
        if (thread != null && !thread.equals(Thread.currentThread())) {
            thread.interrupt();
        }
    }

    /** Waits for everything to be delivered, and not for ever. */
    synchronized void flush(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        try {
            while ((waiting != null || isBusy) && left > 0) {
                wait(left / 1_000_000 + 1);
                left = end - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
