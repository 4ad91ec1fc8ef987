package dev.flags.store;

import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import dev.flags.store.AuditLog.Followed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Reads what is committed, without a lock: the head, which is replaced as a whole, and the log up to where the head says
 * it ends, which never changes. Begins at a checkpoint, or at what it read last.
 *
 * <p>Where the head or the log is spoiled, it goes on with as much as can be read, and says so. It never writes.
 */
final class TruthReader {
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_NANOS = Duration.ofMillis(30).toNanos();

    private final Layout layout;
    private final AuditLog log;

    TruthReader(Layout layout, AuditLog log) {
        this.layout = layout;
        this.log = log;
    }

    /** @param before what was read last, or {@link Committed#NOTHING} */
    Committed read(Committed before) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<String> head = text(layout.head());
                if (head.isEmpty() && log.start().isEmpty() && checkpoints().isEmpty()) {
                    return Committed.NOTHING;
                }
                return catchUp(Head.read(head.orElseThrow(() -> new SpoiledFileException("is missing"))), before);
            } catch (SpoiledFileException e) {
                // A writer may have come in between; what is still so after a while is no coincidence.
                if (attempt == ATTEMPTS) {
                    return rebuild(String.valueOf(e.getMessage()));
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Where the log ends: where the head says so, whatever can be read up to there; without a head, as far as can be read. */
    LogPosition end(Committed before) throws IOException {
        Optional<LogPosition> end = committedEnd();
        if (end.isPresent()) {
            return end.get();
        }
        return read(before).head().log();
    }

    private Committed catchUp(Head head, Committed before) throws IOException {
        if (before.head().equals(head)) {
            log.requireToReach(head.log());
            return before;
        }
        if (before.head().epoch().equals(head.epoch())
                && !before.isRebuilt()
                && before.head().log().sequence() <= head.log().sequence()) {
            try {
                return committed(head, before.truth(), before.head().log());
            } catch (SpoiledFileException e) {
                // The directory was put back to an older state: begin anew.
            }
        }
        Optional<Checkpoint> checkpoint = usableCheckpoint(head);
        return committed(
                head,
                checkpoint.map(Checkpoint::truth).orElseGet(() -> Truth.start(head.epoch())),
                checkpoint.map(Checkpoint::position).orElse(LogPosition.START));
    }

    private Committed committed(Head head, Truth from, LogPosition position) throws IOException {
        TruthFold fold = new TruthFold(from);
        log.read(position, head.log(), fold::add);
        Truth truth = fold.truth();
        if (truth.version() != head.version()) {
            throw new SpoiledFileException(
                    "says version " + head.version() + ", and the log ends with " + truth.version());
        }
        return new Committed(head, truth.by(head.origin()), List.of(), false);
    }

    private Optional<Checkpoint> usableCheckpoint(Head head) throws IOException {
        return checkpoints().stream()
                .filter(checkpoint -> checkpoint.truth().epoch().equals(head.epoch())
                        && checkpoint.position().sequence() <= head.log().sequence())
                .findFirst();
    }

    /** Those that can be read, the newest first. */
    private List<Checkpoint> checkpoints() throws IOException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (Path file : List.of(layout.checkpoint(), layout.checkpointBefore())) {
            checkpoint(file).ifPresent(checkpoints::add);
        }
        return checkpoints;
    }

    private static Optional<Checkpoint> checkpoint(Path file) throws IOException {
        try {
            return text(file).map(Checkpoint::read);
        } catch (SpoiledFileException e) {
            return Optional.empty(); // the log is longer, and says the same
        }
    }

    /** As much as can be read: from each place where reading can begin, the one that leads furthest. */
    private Committed rebuild(String why) throws IOException {
        Optional<LogPosition> end = committedEnd();
        Committed best = Committed.NOTHING;
        for (Checkpoint checkpoint : checkpoints()) {
            best = further(best, follow(checkpoint, end, why));
        }
        Optional<LogPosition> start = log.start();
        if (start.equals(Optional.of(LogPosition.START))) {
            best = further(best, follow(new Checkpoint(Truth.NONE, LogPosition.START), end, why));
        } else if (start.isPresent() && best.isNothing()) {
            String missing = ", no checkpoint can be read, and neither can the log before "
                    + layout.segment(start.get().segment()) + ": documents that were not changed since are missing,"
                    + " unless the configuration file has them";
            best = follow(new Checkpoint(Truth.NONE, start.get()), end, why + missing);
        }
        return best;
    }

    /** Where the head says that the log ends, if it can be read. */
    private Optional<LogPosition> committedEnd() throws IOException {
        try {
            return text(layout.head()).map(Head::read).map(Head::log);
        } catch (SpoiledFileException e) {
            return Optional.empty();
        }
    }

    private static Committed further(Committed a, Committed b) {
        return b.head().log().sequence() > a.head().log().sequence() || a.isNothing() ? b : a;
    }

    private Committed follow(Checkpoint from, Optional<LogPosition> end, String why) throws IOException {
        TruthFold fold = new TruthFold(from.truth());
        Followed followed;
        try {
            followed = trusted(from.position(), end, fold::add);
            followed.rest().forEach(fold::add);
        } catch (SpoiledFileException e) {
            followed = Followed.none(from.position(), e.getMessage());
        }
        // What was lost nobody knows, so that versions from here on are not those of the old epoch.
        String epoch = "rebuilt-" + followed.end().hash().substring(0, 16);
        Truth truth = fold.truth().in(epoch);
        Head head = new Head(epoch, truth.version(), truth.origin(), followed.end(), "", false, "", "");
        String reached =
                followed.why() == null ? "" : " The log could be followed up to there only: " + followed.why() + ".";
        Problem problem = new Problem(
                Severity.ERROR,
                "the store's own files in " + layout.directory(),
                "",
                "are spoiled: " + layout.head().getFileName() + " " + why
                        + ". What could be read of them, up to version " + truth.version() + ", serves." + reached);
        return new Committed(head, truth, List.of(problem), true);
    }

    /** An entry that is followed by another one than it should be, or is not the one that the head names, may be a lie. */
    private Followed trusted(LogPosition from, Optional<LogPosition> end, Consumer<LogEntry> sink) throws IOException {
        if (end.isPresent() && end.get().sequence() < from.sequence()) {
            return Followed.none(from, null);
        }
        Followed followed = end.isPresent() ? log.follow(from, end.get(), sink) : log.follow(from, sink);
        boolean isAnotherEnd = end.isPresent()
                && end.get().sequence() == followed.end().sequence()
                && !end.get().hash().equals(followed.end().hash());
        return followed.isLastInDoubt() || isAnotherEnd ? followed.withoutLast() : followed;
    }

    static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
