package dev.flags;

import dev.flags.internal.FailureLog;
import dev.flags.store.LastGoodCopy;
import dev.flags.store.StoreSnapshot;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;

/** Writes the newest state into the last good copy, on a thread of its own: no disk keeps a change from taking effect. */
final class CopyWriter {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final LastGoodCopy copy;
    private final FailureLog log;
    private final Mailbox<StoreSnapshot> mailbox;

    CopyWriter(LastGoodCopy copy, Logger log) {
        this.copy = copy;
        this.log = new FailureLog(log);
        this.mailbox = new Mailbox<>("flags-copy", (older, newer) -> newer, this::write, this::failed);
    }

    void post(StoreSnapshot snapshot) {
        mailbox.post(snapshot);
    }

    private void write(StoreSnapshot snapshot) {
        try {
            copy.write(snapshot);
            log.succeeded("The last good copy can be written again");
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(Throwable why) {
        log.failed("The last good copy cannot be written; all else goes on", why);
    }

    /** Waits a little for what is still to be written. */
    void close() {
        mailbox.flush(PATIENCE);
        mailbox.interrupt();
    }
}
