package dev.flags.rollout;

import dev.flags.config.Members;
import dev.flags.config.Problems;
import dev.flags.json.JsonObject;
import java.time.Instant;
import java.util.Objects;

/**
 * Nothing may be rolled out for now. Rollbacks may.
 *
 * @param by who said so
 * @param reason why
 */
public record Freeze(String by, String reason, Instant since) {
    public Freeze {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("by", by)
                .put("reason", reason)
                .put("since", since.toString())
                .build();
    }

    /** A freeze that somebody has damaged is one still. */
    static Freeze ofJson(JsonObject json) {
        Members members = new Members(json, "", new Problems("the freeze"));
        return new Freeze(
                members.string("by").orElse("?"),
                members.string("reason").orElse("?"),
                Objects.requireNonNullElse(members.instant("since"), Instant.EPOCH));
    }
}
