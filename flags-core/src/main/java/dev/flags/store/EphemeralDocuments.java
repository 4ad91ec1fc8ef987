package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Documents of ephemeral kinds: one small file, replaced as a whole. It is no loss if it is lost. In a commit of other kinds
 * too it is replaced by one that was made before and counts from that commit on.
 *
 * @param version of the last change; numbers are taken from the same row as those of committed versions
 */
record EphemeralDocuments(long version, Map<DocumentKey, Document> documents, Map<Kind, Long> byKind) {
    static final EphemeralDocuments NONE = new EphemeralDocuments(0, Map.of(), Map.of());

    EphemeralDocuments {
        documents = Map.copyOf(documents);
        byKind = Map.copyOf(byKind);
    }

    /** Reads what goes with a head. */
    static EphemeralDocuments of(Layout layout, Head head) throws IOException {
        Optional<EphemeralDocuments> next = next(layout, head);
        return next.isPresent()
                ? next.get()
                : TruthReader.text(layout.ephemeral())
                        .map(EphemeralDocuments::read)
                        .orElse(NONE);
    }

    /** Those that were made for a commit which has happened. */
    static Optional<EphemeralDocuments> next(Layout layout, Head head) throws IOException {
        return TruthReader.text(layout.ephemeralNext())
                .map(EphemeralDocuments::read)
                .filter(next -> next.version() > 0 && next.version() <= head.version());
    }

    long revision(DocumentKey key) {
        Document document = documents.get(key);
        return document == null ? 0 : document.revision();
    }

    EphemeralDocuments after(List<Write> writes, long number) {
        Map<DocumentKey, Document> changed = new HashMap<>(documents);
        Map<Kind, Long> versions = new HashMap<>(byKind);
        for (Write write : writes) {
            if (write instanceof Write.Put put) {
                changed.put(put.key(), new Document(put.key(), number, put.json()));
            } else {
                changed.remove(write.key());
            }
            versions.put(write.key().kind(), number);
        }
        return new EphemeralDocuments(number, changed, versions);
    }

    /** What is not readable is as good as lost. */
    static EphemeralDocuments read(String text) {
        try {
            JsonObject json = Json.unsealed(text);
            Map<DocumentKey, Document> documents = new HashMap<>();
            for (JsonObject document : Json.objects(json, "documents")) {
                DocumentKey key = LogEntry.key(document);
                documents.put(
                        key,
                        new Document(
                                key,
                                Json.integer(document, "revision"),
                                Json.object(document, "json").toJson()));
            }
            JsonObject versions = Json.object(json, "versions");
            Map<Kind, Long> byKind = new HashMap<>();
            versions.members().keySet().forEach(kind -> byKind.put(new Kind(kind, true), Json.integer(versions, kind)));
            return new EphemeralDocuments(Json.integer(json, "version"), documents, byKind);
        } catch (SpoiledFileException | IllegalArgumentException e) {
            return NONE;
        }
    }

    String write() {
        List<JsonValue> all = new ArrayList<>();
        documents
                .values()
                .forEach(document -> all.add(LogEntry.key(document.key())
                        .put("revision", document.revision())
                        .put("json", Json.object(document.json()))
                        .build()));
        JsonObject.Builder versions = JsonObject.builder();
        byKind.forEach((kind, number) -> versions.put(kind.name(), number));
        return Json.sealed(JsonObject.builder()
                .put("version", version)
                .put("versions", versions.build())
                .put("documents", new JsonArray(all))
                .build());
    }
}
