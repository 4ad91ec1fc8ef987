package dev.flags.store;

import dev.flags.config.ConfigFile;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a store set aside rather than overwrite it: files, each beside a text that says why. They stay until a person deletes
 * them, and are warned of as long.
 */
final class Evidence {
    private static final int SHOWN = 5;
    private static final int SHOWN_HASH = 12;
    private static final String CONTENT = ".json";
    private static final String REASON = ".why.txt";

    private final Layout layout;
    private final Disk disk;

    Evidence(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /** Keeps a file as it was read, once; or the file itself, if it could not be. */
    void keep(Letter letter, Path file, Instant at, List<String> why) throws IOException {
        if (letter.isUnread()) {
            keep(letter.hash(), at, why, kept -> link(file, kept));
        } else {
            keep(letter.bytes(), at, why);
        }
    }

    private void link(Path file, Path kept) throws IOException {
        try {
            disk.link(file, kept);
        } catch (FileAlreadyExistsException e) {
            // Kept by somebody who died before he was done with it.
        }
    }

    /** Keeps a content, once. */
    void keep(byte[] content, Instant at, List<String> why) throws IOException {
        keep(Hashes.sha256(content).substring(0, SHOWN_HASH), at, why, kept -> create(kept, content));
    }

    private interface Keeper {
        void keep(Path as) throws IOException;
    }

    private void keep(String what, Instant at, List<String> why, Keeper keeper) throws IOException {
        if (isKept(what)) {
            return;
        }
        String name = at.toString().replace(':', '-') + "-" + what;
        disk.createDirectories(layout.rejected());
        keeper.keep(layout.rejected().resolve(name + CONTENT));
        create(
                layout.rejected().resolve(name + REASON),
                (String.join("\n", why) + "\n").getBytes(StandardCharsets.UTF_8));
        disk.forceDirectory(layout.rejected());
    }

    private boolean isKept(String what) {
        String[] names = layout.rejected().toFile().list();
        return names != null && Arrays.stream(names).anyMatch(name -> name.endsWith("-" + what + REASON));
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
                String why = TruthReader.text(file)
                        .orElse("an edit was set aside") // somebody is deleting it right now
                        .strip()
                        .replace("\n", "; ");
                warnings.add(new Problem(
                        Severity.WARNING,
                        ConfigFile.NAME,
                        "",
                        why + ". What was set aside is beside " + file + "; delete both when you have seen to it"));
            }
        }
        return warnings;
    }
}
