package dev.flags.rollout;

import com.google.common.math.IntMath;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.AuditEvent.MemberChange;
import dev.flags.store.HistoryQuery;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds rollbacks in the audit trail. */
final class RollbackHistory {
    /** How many events are read at least, once the first are not enough. */
    private static final int PAGE = 256;

    private final Function<HistoryQuery, List<AuditEvent>> trail;

    /** @param trail what the store's audit trail has, newest first */
    RollbackHistory(Function<HistoryQuery, List<AuditEvent>> trail) {
        this.trail = trail;
    }

    /** Of one flag, newest first. */
    List<Rollback> of(String flag, int limit) {
        List<AuditEvent> ofFlag =
                newest(limit, asked -> HistoryQuery.of(DocumentKey.flag(flag), asked), FlagActions::isTargeted);
        List<AuditEvent> ofRollouts = newest(
                limit, asked -> HistoryQuery.of(RolloutKinds.rollout(flag), asked), RollbackHistory::isFirstStep);
        return Stream.concat(ofFlag.stream(), ofRollouts.stream())
                .sorted((a, b) -> b.at().compareTo(a.at()))
                .limit(limit)
                .map(this::rollback)
                .toList();
    }

    /** Of all flags, newest first. */
    List<Rollback> latest(int limit) {
        return newest(limit, HistoryQuery::latest, event -> isFirstStep(event) || FlagActions.isTargeted(event))
                .stream()
                .map(this::rollback)
                .toList();
    }

    /** The newest that are meant. Reads further back only if there were too few of them. */
    private List<AuditEvent> newest(int limit, IntFunction<HistoryQuery> query, Predicate<AuditEvent> isMeant) {
        int asked = limit;
        while (true) {
            List<AuditEvent> events = trail.apply(query.apply(asked));
            List<AuditEvent> found =
                    events.stream().filter(isMeant).limit(limit).toList();
            if (found.size() == limit || events.size() < asked) {
                return found;
            }
            asked = Math.max(PAGE, IntMath.saturatedMultiply(asked, 4));
        }
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
        return trail.apply(HistoryQuery.of(event.commitId())).stream()
                .filter(other -> other.document().kind().equals(Kind.FLAG))
                .findFirst()
                .map(AuditEvent::changes)
                .orElse(List.of());
    }

    private static RollbackStrategy strategy(AuditEvent event) {
        if (FlagActions.isTargeted(event)) {
            return RollbackStrategy.TARGETED;
        }
        return event.changes().stream()
                        .anyMatch(change -> change.member().equals(Audit.GRADUAL) && change.after() != null)
                ? RollbackStrategy.GRADUAL
                : RollbackStrategy.IMMEDIATE;
    }
}
