package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The record of every change: a file that is only ever appended to, one JSON object a line. */
final class AuditFile {
    private static final int TAIL_BYTES = 4096;

    private final Path file;

    AuditFile(Path file) {
        this.file = file;
    }

    /** An event and the version that it belongs to. */
    private record Entry(long version, AuditEvent event) {}

    /**
     * Appends the events of one version, durably.
     *
     * @return the length of the file before, for {@link #truncate}
     */
    long append(List<AuditEvent> events, long version) throws IOException {
        boolean isNew = !Files.exists(file);
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(write(event, version).toJson()).append('\n'));
        long before;
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                Disk.ownerOnly(file))) {
            before = endOfLastLine(channel);
            channel.truncate(before).position(before);
            Disk.writeFully(channel, lines.toString().getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
        if (isNew) {
            Disk.forceDirectory(Disk.parent(file));
        }
        return before;
    }

    /** Where the last complete line ends: what follows is a line that a dying process did not complete. */
    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(TAIL_BYTES);
        for (long to = channel.size(); to > 0; to -= block.capacity()) {
            long from = Math.max(0, to - block.capacity());
            block.clear().limit((int) (to - from));
            while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {}
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    /** Takes back what was appended for a change that then failed. */
    void truncate(long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        }
    }

    /**
     * The events that a query selects, newest first. Of a version that was begun twice, because a process died in
     * between, the last one counts; one beyond {@code newest} was never completed.
     */
    List<AuditEvent> read(HistoryQuery query, long newest) throws IOException {
        List<AuditEvent> selected = new ArrayList<>();
        List<Entry> entries = entries();
        Collections.reverse(entries);
        long version = Long.MAX_VALUE;
        UUID lastAttempt = null;
        for (Entry entry : entries) {
            if (entry.version() != version) {
                version = entry.version();
                lastAttempt = entry.event().commitId();
            }
            boolean counts = version <= newest && entry.event().commitId().equals(lastAttempt);
            if (counts && query.selects(entry.event()) && selected.size() < query.limit()) {
                selected.add(entry.event());
            }
        }
        return selected;
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!Files.exists(file)) {
            return entries;
        }
        String text = Files.readString(file);
        // What follows the last line break is a line that a dying process did not complete.
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                entries.add(read((JsonObject) JsonValue.parse(lines.get(i))));
            } catch (RuntimeException e) {
                throw new StoreException("line " + (i + 1) + " of " + file + " is no audit event", e);
            }
        }
        return entries;
    }

    private static JsonObject write(AuditEvent event, long version) {
        return JsonObject.builder()
                .put("version", version)
                .put("at", event.at().toString())
                .put("actor", event.actor())
                .put("reason", event.reason())
                .put("action", event.action())
                .put("kind", event.document().kind().name())
                .put("name", event.document().name())
                .put("commit", event.commitId().toString())
                .put(
                        "changes",
                        new JsonArray(event.changes().stream()
                                .<JsonValue>map(AuditFile::write)
                                .toList()))
                .build();
    }

    private static JsonObject write(AuditEvent.MemberChange change) {
        JsonObject.Builder out = JsonObject.builder().put("member", change.member());
        if (change.before() != null) {
            out.put("before", change.before());
        }
        if (change.after() != null) {
            out.put("after", change.after());
        }
        return out.build();
    }

    private static Entry read(JsonObject line) {
        JsonArray changes = (JsonArray) line.get("changes").orElse(JsonArray.EMPTY);
        AuditEvent event = new AuditEvent(
                UUID.fromString(text(line, "commit")),
                Instant.parse(text(line, "at")),
                text(line, "actor"),
                text(line, "reason"),
                text(line, "action"),
                new DocumentKey(kind(text(line, "kind")), text(line, "name")),
                changes.elements().stream().map(AuditFile::readChange).toList());
        long version = ((JsonNumber) line.get("version").orElseThrow()).toLong().orElseThrow();
        return new Entry(version, event);
    }

    private static AuditEvent.MemberChange readChange(JsonValue change) {
        JsonObject object = (JsonObject) change;
        return new AuditEvent.MemberChange(
                text(object, "member"),
                object.members().get("before"),
                object.members().get("after"));
    }

    private static Kind kind(String name) {
        return new Kind(name, false);
    }

    private static String text(JsonObject object, String member) {
        return ((JsonString) object.get(member).orElseThrow()).value();
    }
}
