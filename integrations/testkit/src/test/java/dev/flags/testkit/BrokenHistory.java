package dev.flags.testkit;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import dev.flags.store.AuditEvent.MemberChange;
import dev.flags.store.Commit;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a {@link BrokenStore} remembers. Guarded by its data. */
final class BrokenHistory {
    private static final Instant END = Instant.ofEpochSecond(Integer.MAX_VALUE);

    private final Fault fault;
    private final List<AuditEvent> newestFirst = new ArrayList<>();

    BrokenHistory(Fault fault) {
        this.fault = fault;
    }

    void clear() {
        newestFirst.clear();
    }

    /** @throws StoreException if there is no place for an event */
    void refuse(AuditEvent event) {
        boolean isRefused = switch (fault) {
            case LIMITS_REASONS -> event.reason().length() > 255;
            case LIMITS_CHANGES -> event.changes().toString().length() > 0 && length(event) > 1_000_000;
            case ENDS_IN_2038 -> event.at().isAfter(END);
            default -> false;
        };
        if (isRefused) {
            throw new StoreException("no place for an event of " + event.document());
        }
    }

    private static long length(AuditEvent event) {
        return event.changes().stream()
                .mapToLong(change -> length(change.before()) + length(change.after()))
                .sum();
    }

    private static long length(@Nullable JsonValue value) {
        return value == null ? 0 : value.toJson().length();
    }

    void record(Commit commit) {
        boolean isEphemeral = commit.writes().stream().allMatch(BrokenHistory::isEphemeral);
        boolean isBesideOne = commit.writes().stream().anyMatch(BrokenHistory::isEphemeral);
        if ((isEphemeral && fault != Fault.RECORDS_LEASES)
                || (isBesideOne && fault == Fault.RECORDS_NOTHING_BESIDE_A_LEASE)) {
            return;
        }
        List<AuditEvent> events = new ArrayList<>(commit.events());
        if (fault == Fault.KEEPS_A_COMMITS_ORDER) {
            Collections.reverse(events);
        }
        if (fault == Fault.RECORDS_WHAT_IS_WRITTEN_ONLY) {
            events.removeIf(event ->
                    commit.writes().stream().noneMatch(write -> write.key().equals(event.document())));
        }
        events.forEach(event -> newestFirst.add(0, stored(event)));
        if (fault == Fault.FORGETS_HISTORY && newestFirst.size() > 200) {
            newestFirst.subList(200, newestFirst.size()).clear();
        }
    }

    private static boolean isEphemeral(Write write) {
        return write.key().kind().isEphemeral();
    }

    private AuditEvent stored(AuditEvent event) {
        return switch (fault) {
            case CUTS_TIMES_OFF ->
                new AuditEvent(
                        event.commitId(),
                        event.at().truncatedTo(ChronoUnit.MILLIS),
                        event.actor(),
                        event.reason(),
                        event.action(),
                        event.document(),
                        event.changes());
            case TAKES_EVERY_KIND_FOR_A_LASTING_ONE -> {
                DocumentKey key = event.document();
                DocumentKey lasting = new DocumentKey(new Kind(key.kind().name(), false), key.name());
                yield new AuditEvent(
                        event.commitId(),
                        event.at(),
                        event.actor(),
                        event.reason(),
                        event.action(),
                        lasting,
                        event.changes());
            }
            case FORGETS_CHANGES -> with(event, List.of());
            case FORGETS_NULLS -> with(event, changes(event, value -> value instanceof JsonNull ? null : value));
            case KEEPS_DOUBLES_OF_CHANGES ->
                with(event, changes(event, value -> value == null ? null : BrokenTexts.doubles(value)));
            default -> event;
        };
    }

    private static AuditEvent with(AuditEvent event, List<MemberChange> changes) {
        return new AuditEvent(
                event.commitId(), event.at(), event.actor(), event.reason(), event.action(), event.document(), changes);
    }

    private static List<MemberChange> changes(AuditEvent event, UnaryOperator<@Nullable JsonValue> stored) {
        return event.changes().stream()
                .map(change ->
                        new MemberChange(change.member(), stored.apply(change.before()), stored.apply(change.after())))
                .toList();
    }

    List<AuditEvent> select(HistoryQuery query) {
        List<AuditEvent> events = new ArrayList<>(newestFirst);
        if (fault == Fault.TELLS_OLDEST_FIRST) {
            Collections.reverse(events);
        }
        if (fault == Fault.ORDERS_BY_TIME) {
            events.sort(Comparator.comparing(AuditEvent::at).reversed());
        }
        int early = fault == Fault.LIMITS_BEFORE_IT_SELECTS ? query.limit() : Integer.MAX_VALUE;
        int late = fault == Fault.IGNORES_THE_LIMIT ? Integer.MAX_VALUE : query.limit();
        return events.stream()
                .limit(early)
                .filter(event -> selects(query, event))
                .limit(late)
                .toList();
    }

    private boolean selects(HistoryQuery query, AuditEvent event) {
        return switch (fault) {
            case IGNORES_THE_DOCUMENT ->
                new HistoryQuery(null, query.commitId(), query.actor(), query.from(), query.until(), 1).selects(event);
            case IGNORES_THE_COMMIT ->
                new HistoryQuery(query.document(), null, query.actor(), query.from(), query.until(), 1).selects(event);
            case IGNORES_THE_CASE_OF_DOCUMENTS ->
                query.document() == null
                        ? query.selects(event)
                        : query.document()
                                .toString()
                                .equalsIgnoreCase(event.document().toString());
            case IGNORES_THE_CASE_OF_ACTORS ->
                query.actor() == null ? query.selects(event) : query.actor().equalsIgnoreCase(event.actor());
            case TAKES_ACTORS_FOR_PATTERNS ->
                query.actor() == null
                        ? query.selects(event)
                        : event.actor().matches(query.actor().replace("%", ".*"));
            case INCLUDES_THE_END -> query.selects(event) || event.at().equals(query.until());
            default -> query.selects(event);
        };
    }
}
