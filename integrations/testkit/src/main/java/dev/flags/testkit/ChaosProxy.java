package dev.flags.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy between a client and its server that breaks the network between them. For tests of whatever talks to a
 * server: point the client at {@link #address()}, and choose what happens to its bytes.
 *
 * <pre>{@code
 * try (ChaosProxy proxy = ChaosProxy.to(server)) {
 *     ConfigStore store = open(proxy.address());
 *     proxy.blackHole();
 *     assertThatThrownBy(() -> store.version(kinds)).isInstanceOf(StoreException.class);
 *     proxy.pass();
 * }
 * }</pre>
 *
 * <p>A change is in force when the method that makes it returns: bytes that arrive at the proxy later meet the new
 * condition, on connections that exist already too. What was swallowed stays lost, so that a connection that has lost some
 * is of no more use, as after a lost link.
 *
 * <p>Thread-safe. Uses two daemon threads for each connection, and one more, whose names end with the port;
 * {@link #close()} leaves none.
 */
public final class ChaosProxy implements AutoCloseable {
    private static final Duration FOR_THREADS = Duration.ofSeconds(10);

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch isClosed = new CountDownLatch(1);
    private final AtomicLong connected = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();
    private final AtomicBoolean cutsAtARequest = new AtomicBoolean();
    private final AtomicBoolean cutsAtAnAnswer = new AtomicBoolean();

    /** Read anew for each chunk. Guarded by this when it is changed, so that no connection slips through a cut. */
    private volatile Mode mode = Mode.PASS;

    private ChaosProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /**
     * A proxy to a server that passes everything on, on a free port of the loopback address.
     *
     * @throws UncheckedIOException if no port can be opened
     */
    public static ChaosProxy to(InetSocketAddress server) {
        Objects.requireNonNull(server, "server");
        try {
            ChaosProxy proxy = new ChaosProxy(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            proxy.start("flags-chaos-accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("no port for a proxy to " + server, e);
        }
    }

    /** Where the client has to connect to. */
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Passes everything on. */
    public void pass() {
        change(Mode.PASS);
    }

    /** Resets every connection, and each new one at once. */
    public void cut() {
        change(Mode.CUT);
    }

    /** Accepts connections, keeps those that there are, and swallows every byte in both directions. */
    public void blackHole() {
        change(Mode.BLACK_HOLE);
    }

    /** Passes requests on, and swallows every answer: what was asked for is done, and nobody is told. */
    public void loseAnswers() {
        change(Mode.NO_ANSWERS);
    }

    /** Passes everything on, but for the next request: its connection is reset instead, once. Nothing of it is done. */
    public synchronized void cutNextRequest() {
        change(Mode.PASS);
        cutsAtARequest.set(true);
    }

    /**
     * Passes everything on, but for the next answer: its connection is reset instead, once. What was asked for is done,
     * nobody is told, and whoever connects again is served at once.
     */
    public synchronized void cutNextAnswer() {
        change(Mode.PASS);
        cutsAtAnAnswer.set(true);
    }

    /**
     * Passes everything on, slowly.
     *
     * @param bytesPerSecond how fast in each direction of each connection; at least 1
     * @throws IllegalArgumentException if {@code bytesPerSecond} is below 1
     */
    public void slow(int bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond is below 1: " + bytesPerSecond);
        }
        int chunk = Math.max(1, Math.min(Mode.CHUNK_BYTES, bytesPerSecond / 100));
        change(new Mode(true, true, true, chunk, Duration.ofNanos(1_000_000_000L * chunk / bytesPerSecond)));
    }

    /**
     * Passes everything on, late.
     *
     * @param each how long each chunk of at most 8 KiB waits; not negative
     * @throws IllegalArgumentException if {@code each} is negative
     */
    public void delay(Duration each) {
        if (each.isNegative()) {
            throw new IllegalArgumentException("delay is negative: " + each);
        }
        change(new Mode(true, true, true, Mode.CHUNK_BYTES, each));
    }

    /** How many connections there are now. */
    public int connections() {
        return links.size();
    }

    /** How many connections there have been, those of now among them. One that was refused by a cut does not count. */
    public long totalConnections() {
        return connected.get();
    }

    /** How many bytes have come through in both directions, or were swallowed. */
    public long totalBytes() {
        return moved.get();
    }

    /** Resets every connection, and takes no more. Returns when no thread of this is left. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed.countDown();
            mode = Mode.CUT;
            Link.closeQuietly(listener);
            links.forEach(this::end);
        }
        long deadline = System.nanoTime() + FOR_THREADS.toNanos();
        for (Thread thread : threads) {
            join(thread, deadline);
        }
    }

    private synchronized void change(Mode next) {
        if (isClosed.getCount() == 0) {
            throw new IllegalStateException("the proxy is closed");
        }
        mode = next;
        cutsAtARequest.set(false);
        cutsAtAnAnswer.set(false);
        links.stream()
                .filter(link -> !next.connections() || link.endIsLost().get())
                .forEach(this::end);
    }

    private void accept() {
        while (isClosed.getCount() > 0) {
            try {
                Socket client = listener.accept();
                if (!start("flags-chaos-requests", () -> connect(client))) {
                    Link.closeQuietly(client);
                }
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    /** Connects to the server, and moves requests on this thread and answers on another. */
    private void connect(Socket client) {
        Link link = Link.of(client);
        if (!isLet(link)) {
            link.reset();
            return;
        }
        try {
            link.server().connect(target);
        } catch (IOException e) {
            end(link);
            return;
        }
        if (start("flags-chaos-answers", () -> move(link, false))) {
            move(link, true);
        }
    }

    private synchronized boolean isLet(Link link) {
        if (!mode.connections()) {
            return false;
        }
        connected.incrementAndGet();
        return links.add(link);
    }

    private void move(Link link, boolean isRequests) {
        Socket from = isRequests ? link.client() : link.server();
        Socket to = isRequests ? link.server() : link.client();
        try {
            byte[] read = new byte[Mode.CHUNK_BYTES];
            int length;
            while ((length = from.getInputStream().read(read)) >= 0) {
                if (!isPassedOn(read, length, to, isRequests)) {
                    return;
                }
            }
            if (isEndLost(link, isRequests)) {
                return;
            }
            to.shutdownOutput();
            if (link.open().decrementAndGet() == 0) {
                links.remove(link);
                link.close();
            }
        } catch (IOException e) {
            end(link);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether this goes on. What was read is divided only now, since the mode may have changed while nothing came.
     *
     * @throws IOException if the other side has gone, or the connection is to be reset
     */
    private boolean isPassedOn(byte[] read, int length, Socket to, boolean isRequests)
            throws IOException, InterruptedException {
        int size;
        for (int start = 0; start < length; start += size) {
            Mode now = mode;
            size = Math.min(now.chunkBytes(), length - start);
            if (isClosed.await(now.delay().toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            moved.addAndGet(size);
            if ((isRequests ? cutsAtARequest : cutsAtAnAnswer).compareAndSet(true, false)) {
                throw new SocketException("cut on purpose");
            }
            if (now.passes(isRequests)) {
                OutputStream out = to.getOutputStream();
                out.write(read, start, size);
                out.flush();
            }
        }
        return true;
    }

    /** The end of a direction is swallowed like its bytes. What has lost it could never end by itself. */
    private synchronized boolean isEndLost(Link link, boolean isRequests) {
        if (!mode.passes(isRequests)) {
            link.endIsLost().set(true);
        }
        return link.endIsLost().get();
    }

    private void end(Link link) {
        links.remove(link);
        link.reset();
    }

    /** Whether the thread was started, which it is not after the end. */
    private synchronized boolean start(String name, Runnable task) {
        if (isClosed.getCount() == 0) {
            return false;
        }
        Thread thread = new Thread(task, name + "-" + listener.getLocalPort());
        thread.setDaemon(true);
        threads.removeIf(started -> started.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        thread.start();
        return true;
    }

    private static void join(Thread thread, long deadline) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
