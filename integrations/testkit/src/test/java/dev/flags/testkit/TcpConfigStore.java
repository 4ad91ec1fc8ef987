package dev.flags.testkit;

import dev.flags.config.Kind;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Hint;
import dev.flags.store.HistoryQuery;
import dev.flags.store.ReadOnlyStoreException;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store on the other end of a connection, one question at a time. Broken by the first failure, for good. */
final class TcpConfigStore implements ConfigStore {
    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;
    private final NetworkFault fault;
    private volatile @Nullable StoreSnapshot loaded;
    private volatile boolean isBroken;
    private volatile boolean isClosed;

    private TcpConfigStore(Socket socket, NetworkFault fault) throws IOException {
        this.socket = socket;
        this.fault = fault;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.out = socket.getOutputStream();
    }

    static ConfigStore open(InetSocketAddress server, Duration timeLimit, NetworkFault fault) {
        Socket socket = new Socket();
        int millis = switch (fault) {
            case WAITS_FOR_EVER -> 0;
            case HAS_NO_PATIENCE -> 10;
            default -> (int) timeLimit.toMillis();
        };
        try {
            socket.connect(server, millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            return new TcpConfigStore(socket, fault);
        } catch (IOException e) {
            closeQuietly(socket);
            if (fault == NetworkFault.FAILS_ITS_OWN_WAY) {
                throw new IllegalStateException(e);
            }
            throw new StoreException("cannot reach " + server, e);
        }
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        try {
            loaded = Wire.snapshot(asked("load", Wire.kinds(kinds)));
            return loaded;
        } catch (StoreException e) {
            if (fault == NetworkFault.ANSWERS_FROM_MEMORY && loaded != null) {
                return loaded;
            }
            throw e;
        }
    }

    @Override
    public Version version(Set<Kind> kinds) {
        return Wire.version(asked("version", Wire.kinds(kinds)));
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        return Wire.events(asked("history", Wire.query(query)));
    }

    @Override
    public CommitResult commit(Commit commit) {
        if (fault == NetworkFault.NONE_READ_ONLY) {
            throw new ReadOnlyStoreException("only reads");
        }
        try {
            return Wire.result(ask("commit", Wire.commit(commit)));
        } catch (IOException e) {
            return switch (fault) {
                case TAKES_LOST_ANSWERS_FOR_FAILURES -> throw new StoreException("the connection is broken", e);
                case TAKES_LOST_ANSWERS_FOR_SUCCESS -> new CommitResult.Applied(new Version("", 1));
                case FAILS_ITS_OWN_WAY -> throw new IllegalStateException(e);
                default -> new CommitResult.Unknown(commit.id());
            };
        }
    }

    private JsonValue asked(String call, JsonValue argument) {
        try {
            return ask(call, argument);
        } catch (IOException e) {
            if (fault == NetworkFault.FAILS_ITS_OWN_WAY) {
                throw new IllegalStateException(e);
            }
            throw new StoreException("the connection to " + socket.getRemoteSocketAddress() + " is broken", e);
        }
    }

    /** The answer; a {@link StoreException} means that nothing was sent, or that the server refuses. */
    private synchronized JsonValue ask(String call, JsonValue argument) throws IOException {
        if (isClosed) {
            throw new StoreException("the store is closed");
        }
        if (isBroken) {
            throw new StoreException("the connection broke before; open another one");
        }
        String question = JsonObject.builder()
                .put("call", call)
                .put("argument", argument)
                .build()
                .toJson();
        byte[] line = utf8(question + "\n");
        try {
            out.write(line);
            out.flush();
            String answer = in.readLine();
            if (answer == null) {
                throw new SocketTimeoutException("the server has gone");
            }
            return answer(JsonValue.parse(answer));
        } catch (IOException | JsonSyntaxException e) {
            // Or an answer that comes late would be taken for that of the next question.
            isBroken = fault != NetworkFault.TAKES_LATE_ANSWERS;
            if (isBroken) {
                closeQuietly(socket);
            }
            throw e instanceof IOException io ? io : new IOException(e);
        }
    }

    /** Refuses lone surrogates, which would arrive as question marks. */
    private static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] line = new byte[bytes.remaining()];
            bytes.get(line);
            return line;
        } catch (CharacterCodingException e) {
            throw new StoreException("a text is not Unicode; nothing was sent", e);
        }
    }

    private static JsonValue answer(JsonValue line) {
        JsonObject object = (JsonObject) line;
        if (object.has("error")) {
            throw new StoreException(Wire.text(object, "error"));
        }
        return Wire.get(object, "answer");
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return () -> {};
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, true, fault == NetworkFault.NONE_READ_ONLY);
    }

    @Override
    public void close() {
        if (fault == NetworkFault.SAYS_GOODBYE && !isClosed) {
            waitForGoodbye();
        }
        if (fault == NetworkFault.CLOSES_IN_TURN) {
            waitForItsTurn();
        }
        isClosed = true;
        if (fault != NetworkFault.LEAVES_CONNECTIONS) {
            closeQuietly(socket);
        }
    }

    /** As a method does that is synchronized like the others. */
    private synchronized void waitForItsTurn() {
        isBroken = true;
    }

    private void waitForGoodbye() {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(0);
            in.readLine();
        } catch (IOException e) {
            // That will do as a goodbye.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use, which is all that was wanted.
        }
    }
}
