package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChaosProxyTest {
    /** For what never comes. */
    private static final int SHORT_MILLIS = 100;
    /** For what comes, however busy the machine is. */
    private static final int LONG_MILLIS = 30_000;
    /** As much as the proxy reads at once. */
    private static final int CHUNK = 8_192;

    private final BlockingQueue<Integer> arrived = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private ChaosProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Together.start(this::serve);
        proxy = ChaosProxy.to((InetSocketAddress) server.getLocalSocketAddress());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void pass_passesBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, 7)).isEqualTo(7);
            assertThat(echo(client, 8)).isEqualTo(8);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void pass_passesLargeAmountsAndTheEnd() throws IOException {
        byte[] sent = new byte[1_000_000];
        try (Socket client = connect()) {
            Together.start(() -> send(client, sent));

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
        }
    }

    @Test
    void cut_resetsConnectionsAndRefusesNewOnes() throws IOException {
        try (Socket client = connect()) {
            echo(client, 1);

            proxy.cut();

            assertThatThrownBy(() -> echo(client, 2)).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        echo(client, 3);
                    }
                })
                .isInstanceOf(SocketException.class);
        assertThat(proxy.connections()).isZero();
        assertThat(arrived).containsExactly(1);
    }

    @Test
    void blackHole_keepsConnectionsAndSwallowsBytes() throws IOException {
        try (Socket old = connect()) {
            echo(old, 1);

            proxy.blackHole();

            assertSwallowed(old, 2);
            try (Socket fresh = connect()) {
                assertSwallowed(fresh, 3);
            }
        }
        assertThat(arrived).containsExactly(1);
    }

    @Test
    void pass_afterACutAndABlackHole_passesAgain() throws IOException {
        proxy.cut();
        proxy.blackHole();
        try (Socket client = connect()) {
            assertSwallowed(client, 1);

            proxy.pass();

            assertThat(echo(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void loseAnswers_letsRequestsThrough() throws Exception {
        try (Socket client = connect()) {
            proxy.loseAnswers();

            assertSwallowed(client, 5);

            assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo(5);
        }
    }

    @Test
    void cutNextAnswer_resetsOneConnectionAfterItsRequestWasDone() throws Exception {
        try (Socket client = connect();
                Socket other = connect()) {
            echo(client, 1);
            echo(other, 2);
            proxy.cutNextAnswer();

            assertThatThrownBy(() -> echo(client, 3)).isInstanceOf(SocketException.class);

            assertThat(echo(other, 4)).isEqualTo(4);
            assertThat(arrived).containsExactly(1, 2, 3, 4);
        }
        try (Socket again = connect()) {
            assertThat(echo(again, 5)).isEqualTo(5);
        }
    }

    @Test
    void cutNextRequest_resetsOneConnectionAndNothingIsDone() throws Exception {
        try (Socket client = connect();
                Socket other = connect()) {
            echo(client, 1);
            proxy.cutNextRequest();

            assertThatThrownBy(() -> echo(client, 2)).isInstanceOf(SocketException.class);

            assertThat(echo(other, 3)).isEqualTo(3);
            assertThat(arrived).containsExactly(1, 3);
        }
    }

    @Test
    void cutNextAnswer_isForgottenAtTheNextChange() throws IOException {
        try (Socket client = connect()) {
            proxy.cutNextAnswer();

            proxy.pass();

            assertThat(echo(client, 1)).isEqualTo(1);
        }
    }

    @Test
    void totals_countWhatIsOverAndWhatWasSwallowed() throws IOException {
        for (int i = 1; i <= 3; i++) {
            try (Socket client = connect()) {
                echo(client, i);
            }
        }
        assertThat(proxy.totalConnections()).isEqualTo(3);
        assertThat(proxy.totalBytes()).isEqualTo(6);
        proxy.blackHole();
        try (Socket client = connect()) {
            assertSwallowed(client, 4);
        }
        assertThat(proxy.totalConnections()).isEqualTo(4);
        assertThat(proxy.totalBytes()).isEqualTo(7);
    }

    @Test
    void delay_holdsEachChunkBack() throws IOException {
        try (Socket client = connect()) {
            echo(client, 1);
            proxy.delay(Duration.ofMillis(60));
            long start = System.nanoTime();

            assertThat(echo(client, 2)).isEqualTo(2);

            // Once on the way to the server, and once back.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void slow_passesAtMostSoManyBytesASecond() throws IOException {
        byte[] sent = new byte[2_000];
        try (Socket client = connect()) {
            proxy.slow(10_000);
            long start = System.nanoTime();
            send(client, sent);

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        }
    }

    /** A connection waits for its next bytes since before the change. */
    @Test
    void slow_slowsWhatComesNextOnAConnectionThatExists() throws IOException {
        try (Socket client = connect()) {
            echo(client, 1);
            proxy.slow(1_000);
            long start = System.nanoTime();
            client.getOutputStream().write(new byte[200]);

            client.getInputStream().readNBytes(200);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        }
    }

    @Test
    void pass_afterSlow_speedsUpWhatIsOnItsWay() throws IOException {
        byte[] sent = new byte[CHUNK];
        try (Socket client = connect()) {
            proxy.slow(100); // which would take more than a minute
            client.getOutputStream().write(sent);
            client.getInputStream().read();

            proxy.pass();

            assertThat(client.getInputStream().readNBytes(CHUNK - 1)).hasSize(CHUNK - 1);
        }
    }

    @Test
    void serverThatIsGone_resetsItsClients() throws IOException {
        server.close();

        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        echo(client, 1);
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void clientThatIsGone_leavesNoConnection() throws IOException {
        try (Socket client = connect()) {
            echo(client, 1);
        }

        eventually(() -> proxy.connections() == 0);
    }

    @Test
    void endThatIsSwallowed_isLostAndTheNextChangeCleansUp() throws IOException {
        try (Socket client = connect()) {
            echo(client, 1);
            proxy.blackHole();
            client.shutdownOutput();
            client.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.pass();

            eventually(() -> proxy.connections() == 0);
        }
    }

    @Test
    void close_leavesNoThread() throws IOException {
        Socket client = connect();
        echo(client, 1);
        proxy.delay(Duration.ofHours(1));
        client.getOutputStream().write(1);
        String ours = "-" + proxy.address().getPort();
        assertThat(threadNames()).anyMatch(name -> name.endsWith(ours));

        proxy.close();
        proxy.close();

        assertThat(threadNames()).noneMatch(name -> name.endsWith(ours));
        assertThatThrownBy(() -> echo(client, 2)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> proxy.pass())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        client.close();
    }

    @Test
    void changesByMany_whileOthersTalk_harmNoOne() {
        List<Callable<Boolean>> tasks = IntStream.range(0, 4)
                .<Callable<Boolean>>mapToObj(caller -> () -> {
                    for (int i = 0; i < 50; i++) {
                        if (caller < 2) {
                            talk(caller);
                        } else if (i % 2 == 0) {
                            proxy.cut();
                        } else {
                            proxy.pass();
                        }
                    }
                    return true;
                })
                .toList();

        Together.run(Duration.ofSeconds(30), tasks);

        proxy.pass();
        assertThat(Together.alone(Duration.ofSeconds(10), () -> {
                    try (Socket client = connect()) {
                        return echo(client, 9);
                    }
                }))
                .isEqualTo(9);
    }

    @Test
    void wrongArguments_areRefused() {
        assertThatThrownBy(() -> proxy.slow(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proxy.delay(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Stream<String> threadNames() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
    }

    private void talk(int value) {
        try (Socket client = connect()) {
            echo(client, value);
        } catch (IOException e) {
            assertThat(e).isInstanceOfAny(SocketException.class, SocketTimeoutException.class);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket();
        client.connect(proxy.address(), LONG_MILLIS);
        client.setSoTimeout(LONG_MILLIS);
        return client;
    }

    private void assertSwallowed(Socket client, int value) throws IOException {
        long before = proxy.totalBytes();
        client.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> echo(client, value)).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(LONG_MILLIS);
        eventually(() -> proxy.totalBytes() > before);
    }

    private static void eventually(BooleanSupplier holds) {
        Together.alone(Duration.ofMillis(LONG_MILLIS), () -> {
            Together.await(holds);
            return true;
        });
    }

    private static int echo(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("ended");
        }
        return answer;
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Answers every byte by itself. */
    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Together.start(() -> echoAll(socket));
            } catch (IOException e) {
                assertThat(server.isClosed()).isTrue();
            }
        }
    }

    private void echoAll(Socket socket) {
        try (socket) {
            byte[] chunk = new byte[CHUNK];
            int length;
            while ((length = socket.getInputStream().read(chunk)) >= 0) {
                arrived.add((int) chunk[0]);
                socket.getOutputStream().write(chunk, 0, length);
            }
        } catch (IOException e) {
            // The client has gone, as it may.
        }
    }
}
