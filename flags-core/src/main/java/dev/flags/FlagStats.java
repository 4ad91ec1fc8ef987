package dev.flags;

import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.Percentage;
import dev.flags.store.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a flag is like, and what became of it in this process.
 *
 * @param percentage the share that is on, for a flag that has one: in the plain form with the status
 *     {@code percentage}, or in the rich form with a default that is split; or null
 * @param enabledUsers how many users are listed
 * @param enabledGroups how many groups are listed
 * @param deniedUnits how many units are denied
 * @param evaluations how often each variant was served, since the process began or the flag was made; variants that are gone
 *     for longer than since the last change are one, {@code _other}
 * @param lastEvaluated to about a second, or null if it was not
 * @param lastChange the newest entry of the audit trail, or null if there is none
 */
public record FlagStats(
        String name,
        FlagStatus status,
        @Nullable Percentage percentage,
        int enabledUsers,
        int enabledGroups,
        int deniedUnits,
        Map<String, Long> evaluations,
        @Nullable Instant lastEvaluated,
        @Nullable LastChange lastChange) {
    public FlagStats {
        evaluations = Map.copyOf(evaluations);
    }

    static FlagStats of(Flag flag, Optional<FlagCounters> counters, List<AuditEvent> newest) {
        return new FlagStats(
                flag.name(),
                flag.status(),
                FlagEdits.percentageOf(flag),
                flag.enabledUsers().size(),
                flag.enabledGroups().size(),
                flag.denied().stream().mapToInt(denial -> denial.units().size()).sum(),
                counters.map(FlagCounters::counts).orElse(Map.of()),
                counters.map(FlagCounters::lastEvaluated).orElse(null),
                newest.stream()
                        .findFirst()
                        .map(event -> new LastChange(event.at(), event.actor(), event.reason(), event.action()))
                        .orElse(null));
    }

    /** Who changed a flag last, when, how and why. */
    public record LastChange(Instant at, String actor, String reason, String action) {}
}
