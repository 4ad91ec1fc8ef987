package dev.flags.testkit;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets other processes use a store. */
final class TcpServer implements AutoCloseable {
    private final ConfigStore store;
    private final NetworkFault fault;
    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    TcpServer(ConfigStore store, NetworkFault fault) {
        this.store = store;
        this.fault = fault;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Together.start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                Together.start(() -> serve(connection));
            } catch (IOException e) {
                // Closed, or a client that has gone already; the loop tells.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            String line;
            while ((line = in.readLine()) != null) {
                String answer = answer(line).toJson() + "\n";
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The client has gone, as it may.
        } finally {
            connections.remove(connection);
        }
    }

    private JsonValue answer(String line) {
        try {
            JsonValue question = JsonValue.parse(line);
            JsonValue argument = Wire.get(question, "argument");
            JsonValue answer = switch (Wire.text(question, "call")) {
                case "load" -> Wire.snapshot(store.load(Wire.kinds(argument)));
                case "version" -> Wire.version(store.version(Wire.kinds(argument)));
                case "history" -> Wire.events(store.history(Wire.query(argument)));
                case "commit" -> Wire.result(commit(argument));
                default -> throw new StoreException("no such call");
            };
            return JsonObject.builder().put("answer", answer).build();
        } catch (StoreException | IllegalArgumentException e) {
            return JsonObject.builder()
                    .put("error", "refused: " + e.getMessage())
                    .build();
        }
    }

    private CommitResult commit(JsonValue argument) {
        CommitResult result = store.commit(Wire.commit(argument));
        if (fault == NetworkFault.TAKES_COMMITS_BACK && result instanceof CommitResult.Applied applied) {
            Wire.commit(argument)
                    .writes()
                    .forEach(write -> store.commit(
                            Commits.delete(write.key(), applied.version().number())));
        }
        return result;
    }
}
