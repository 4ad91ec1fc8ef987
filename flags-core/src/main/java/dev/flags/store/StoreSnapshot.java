package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Problem;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every document of some kinds, all from one version.
 *
 * @param refused documents whose newest text is of no use, such as two flags of one name in a file; {@code documents} has
 *     the last good version if the store has one
 * @param problems what is wrong with the store's content as a whole, and with the refused documents
 * @param origin who wrote the content last
 */
public record StoreSnapshot(
        Version version,
        Map<DocumentKey, Document> documents,
        Set<DocumentKey> refused,
        List<Problem> problems,
        Origin origin) {
    public StoreSnapshot {
        Objects.requireNonNull(version, "version");
        documents = Map.copyOf(documents);
        refused = Set.copyOf(refused);
        problems = List.copyOf(problems);
        Objects.requireNonNull(origin, "origin");
    }

    /** A snapshot without problems, written by this library. */
    public static StoreSnapshot of(Version version, Map<DocumentKey, Document> documents) {
        return new StoreSnapshot(version, documents, Set.of(), List.of(), Origin.CURRENT);
    }

    /**
     * SHA-256 of what the documents say, 64 hexadecimal digits. Equal for equal content in any store, whatever its
     * revisions, its white space and the order in which it keeps members.
     */
    public String digest() {
        MessageDigest digest = Hashes.sha256();
        documents.values().stream()
                .sorted(Comparator.comparing(
                                (Document document) -> document.key().kind().name())
                        .thenComparing(document -> document.key().name()))
                .forEach(document -> {
                    add(digest, document.key().kind().name());
                    add(digest, document.key().name());
                    add(digest, canonical(document.json()));
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static String canonical(String json) {
        try {
            return sorted(JsonValue.parse(json)).toJson();
        } catch (JsonSyntaxException e) {
            return json;
        }
    }

    private static JsonValue sorted(JsonValue value) {
        if (value instanceof JsonObject object) {
            JsonObject.Builder out = JsonObject.builder();
            new TreeMap<>(object.members()).forEach((name, member) -> out.put(name, sorted(member)));
            return out.build();
        }
        return value instanceof JsonArray array
                ? new JsonArray(
                        array.elements().stream().map(StoreSnapshot::sorted).toList())
                : value;
    }
}
