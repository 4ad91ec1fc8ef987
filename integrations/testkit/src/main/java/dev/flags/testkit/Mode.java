package dev.flags.testkit;

import java.time.Duration;

/**
 * What happens to bytes in a {@link ChaosProxy}. The end of a connection is lost like its bytes, and what has
 * lost it is reset by the next change.
 *
 * @param requests whether bytes from the client arrive
 * @param answers whether bytes from the server arrive
 * @param connections whether there are any connections
 * @param chunkBytes how many bytes are passed on at once at most
 * @param delay how long each chunk waits
 */
record Mode(boolean requests, boolean answers, boolean connections, int chunkBytes, Duration delay) {
    /** As much as is read at once. */
    static final int CHUNK_BYTES = 8_192;

    static final Mode PASS = new Mode(true, true, true, CHUNK_BYTES, Duration.ZERO);
    static final Mode CUT = new Mode(false, false, false, CHUNK_BYTES, Duration.ZERO);
    static final Mode BLACK_HOLE = new Mode(false, false, true, CHUNK_BYTES, Duration.ZERO);
    static final Mode NO_ANSWERS = new Mode(true, false, true, CHUNK_BYTES, Duration.ZERO);

    boolean passes(boolean isRequests) {
        return isRequests ? requests : answers;
    }
}
