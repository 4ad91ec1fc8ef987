package dev.flags.samples;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.samples.text.TextTable;
import dev.flags.store.AuditEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lays the audit trail out as plain text, in the order that it is given. Lists and objects are shown by their size, so
 * that no identifier of a user gets onto a screen or into a log.
 */
final class AuditTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> HEADING = List.of("UTC", "who", "what", "why", "changed");

    private AuditTable() {}

    static String format(List<AuditEvent> events) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADING);
        events.forEach(event -> rows.add(row(event)));
        return TextTable.format(HEADING.size(), rows);
    }

    private static List<String> row(AuditEvent event) {
        return List.of(
                TIME.format(event.at()), event.actor(), event.action(), event.reason(), changes(event.changes()));
    }

    private static String changes(List<AuditEvent.MemberChange> changes) {
        boolean isNew = changes.stream().anyMatch(change -> change.member().equals("name") && change.before() == null);
        return isNew
                ? "new"
                : changes.stream()
                        .map(change -> change.member() + " " + brief(change.before()) + " -> " + brief(change.after()))
                        .collect(Collectors.joining(", "));
    }

    private static String brief(@Nullable JsonValue value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof JsonArray array) {
            return size(array.elements().size());
        }
        if (value instanceof JsonObject object) {
            return size(object.members().size());
        }
        return value instanceof JsonString string ? string.value() : value.toJson();
    }

    private static String size(int entries) {
        if (entries == 0) {
            return "empty";
        }
        return entries == 1 ? "1 entry" : entries + " entries";
    }
}
