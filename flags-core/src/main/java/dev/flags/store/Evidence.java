package dev.flags.store;

import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a store set aside rather than overwrite it: files, each beside a text that says why. They stay until a person deletes
 * them, and are warned of as long.
 */
final class Evidence {
    private static final int SHOWN = 5;
    private static final String REASON = ".why.txt";

    private final Layout layout;
    private final Disk disk;

    Evidence(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /** Keeps a file as it was read, once. */
    void keep(Letter letter, Path file, Instant at, List<String> why) throws IOException {
        if (!letter.isTooLarge()) {
            keep(letter.bytes(), at, why);
            return;
        }
        disk.createDirectories(layout.rejected());
        String name = name(at, letter.hash());
        disk.link(file, layout.rejected().resolve(name + ".json"));
        explain(name, why);
    }

    /** Keeps a content, once. */
    void keep(byte[] content, Instant at, List<String> why) throws IOException {
        disk.createDirectories(layout.rejected());
        String name = name(at, Hashes.sha256(content).substring(0, 12));
        create(layout.rejected().resolve(name + ".json"), content);
        explain(name, why);
    }

    private static String name(Instant at, String what) {
        return at.toString().replace(':', '-') + "-" + what;
    }

    private void explain(String name, List<String> why) throws IOException {
        create(
                layout.rejected().resolve(name + REASON),
                (String.join("\n", why) + "\n").getBytes(StandardCharsets.UTF_8));
        disk.forceDirectory(layout.rejected());
    }

    private void create(Path file, byte[] content) throws IOException {
        try {
            disk.create(file, content);
        } catch (FileAlreadyExistsException e) {
            // Kept by somebody who died before he was done with it.
        }
    }

    /** A warning for each of the newest. */
    List<Problem> warnings() throws IOException {
        if (!Files.isDirectory(layout.rejected())) {
            return List.of();
        }
        List<Problem> warnings = new ArrayList<>();
        try (Stream<Path> files = Files.list(layout.rejected())) {
            for (Path file : files.filter(path -> path.toString().endsWith(REASON))
                    .sorted(Comparator.reverseOrder())
                    .limit(SHOWN)
                    .toList()) {
                String why = String.join("; ", Files.readAllLines(file));
                warnings.add(new Problem(
                        Severity.WARNING,
                        FileContent.NAME,
                        "",
                        why + ". What was set aside is beside " + file + "; delete both when you have seen to it"));
            }
        }
        return warnings;
    }
}
