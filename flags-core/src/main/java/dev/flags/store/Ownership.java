package dev.flags.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose a new file is. An administrator's change must not lock out the service whose directory it is: what root makes
 * belongs to whom its directory belongs to. Where there are no owners, or they are not ours to change, nothing is done.
 */
final class Ownership {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
    private static final String OWNER = "unix:uid";
    private static final String GROUP = "unix:gid";
    private static final String PERMISSIONS = "posix:permissions";

    private Ownership() {}

    /** Gives a new file or directory to the owner of the directory that it is in. */
    static void inherit(Path made) throws IOException {
        if (isUnix(made)) {
            copy(OWNER, Layout.parent(made), made);
        }
    }

    /** Gives a new file the owner, the group and the permissions of the one that it is to replace. */
    static void keep(Path old, Path made) throws IOException {
        if (isUnix(made)) {
            copy(OWNER, old, made);
            copy(GROUP, old, made);
            Files.setAttribute(
                    made, PERMISSIONS, Files.getAttribute(old, PERMISSIONS)); // last: the others may take some away
        }
    }

    private static void copy(String attribute, Path from, Path to) throws IOException {
        Object wanted = Files.getAttribute(from, attribute);
        if (!Files.getAttribute(to, attribute).equals(wanted)) {
            try {
                Files.setAttribute(to, attribute, wanted);
            } catch (IOException e) {
                LOG.debug("{} of {} cannot be made that of {}", attribute, to, from, e); // only root can, mostly
            }
        }
    }

    private static boolean isUnix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
