package dev.flags.store;

import dev.flags.config.ConfigException;
import dev.flags.config.FileDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies commits and takes in what people have edited, while its caller holds the lock of the directory.
 *
 * <p>What makes a commit happen is {@link TruthWriter}'s. What people have edited before it is taken in first, and what they
 * edit meanwhile after it ({@link EditIntake}).
 */
final class CommitWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);

    private final Layout layout;
    private final Disk disk;
    private final Evidence evidence;
    private final InstantSource clock;
    private final TruthWriter writer;
    private final EphemeralWriter ephemeral;
    private final EditIntake edits;

    CommitWriter(Layout layout, Disk disk, AuditLog log, Evidence evidence, InstantSource clock, Committed committed) {
        this.layout = layout;
        this.disk = disk;
        this.evidence = evidence;
        this.clock = clock;
        this.writer = new TruthWriter(layout, disk, log, committed);
        this.ephemeral = new EphemeralWriter(layout, disk);
        this.edits = new EditIntake(layout, disk, evidence, clock, writer, ephemeral);
    }

    /** What is committed now. */
    Committed committed() {
        return writer.committed();
    }

    /** The configuration file as it was read last. */
    @Nullable Letter file() {
        return edits.file();
    }

    /**
     * Makes the directory ready to be written to: cleans up after writers that died, and takes in what people have edited.
     *
     * @param known the configuration file as it was read last
     * @param good the configuration file as it was when it was of use last, before there was any commit
     */
    void begin(@Nullable Letter known, @Nullable Letter good) throws IOException {
        disk.createDirectories(layout.directory());
        deleteTemporaryFiles();
        ephemeral.settle(writer.head());
        Letter file = edits.read(known);
        boolean isOfUse = file != null && !file.isBroken();
        if (committed().isNothing()) {
            if (file != null && !isOfUse && good == null) {
                throw notAConfiguration(layout.file(), file); // or the first change would leave nothing but itself
            }
            writer.start();
        } else if (committed().isRebuilt()) {
            writer.repair(evidence, clock);
        }
        writer.truncateLog();
        if (writer.head().log().equals(LogPosition.START)) {
            disk.forceDirectory(Layout.parent(layout.directory())); // whoever made it may have died before
        }
        if (!isOfUse && good != null && writer.head().version() == 0) {
            edits.takeIn(good, true); // for the same reason
        }
        edits.takeInEdits();
    }

    static StoreException notAConfiguration(Path path, Letter file) {
        ConfigException why = new ConfigException(file.problems());
        return new StoreException(
                path + " is no configuration; the last good one stays in use. " + why.getMessage(), why);
    }

    private void deleteTemporaryFiles() throws IOException {
        String[] left = layout.temporary().toFile().list();
        for (String name : left == null ? new String[0] : left) {
            disk.delete(layout.temporary().resolve(name));
        }
        disk.createDirectories(layout.temporary());
    }

    /** Takes in what was edited meanwhile, after a commit whose caller is told what became of it, whatever comes of this. */
    void takeInLateEdits() {
        writer.afterwards("take in the edits made during", edits::takeInEdits);
    }

    /**
     * Applies a commit whose edits by hand were taken in.
     *
     * @param commit with the revisions of what is committed
     */
    CommitResult apply(Commit commit) throws IOException {
        writer.truth().origin().requireWritable(layout.directory().toString());
        Letter letter = edits.file();
        if (letter != null && letter.isOfNewerSchema()) {
            new Origin(letter.schema(), "a newer library")
                    .requireWritable(layout.file().toString());
        }
        List<CommitResult.Conflict.Mismatch> mismatches = Expectations.mismatches(
                commit,
                key -> key.kind().isEphemeral()
                        ? ephemeral.revision(key)
                        : writer.truth().revision(key),
                kind -> kind.isEphemeral()
                        ? ephemeral.newest(kind)
                        : writer.truth().newest(kind));
        if (!mismatches.isEmpty()) {
            return new CommitResult.Conflict(mismatches);
        }
        long version = edits.nextVersion(letter);
        List<Write> kept = commit.writes().stream()
                .filter(write -> !write.key().kind().isEphemeral())
                .toList();
        List<Write> passing = commit.writes().stream()
                .filter(write -> write.key().kind().isEphemeral())
                .toList();
        if (kept.isEmpty()) {
            ephemeral.write(passing, version);
            return new CommitResult.Applied(new Version(writer.head().epoch(), version));
        }
        if (!passing.isEmpty()) {
            ephemeral.prepare(passing, version);
        }
        LogEntry entry = new LogEntry(
                version,
                commit.id(),
                clock.instant(),
                Origin.CURRENT,
                OptionalLong.empty(),
                kept.stream().map(DocumentText::compact).toList(),
                commit.events());
        boolean isDurable;
        try {
            isDurable = applyKept(entry);
        } catch (TruthWriter.UndecidedException e) {
            LOG.warn("Cannot tell whether commit {} in {} was applied", commit.id(), layout.directory(), e);
            return new CommitResult.Unknown(commit.id());
        }
        if (!passing.isEmpty()) {
            writer.afterwards("settle the ephemeral documents of", () -> ephemeral.settle(writer.head()));
        }
        return isDurable
                ? new CommitResult.Applied(new Version(writer.head().epoch(), version))
                : new CommitResult.Unknown(commit.id());
    }

    private boolean applyKept(LogEntry entry) throws IOException {
        boolean isShown = entry.writes().stream()
                .anyMatch(write -> FileDocuments.KINDS.contains(write.key().kind()));
        return isShown
                ? edits.commit(entry)
                : writer.write(entry, writer.truth().after(entry), writer.head());
    }
}
