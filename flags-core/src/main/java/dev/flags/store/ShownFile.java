package dev.flags.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a new configuration file in the place of the one that is there, which people may save at any time. So that one is
 * never overwritten: it is moved aside to {@code previous.json}, and the new one gets its name only if nobody has taken
 * that meanwhile.
 */
final class ShownFile {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);

    private final Layout layout;
    private final Disk disk;
    private final Evidence evidence;
    private final InstantSource clock;

    ShownFile(Layout layout, Disk disk, Evidence evidence, InstantSource clock) {
        this.layout = layout;
        this.disk = disk;
        this.evidence = evidence;
        this.clock = clock;
    }

    /** The order and the unknown members of the file before it broke or went away. */
    FileContent lastContent() throws IOException {
        Letter previous = Letter.read(layout.previous(), null);
        return previous == null || previous.isBroken() ? FileContent.EMPTY : previous.content();
    }

    /** The new configuration file under a temporary name, with the owner, the group and the permissions of the old one. */
    Path prepare(byte[] projection) throws IOException {
        Path prepared = layout.temporary().resolve(UUID.randomUUID().toString());
        disk.create(prepared, projection);
        if (Files.exists(layout.projection())) {
            Ownership.keep(layout.projection(), prepared);
        }
        return prepared;
    }

    /**
     * Puts a prepared file in its place, unless somebody has saved one there, or is about to in the one that was moved aside
     * before: that edit comes first.
     *
     * @param head what is known of the files that are there
     */
    void putInPlace(Path prepared, Head head) throws IOException {
        if (Files.exists(layout.projection())) {
            if (!isPlaceFree(head)) {
                disk.delete(prepared); // that edit comes first
                return;
            }
            if (Files.exists(layout.previous()) && Files.isSameFile(layout.projection(), layout.previous())) {
                disk.delete(layout.previous()); // it was put back; renaming one link over another does nothing
            }
            disk.move(layout.projection(), layout.previous());
        }
        try {
            disk.link(prepared, layout.projection());
        } catch (FileAlreadyExistsException e) {
            LOG.info("Somebody has saved {} in this moment; that edit comes next", layout.projection(), e);
        } catch (IOException e) {
            putBack(e);
            throw e;
        } finally {
            disk.delete(prepared);
        }
    }

    private void putBack(IOException failure) {
        try {
            disk.link(layout.previous(), layout.projection());
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Whether what was moved aside last is of no more use. What an editor began to write there, and nobody could read, is kept
     * as evidence.
     */
    private boolean isPlaceFree(Head head) throws IOException {
        Letter previous = Letter.read(layout.previous(), null);
        if (previous == null || head.knows(previous.hash())) {
            return true;
        }
        if (previous.isBroken() || previous.isOfNewerSchema()) {
            evidence.keep(
                    previous,
                    layout.previous(),
                    clock.instant(),
                    List.of("somebody saved the file while it was replaced, and what they saved is no configuration"));
            return true;
        }
        return false;
    }
}
