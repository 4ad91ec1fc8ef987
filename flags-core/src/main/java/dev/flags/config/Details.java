package dev.flags.config;

import dev.flags.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people note about a flag. Nothing here ever changes an answer.
 *
 * @param description empty if there is none
 */
public record Details(
        String description,
        @Nullable String owner,
        List<String> tags,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt,
        JsonObject metadata) {
    public static final Details NONE = new Details("", null, List.of(), null, null, JsonObject.EMPTY);

    public Details {
        tags = List.copyOf(tags);
    }

    public Details withDescription(String newDescription) {
        return new Details(newDescription, owner, tags, createdAt, expiresAt, metadata);
    }
}
