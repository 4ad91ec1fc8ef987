package dev.flags.internal;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Logs each failure once for as long as things go wrong, however often it comes back, and once that all is well again.
 * Thread-safe.
 */
public final class FailureLog {
    /** How many different failures in a row are logged; those after them are not news. */
    private static final int MAX_LOGGED = 100;

    /** Causes may go round in a circle. */
    private static final int MAX_DEPTH = 20;

    private final Logger log;
    private final Set<String> logged = new HashSet<>();

    public FailureLog(Logger log) {
        this.log = log;
    }

    public void failed(String what, Throwable why) {
        failed(what, why, root(why));
    }

    /**
     * Logs a failure unless one of its kind was logged.
     *
     * @param kind failures of one kind, by its text, are one
     */
    public synchronized void failed(String what, Throwable why, Object kind) {
        if (logged.size() < MAX_LOGGED && logged.add(what + kind)) {
            log.warn(what, why);
        }
    }

    /** What began it: those who pass a failure on put it into other words. */
    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
            root = root.getCause();
        }
        return root;
    }

    public synchronized void succeeded(String what) {
        if (!logged.isEmpty()) {
            logged.clear();
            log.info(what);
        }
    }
}
