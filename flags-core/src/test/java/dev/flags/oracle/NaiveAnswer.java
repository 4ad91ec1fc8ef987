package dev.flags.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What the table "How a flag is decided" says about one flag and one context.
 *
 * @param variant the variant served, null if there is no such flag
 * @param value the variant's value, null if there is no such flag
 * @param reason the name of the reason
 * @param error the error code, null for none
 * @param rule what decided, null where the table names nothing */
public record NaiveAnswer(
        @Nullable String variant,
        @Nullable JsonNode value,
        String reason,
        @Nullable String error,
        @Nullable String rule) {}
