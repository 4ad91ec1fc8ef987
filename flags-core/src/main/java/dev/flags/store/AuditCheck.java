package dev.flags.store;

import java.nio.file.Path;

/** Whether an audit trail is as it was written. */
public sealed interface AuditCheck {

    /**
     * Every entry is there, unchanged and in its order.
     *
     * @param entries how many
     * @param head the hash of the last one: whoever notes it elsewhere can find out later that the end was not taken off
     */
    record Intact(long entries, String head) implements AuditCheck {}

    /**
     * Somebody changed, removed or added an entry, or the disk did.
     *
     * @param file where the first bad entry is
     * @param line its line in that file, from 1
     * @param why what is wrong with it
     */
    record Broken(Path file, long line, String why) implements AuditCheck {}
}
