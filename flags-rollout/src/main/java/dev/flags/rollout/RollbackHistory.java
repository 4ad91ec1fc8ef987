package dev.flags.rollout;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.AuditEvent.MemberChange;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import java.util.List;
import java.util.stream.Stream;

/** Finds rollbacks in the audit trail. */
final class RollbackHistory {
    static final String TARGETED = "rollback_targeted";

    private final ConfigStore store;

    RollbackHistory(ConfigStore store) {
        this.store = store;
    }

    /** Of one flag, newest first. */
    List<Rollback> of(String flag, int limit) {
        Stream<AuditEvent> ofFlag = store.history(HistoryQuery.of(DocumentKey.flag(flag), Integer.MAX_VALUE)).stream()
                .filter(event -> event.action().equals(TARGETED));
        Stream<AuditEvent> ofRollouts =
                store.history(HistoryQuery.of(RolloutKinds.rollout(flag), Integer.MAX_VALUE)).stream()
                        .filter(RollbackHistory::isFirstStep);
        return Stream.concat(ofFlag, ofRollouts)
                .sorted((a, b) -> b.at().compareTo(a.at()))
                .limit(limit)
                .map(this::rollback)
                .toList();
    }

    /** Of all flags, newest first. */
    List<Rollback> latest(int limit) {
        return store.history(HistoryQuery.latest(Integer.MAX_VALUE)).stream()
                .filter(event -> isFirstStep(event) || event.action().equals(TARGETED))
                .limit(limit)
                .map(this::rollback)
                .toList();
    }

    /** The steps down of a gradual one change the same phase again and again. */
    private static boolean isFirstStep(AuditEvent event) {
        return event.document().kind().equals(RolloutKinds.ROLLOUT)
                && event.action().equals(RolloutPhase.ROLLING_BACK.key())
                && event.changes().stream().anyMatch(change -> change.member().equals(Audit.PHASE));
    }

    private Rollback rollback(AuditEvent event) {
        List<MemberChange> changes = event.document().kind().equals(Kind.FLAG) ? event.changes() : ofFlag(event);
        return new Rollback(
                event.document().name(), event.at(), strategy(event), event.actor(), event.reason(), changes);
    }

    private List<MemberChange> ofFlag(AuditEvent event) {
        return store.history(HistoryQuery.of(event.commitId())).stream()
                .filter(other -> other.document().kind().equals(Kind.FLAG))
                .findFirst()
                .map(AuditEvent::changes)
                .orElse(List.of());
    }

    private static RollbackStrategy strategy(AuditEvent event) {
        if (event.action().equals(TARGETED)) {
            return RollbackStrategy.TARGETED;
        }
        return event.changes().stream()
                        .anyMatch(change -> change.member().equals(Audit.GRADUAL) && change.after() != null)
                ? RollbackStrategy.GRADUAL
                : RollbackStrategy.IMMEDIATE;
    }
}
