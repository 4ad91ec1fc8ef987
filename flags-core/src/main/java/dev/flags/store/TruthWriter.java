package dev.flags.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes what is committed, while its caller holds the lock of the directory: what {@link TruthReader} reads.
 *
 * <p><b>A commit</b> is, in this order: its line at the end of the log, durable; and a new head, durable, which takes the
 * place of the old one. <em>That is when it happens.</em> Whoever dies before leaves a line that no head reaches, and the
 * next writer takes it away. All else, such as a checkpoint, is derived, and made by the next writer if this one dies.
 */
final class TruthWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
    private static final long MIN_CHECKPOINT_BYTES = 256L << 10;

    private final Layout layout;
    private final Disk disk;
    private final AuditLog log;
    private Committed committed;

    TruthWriter(Layout layout, Disk disk, AuditLog log, Committed committed) {
        this.layout = layout;
        this.disk = disk;
        this.log = log;
        this.committed = committed;
    }

    /** What is committed now. */
    Committed committed() {
        return committed;
    }

    Truth truth() {
        return committed.truth();
    }

    Head head() {
        return committed.head();
    }

    /** Makes a head before anything is committed. */
    void start() throws IOException {
        Head head = Head.start(UUID.randomUUID().toString());
        replace(layout.head(), head.write());
        committed = new Committed(head, Truth.start(head.epoch()), List.of(), false);
    }

    /** Takes away what writers that died have appended and not committed. */
    void truncateLog() throws IOException {
        log.truncate(head().log());
    }

    /** Keeps what is spoiled as evidence, and goes on from what could be read, in a part of the log of its own. */
    void repair(Evidence evidence, InstantSource clock) throws IOException {
        List<String> why = committed.problems().stream().map(Object::toString).toList();
        for (Path path : List.of(layout.head(), layout.checkpoint(), layout.checkpointBefore())) {
            if (Files.exists(path)) {
                evidence.keep(Files.readAllBytes(path), clock.instant(), why);
            }
        }
        LogPosition end = head().log();
        int next = end.offset() == 0 ? end.segment() : end.segment() + 1; // a repair may have been cut short
        while (Files.exists(layout.segment(next))) {
            next++;
        }
        LogPosition position = new LogPosition(next, 0, end.sequence(), end.hash());
        replace(layout.checkpoint(), new Checkpoint(truth(), position).write());
        Letter moved = Letter.read(layout.previous(), null); // older than the file, and known to whoever moved it
        setHead(head().at(truth().version(), position).withAside(moved == null ? "" : moved.hash()));
        LOG.warn(
                "The store's own files in {} were spoiled, and are repaired; what they were is in {}",
                layout.directory(),
                layout.rejected());
    }

    /**
     * Makes one commit happen.
     *
     * @param next what is committed then
     * @param before the head, but for the version and the end of the log
     * @return whether it is certain to outlive a power cut
     * @throws UndecidedException if nobody can tell whether it happened; after any other exception it has not
     */
    boolean write(LogEntry entry, Truth next, Head before) throws IOException {
        Head head = null;
        boolean mayBeThere = false;
        Path temporary = temporaryFile();
        LogPosition start = head().log();
        try {
            head = before.at(entry.version(), log.append(start, entry));
            disk.create(temporary, head.write().getBytes(StandardCharsets.UTF_8));
            mayBeThere = true;
            disk.move(temporary, layout.head());
        } catch (Exception e) { // some of the JDK's calls throw more than they declare
            if (head == null || !mayBeThere || !isOnDisk(head)) {
                undo(temporary);
                throw e;
            }
        }
        committed = new Committed(head, next, List.of(), false);
        boolean isDurable = afterwards("make durable", () -> disk.forceDirectory(layout.directory()));
        afterwards("checkpoint", () -> checkpoint(start));
        return isDurable;
    }

    private boolean isOnDisk(Head head) throws UndecidedException {
        try {
            return TruthReader.text(layout.head()).filter(head.write()::equals).isPresent();
        } catch (IOException e) {
            throw new UndecidedException(e);
        }
    }

    /** Nobody can tell now whether a commit happened: what it wrote must stay, and nothing may be written after it. */
    static final class UndecidedException extends IOException {
        private static final long serialVersionUID = 1L;

        private UndecidedException(IOException cause) {
            super("cannot tell whether a commit was applied", cause);
        }
    }

    private void undo(Path temporary) {
        afterwards("clean up", () -> disk.delete(temporary));
        afterwards("clean up", this::truncateLog);
    }

    interface Step {
        void run() throws IOException;
    }

    /**
     * What comes after a commit has happened, or has failed, must not change what its caller is told.
     *
     * @return whether it was done
     */
    boolean afterwards(String what, Step step) {
        try {
            step.run();
            return true;
        } catch (Exception e) { // some of the JDK's calls throw more than they declare
            LOG.warn(
                    "Could not {} version {} in {}; the next writer does",
                    what,
                    head().version(),
                    layout.directory(),
                    e);
            return false;
        }
    }

    private void checkpoint(LogPosition start) throws IOException {
        long size = Files.exists(layout.checkpoint()) ? Files.size(layout.checkpoint()) : 0;
        long interval = Math.max(MIN_CHECKPOINT_BYTES, 2 * size);
        LogPosition end = head().log();
        boolean isDue = end.segment() != start.segment() || end.offset() / interval != start.offset() / interval;
        if (isDue) {
            Path temporary = temporaryFile();
            disk.create(temporary, new Checkpoint(truth(), end).write().getBytes(StandardCharsets.UTF_8));
            if (size > 0) {
                disk.move(layout.checkpoint(), layout.checkpointBefore());
            }
            disk.move(temporary, layout.checkpoint());
            disk.forceDirectory(layout.directory());
        }
    }

    /** Changes what the head says about the configuration file, or about the place of the log. */
    void setHead(Head head) throws IOException {
        replace(layout.head(), head.write());
        committed = new Committed(head, truth(), List.of(), false);
    }

    private void replace(Path target, String content) throws IOException {
        Path temporary = temporaryFile();
        disk.create(temporary, content.getBytes(StandardCharsets.UTF_8));
        disk.move(temporary, target);
        disk.forceDirectory(layout.directory());
    }

    private Path temporaryFile() {
        return layout.temporary().resolve(UUID.randomUUID().toString());
    }
}
