package dev.flags.samples;

import dev.flags.json.JsonString;
import dev.flags.rollout.RolloutPhase;
import dev.flags.store.AuditEvent;
import dev.flags.store.AuditEvent.MemberChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A time in which a rollout stood at one place, as the audit trail has it.
 *
 * @param phase such as {@code progressing}, or {@code start} before the first
 * @param stage the name of the stage, or {@value #NO_STAGE}
 * @param to when something else began
 */
record StageSpan(String phase, String stage, Instant from, Instant to) {
    static final String NO_STAGE = "-";

    Duration length() {
        return Duration.between(from, to);
    }

    boolean isIn(RolloutPhase other) {
        return phase.equals(other.key());
    }

    /**
     * Those of the last rollout in a history, oldest first.
     *
     * @param history what happened to the rollouts of a flag, newest first
     * @param now when the last one ends for now
     */
    static List<StageSpan> ofLastRollout(List<AuditEvent> history, Instant now) {
        List<AuditEvent> events = lastRollout(history);
        List<StageSpan> spans = new ArrayList<>();
        String stage = NO_STAGE;
        for (int i = 0; i < events.size(); i++) {
            AuditEvent event = events.get(i);
            Instant to = i + 1 < events.size() ? events.get(i + 1).at() : now;
            stage = stageAfter(event, stage);
            spans.add(new StageSpan(event.action(), stage, event.at(), to));
        }
        return spans;
    }

    /** Oldest first, from the event that gave the rollout its id. */
    private static List<AuditEvent> lastRollout(List<AuditEvent> history) {
        List<AuditEvent> events = new ArrayList<>();
        for (AuditEvent event : history) {
            events.add(event);
            if (change(event, "id").isPresent()) {
                break;
            }
        }
        Collections.reverse(events);
        return events;
    }

    private static String stageAfter(AuditEvent event, String before) {
        return change(event, "stage")
                .map(change -> change.after() instanceof JsonString name ? name.value() : NO_STAGE)
                .orElse(before);
    }

    private static Optional<MemberChange> change(AuditEvent event, String member) {
        return event.changes().stream()
                .filter(change -> change.member().equals(member))
                .findFirst();
    }
}
