package dev.flags.store;

import dev.flags.config.FileDocuments;
import dev.flags.config.Limits;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the texts that a commit brings. */
final class DocumentText {
    private DocumentText() {}

    /** The same write, with its text without white space. */
    static Write compact(Write write) {
        return write instanceof Write.Put put
                ? new Write.Put(put.key(), put.expectedRevision(), read(put).toJson())
                : write;
    }

    /**
     * Reads a text. One of a flag, segment or layer that says another name would turn up in the file as another document, which
     * nobody has compared.
     *
     * @throws StoreException if it is too large, or no such document
     */
    static JsonObject read(Write.Put put) {
        if (put.json().getBytes(StandardCharsets.UTF_8).length > Limits.MAX_DOCUMENT_BYTES) {
            throw new StoreException(
                    put.key() + " is larger than " + Limits.MAX_DOCUMENT_BYTES + " bytes; nothing was changed");
        }
        JsonValue value;
        try {
            value = JsonValue.parse(put.json());
        } catch (JsonSyntaxException e) {
            throw new StoreException("the text of " + put.key() + " is no JSON; nothing was changed", e);
        }
        if (!(value instanceof JsonObject object)) {
            throw new StoreException("the text of " + put.key() + " is no object; nothing was changed");
        }
        if (FileDocuments.KINDS.contains(put.key().kind())
                && !object.get("name")
                        .equals(Optional.of(new JsonString(put.key().name())))) {
            throw new StoreException("the text of " + put.key() + " is no object with this name; nothing was changed");
        }
        return object;
    }
}
