package dev.flags.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds out whether a configuration file is in a place where it cannot be replaced. */
final class ReadOnlyPlace {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;
    /** The link that Kubernetes switches when it fills a volume anew. */
    private static final String DATA = "..data";

    private ReadOnlyPlace() {}

    /** Why the file cannot be changed; empty as far as can be told without trying. */
    static Optional<String> reason(Layout layout) {
        try {
            if (isProjectedVolume(layout.file())) {
                return Optional.of("it is in a volume that Kubernetes fills (there is a ..data link)");
            }
            if (isMountPoint(layout.projection())) {
                return Optional.of("it is mounted as a single file, which cannot be replaced");
            }
            Path existing = Layout.existing(layout.directory());
            if (Files.getFileStore(existing).isReadOnly()) {
                return Optional.of("its file system is mounted read-only");
            }
            return Files.isWritable(existing)
                    ? Optional.empty()
                    : Optional.of("this process has no permission to write to " + existing);
        } catch (IOException e) {
            return Optional.empty(); // writing will tell
        }
    }

    private static boolean isProjectedVolume(Path file) throws IOException {
        List<Path> links = Layout.links(file);
        Path last = links.get(links.size() - 1);
        return links.stream().anyMatch(ReadOnlyPlace::isInData) || Files.isSymbolicLink(last.resolveSibling(DATA));
    }

    private static boolean isInData(Path path) {
        for (Path name : path) {
            if (name.toString().equals(DATA)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMountPoint(Path file) throws IOException {
        if (!Files.isReadable(MOUNTS)) {
            return false; // not Linux
        }
        List<String> mounts = Files.readAllLines(MOUNTS);
        return mounts.stream()
                .map(line -> line.split(" ", MOUNT_POINT + 2))
                .anyMatch(fields -> fields.length > MOUNT_POINT
                        && fields[MOUNT_POINT].replace("\\040", " ").equals(file.toString()));
    }
}
