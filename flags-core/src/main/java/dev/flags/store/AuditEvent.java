package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who changed a document, when, how and why. A store keeps every part, however long: a reason is what a person wrote, and a
 * change of a list has all of it twice.
 *
 * @param commitId the commit that changed it
 * @param at when, by the clock of whoever changed it; kept to the microsecond at least, and no order to go by
 * @param actor a person or a program, never empty
 * @param reason why, never empty
 * @param action what was done, such as {@code set_percentage}
 * @param changes the members of the document that differ
 */
public record AuditEvent(
        UUID commitId,
        Instant at,
        String actor,
        String reason,
        String action,
        DocumentKey document,
        List<MemberChange> changes) {

    /**
     * A member of a document before and after.
     *
     * @param before null if it was not there, which is not the same as a JSON null
     * @param after null if it is gone
     */
    public record MemberChange(
            String member,
            @Nullable JsonValue before,
            @Nullable JsonValue after) {
        /** Lists by their lengths, since their elements are somebody's ids: {@code enabled_users: 1 -> 2 entries}. */
        @Override
        public String toString() {
            return member + ": " + shown(before) + " -> " + shown(after);
        }

        private static String shown(@Nullable JsonValue value) {
            if (value == null) {
                return "nothing";
            }
            if (value instanceof JsonArray array) {
                return array.elements().size() + " entries";
            }
            return value instanceof JsonObject object ? object.members().size() + " members" : value.toJson();
        }
    }

    public AuditEvent {
        Objects.requireNonNull(commitId, "commitId");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(action, "action");
        if (actor.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException(
                    "an audit event needs an actor and a reason: actor \"" + actor + "\", reason \"" + reason + "\"");
        }
        changes = List.copyOf(changes);
    }

    /** The members in which two texts of a document differ, in the order of the old and then of the new one. */
    public static List<MemberChange> changes(JsonObject before, JsonObject after) {
        Set<String> members = new LinkedHashSet<>(before.members().keySet());
        members.addAll(after.members().keySet());
        List<MemberChange> changes = new ArrayList<>();
        for (String member : members) {
            JsonValue old = before.members().get(member);
            JsonValue now = after.members().get(member);
            if (!Objects.equals(old, now)) {
                changes.add(new MemberChange(member, old, now));
            }
        }
        return changes;
    }
}
