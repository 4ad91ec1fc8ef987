package dev.flags.rollout;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What whoever repairs a candidate needs to know of its rollback: what the analyses had said, what had happened, and the
 * plan. Holds nobody's ids but the actors' names and words.
 *
 * @param status where the rollout stands, with what the analyses had said when it was rolled back
 * @param plan as it was when the rollout began
 * @param history who did what, newest first
 */
public record RollbackBundle(RolloutStatus status, RolloutPlan plan, List<AuditEvent> history) {
    public RollbackBundle {
        history = List.copyOf(history);
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("status", status.toJson())
                .put("plan", plan.toJson())
                .put(
                        "history",
                        new JsonArray(history.stream()
                                .<JsonValue>map(event -> JsonObject.builder()
                                        .put("at", event.at().toString())
                                        .put("actor", event.actor())
                                        .put("action", event.action())
                                        .put("reason", event.reason())
                                        .build())
                                .toList()))
                .build();
    }

    /** For an issue: a heading, the reason, a table of what was measured, and what has happened, oldest first. */
    public String toMarkdown() {
        StringBuilder out = new StringBuilder("# Rollback of ")
                .append(status.flag())
                .append("\n\n")
                .append(status.error() == null ? status.toString() : status.error())
                .append("\n\n| analysis | last verdict | evidence | passes | failures |\n|---|---|---|--:|--:|\n");
        new TreeMap<>(status.tallies())
                .forEach((name, tally) -> out.append("| ")
                        .append(String.join(
                                " | ",
                                cell(name),
                                tally.last() == null
                                        ? ""
                                        : tally.last().result().name().toLowerCase(Locale.ROOT),
                                tally.last() == null ? "" : cell(tally.last().evidence()),
                                Integer.toString(tally.passes()),
                                Integer.toString(tally.failures())))
                        .append(" |\n"));
        out.append("\n| when | who | what | why |\n|---|---|---|---|\n");
        for (int i = history.size() - 1; i >= 0; i--) {
            AuditEvent event = history.get(i);
            out.append("| ")
                    .append(String.join(
                            " | ",
                            event.at().toString(),
                            cell(event.actor()),
                            event.action().replace('_', ' '),
                            cell(event.reason())))
                    .append(" |\n");
        }
        return out.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }
}
