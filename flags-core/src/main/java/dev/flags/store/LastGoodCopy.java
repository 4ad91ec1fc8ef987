package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Limits;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A file with what a store last held, for a start at which the store is out of reach. It is written so that a crash
 * leaves the old copy or the new one, and only its owner can read it.
 *
 * <p>Its first line is {@code flags-copy 1} and a CRC-32C, of eight hexadecimal digits, of all that follows: a line about
 * the version, then one about each document with its text after a tab. A document whose text is no JSON object is left out.
 *
 * <p>Thread-safe, but for two writes at once: one of them counts.
 */
public final class LastGoodCopy {
    /** The size from which on a file is no copy: four times that of the largest configuration file. */
    private static final long MAX_BYTES = 4L * Limits.MAX_FILE_BYTES;

    private static final String FORMAT = "flags-copy 1 ";
    private static final String TEMPORARY_END = ".tmp";
    /** From this age on a copy that is not finished is one that nobody will finish. */
    private static final Duration LEFT = Duration.ofHours(1);

    private final Path file;

    private LastGoodCopy(Path file) {
        this.file = file;
    }

    /** A copy in a file, which need not exist, and neither its directory. */
    public static LastGoodCopy at(Path file) {
        return new LastGoodCopy(Objects.requireNonNull(file, "file").toAbsolutePath());
    }

    /**
     * Replaces the copy, durably.
     *
     * @throws IOException if that fails; then the old one is still there
     */
    public void write(StoreSnapshot snapshot) throws IOException {
        List<String> lines = new ArrayList<>();
        snapshot.documents().values().forEach(document -> {
            Optional<JsonObject> json = object(document.json());
            json.ifPresent(text -> lines.add(
                    about(document, snapshot.refused().contains(document.key())).toJson() + "\t" + text.toJson()));
        });
        JsonObject header = JsonObject.builder()
                .put("epoch", snapshot.version().epoch())
                .put("number", snapshot.version().number())
                .put("schema", snapshot.origin().schema())
                .put("library", snapshot.origin().library())
                .put("documents", lines.size())
                .build();
        String body = header.toJson() + "\n" + String.join("\n", lines) + "\n";
        replace((FORMAT + Hashes.crc32c(body) + "\n" + body).getBytes(StandardCharsets.UTF_8));
    }

    private void replace(byte[] content) throws IOException {
        Path directory = Layout.parent(file);
        Files.createDirectories(directory);
        Path temporary = directory.resolve(temporaryStart() + UUID.randomUUID() + TEMPORARY_END);
        try {
            Disk.REAL.create(temporary, content);
            deleteLeftovers(Files.getLastModifiedTime(temporary).toInstant().minus(LEFT));
            Disk.REAL.move(temporary, file);
        } finally {
            Disk.REAL.delete(temporary);
        }
        Disk.REAL.forceDirectory(directory);
    }

    private String temporaryStart() {
        return "." + file.getFileName() + ".";
    }

    /** Of processes that died while they wrote. */
    private void deleteLeftovers(Instant before) throws IOException {
        try (Stream<Path> files = Files.list(Layout.parent(file))) {
            for (Path path : files.filter(this::isTemporary).toList()) {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
                    Disk.REAL.delete(path);
                }
            }
        } catch (NoSuchFileException e) {
            // Another process has deleted it, or was done with it.
        }
    }

    private boolean isTemporary(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(temporaryStart()) && name.endsWith(TEMPORARY_END);
    }

    private static JsonObject about(Document document, boolean isRefused) {
        return JsonObject.builder()
                .put("kind", document.key().kind().name())
                .put("name", document.key().name())
                .put("revision", document.revision())
                .put("refused", isRefused)
                .build();
    }

    /**
     * Reads the copy.
     *
     * @return empty if there is none
     * @throws IOException if the file cannot be read, or is no copy, or not a whole one
     */
    public Optional<StoreSnapshot> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than any copy");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String body = text.substring(end + 1);
        if (end < 0 || !text.substring(0, end).equals(FORMAT + Hashes.crc32c(body))) {
            throw new IOException(file + " is no copy, or was damaged: its first line is not \"" + FORMAT
                    + "\" and the CRC-32C of the rest");
        }
        try {
            return Optional.of(read(body.lines().toList()));
        } catch (RuntimeException e) { // its check sum is right, so that only another program can have written it
            throw new IOException(file + " is no copy that this version can read: " + e, e);
        }
    }

    private static StoreSnapshot read(List<String> lines) {
        JsonObject header = object(lines.get(0)).orElseThrow();
        Map<DocumentKey, Document> documents = new HashMap<>();
        Set<DocumentKey> refused = new HashSet<>();
        for (String line : lines.subList(1, lines.size())) {
            int tab = line.indexOf('\t');
            JsonObject about = object(line.substring(0, tab)).orElseThrow();
            DocumentKey key = new DocumentKey(new Kind(text(about, "kind"), false), text(about, "name"));
            documents.put(key, new Document(key, number(about, "revision"), line.substring(tab + 1)));
            if (about.get("refused").equals(Optional.of(JsonBoolean.TRUE))) {
                refused.add(key);
            }
        }
        return new StoreSnapshot(
                new Version(text(header, "epoch"), number(header, "number")),
                documents,
                refused,
                List.of(),
                new Origin(number(header, "schema"), text(header, "library")));
    }

    private static Optional<JsonObject> object(String json) {
        try {
            return JsonValue.parse(json) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonObject object, String member) {
        return ((JsonString) object.get(member).orElseThrow()).value();
    }

    private static long number(JsonObject object, String member) {
        return ((JsonNumber) object.get(member).orElseThrow()).toLong().orElseThrow();
    }
}
