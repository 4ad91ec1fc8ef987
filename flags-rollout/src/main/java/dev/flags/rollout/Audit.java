package dev.flags.rollout;

import dev.flags.Change;
import dev.flags.json.JsonObject;
import dev.flags.store.AuditEvent;
import java.util.Optional;
import java.util.UUID;

/** What the audit trail says of rollouts. */
final class Audit {
    /** The member that tells the phase. */
    static final String PHASE = "phase";

    /** The member that tells that traffic goes back step by step. */
    static final String GRADUAL = "gradual";

    private Audit() {}

    /** That a rollout was begun. */
    static AuditEvent started(UUID commit, RolloutDocument document, Change change) {
        return new AuditEvent(
                commit,
                document.updatedAt(),
                change.actor(),
                change.reason(),
                "start",
                RolloutKinds.rollout(document.flag()),
                AuditEvent.changes(JsonObject.EMPTY, shown(document)));
    }

    /** What of a change people are told; empty if it is nothing but another measurement. */
    static Optional<AuditEvent> event(UUID commit, RolloutDocument before, RolloutDocument after) {
        return last(before, after)
                .map(event -> new AuditEvent(
                        commit,
                        event.at(),
                        event.actor(),
                        event.reason(),
                        event.to().key(),
                        RolloutKinds.rollout(after.flag()),
                        AuditEvent.changes(shown(before), shown(after))));
    }

    /** Who changes the flag, and why. */
    static Change change(RolloutDocument before, RolloutDocument after) {
        return last(before, after)
                .map(event -> Change.by(event.actor(), event.reason()))
                .orElseGet(() ->
                        Change.by(RolloutEvent.ENGINE, "the flag is not as the rollout " + after.id() + " has it"));
    }

    /** The event that a change has brought. */
    static Optional<RolloutEvent> last(RolloutDocument before, RolloutDocument after) {
        return after.nextEvent() == before.nextEvent()
                ? Optional.empty()
                : Optional.of(after.outbox().get(after.outbox().size() - 1));
    }

    /** Where a rollout stands, and what its analyses have said there. */
    private static JsonObject shown(RolloutDocument document) {
        JsonObject.Builder out = JsonObject.builder()
                .put("id", document.id())
                .put("attempt", document.attempt())
                .put(PHASE, document.state().phase().key());
        int stage = RolloutDocument.stageOf(document.state());
        if (stage >= 0) {
            out.put("stage", document.plan().stages().get(stage).name());
        }
        if (document.state() instanceof RolloutState.RollingBackGradually) {
            out.put(GRADUAL, true);
        }
        JsonObject.Builder analyses = JsonObject.builder();
        StatusReader.tallies(document).forEach((name, tally) -> analyses.put(name, StateCodec.write(tally)));
        JsonObject said = analyses.build();
        if (!said.members().isEmpty()) {
            out.put("analyses", said);
        }
        return out.build();
    }
}
