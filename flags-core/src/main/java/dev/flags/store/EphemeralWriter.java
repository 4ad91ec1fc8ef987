package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Changes the documents of ephemeral kinds, while its caller holds the lock of the directory. Not durably: others may lose
 * them, and so may a power cut.
 */
final class EphemeralWriter {
    private final Layout layout;
    private final Disk disk;
    private EphemeralDocuments documents = EphemeralDocuments.NONE;

    EphemeralWriter(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    long revision(DocumentKey key) {
        return documents.revision(key);
    }

    long newest(Kind kind) {
        return documents.byKind().getOrDefault(kind, 0L);
    }

    long version() {
        return documents.version();
    }

    /** Reads what goes with a head, and puts it in its place if its writer could not. */
    void settle(Head head) throws IOException {
        documents = EphemeralDocuments.of(layout, head);
        if (EphemeralDocuments.next(layout, head).isPresent()) {
            disk.move(layout.ephemeralNext(), layout.ephemeral());
        } else if (Files.exists(layout.ephemeralNext())) {
            disk.delete(layout.ephemeralNext()); // its commit did not happen
        }
    }

    /** Makes what is to be settled once a commit of other kinds has happened. */
    void prepare(List<Write> writes, long version) throws IOException {
        disk.create(layout.ephemeralNext(), after(writes, version).getBytes(StandardCharsets.UTF_8));
    }

    /** Changes documents at once. */
    void write(List<Write> writes, long version) throws IOException {
        String content = after(writes, version);
        Path temporary = layout.temporary().resolve(UUID.randomUUID().toString());
        disk.create(temporary, content.getBytes(StandardCharsets.UTF_8));
        try {
            disk.move(temporary, layout.ephemeral());
        } catch (IOException e) {
            if (TruthReader.text(layout.ephemeral()).filter(content::equals).isEmpty()) {
                throw e;
            }
        }
    }

    private String after(List<Write> writes, long version) {
        return documents.after(writes, version).write();
    }
}
