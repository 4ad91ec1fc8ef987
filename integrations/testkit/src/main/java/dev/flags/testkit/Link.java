package dev.flags.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client's connection to a {@link ChaosProxy}, and the one to the server that belongs to it.
 *
 * @param open how many directions have not come to their end
 * @param endIsLost whether one of them has, and the other side was not told
 */
record Link(Socket client, Socket server, AtomicInteger open, AtomicBoolean endIsLost) {
    static Link of(Socket client) {
        return new Link(client, new Socket(), new AtomicInteger(2), new AtomicBoolean());
    }

    /** Ends both as a lost link does, with a reset and no goodbye. */
    void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It is closed already.
            }
        }
        close();
    }

    /** Ends both. */
    void close() {
        closeQuietly(client);
        closeQuietly(server);
    }

    static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // It is of no more use, which is all that was wanted.
        }
    }
}
