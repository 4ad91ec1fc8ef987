package dev.flags;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Logs each failure once for as long as things go wrong, however often it comes back, and once that all is well again.
 * Thread-safe.
 */
final class FailureLog {
    /** How many different failures in a row are logged; those after them are not news. */
    private static final int MAX_LOGGED = 100;

    private final Logger log;
    private final Set<String> logged = new HashSet<>();

    FailureLog(Logger log) {
        this.log = log;
    }

    synchronized void failed(String what, Throwable why) {
        if (logged.size() < MAX_LOGGED && logged.add(what + why)) {
            log.warn(what, why);
        }
    }

    synchronized void succeeded(String what) {
        if (!logged.isEmpty()) {
            logged.clear();
            log.info(what);
        }
    }
}
