package dev.flags.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a rollout: what the store keeps, and what the engine makes the next one of. Immutable.
 *
 * @param id unique among all rollouts
 * @param plan as it was when the rollout began, whatever becomes of its file
 * @param baseline the variant that traffic comes from
 * @param candidate the variant that it goes to
 * @param attempt 1 for the first
 * @param attemptSince when the attempt began, later by what it was paused
 * @param updatedAt when anything changed last
 * @param movedAt when its last event happened, or else when it was begun; unlike its state's, a time that no pause moves
 * @param evidence what the analyses had said when this attempt was completed, or it was decided to roll it back; null as long
 *     as neither has happened
 * @param flagDigest of the flag as the rollout wrote it last; another one says that somebody has edited it
 * @param ignoresFreeze whether a person has decided that the present freeze does not concern this one
 * @param commands the ids of the last commands, the oldest first
 * @param outbox events that have happened, and may not have been told yet
 * @param nextEvent the number of the next event of the flag's rollouts
 * @param figures what metrics were last
 */
record RolloutDocument(
        String id,
        String flag,
        RolloutPlan plan,
        String baseline,
        String candidate,
        int attempt,
        Instant attemptSince,
        Instant updatedAt,
        Instant movedAt,
        RolloutState state,
        @Nullable StageRun evidence,
        String flagDigest,
        boolean ignoresFreeze,
        List<UUID> commands,
        List<RolloutEvent> outbox,
        int nextEvent,
        Figures figures) {
    /** How many commands are remembered, {@value}. */
    static final int MAX_COMMANDS = 64;

    RolloutDocument {
        commands = List.copyOf(commands);
        outbox = List.copyOf(outbox);
    }

    /** One that has not begun. */
    static RolloutDocument pending(
            String id, String flag, RolloutPlan plan, StartChecks.Arms arms, String flagDigest, Instant now) {
        return new RolloutDocument(
                id,
                flag,
                plan,
                arms.baseline(),
                arms.candidate(),
                1,
                now,
                now,
                now,
                new RolloutState.Pending(now),
                null,
                flagDigest,
                false,
                List.of(),
                List.of(),
                1,
                Figures.NONE);
    }

    /** After another one of the flag, whose events may not have been told yet. */
    RolloutDocument after(RolloutDocument last) {
        return copy(to -> {
            to.outbox = last.outbox;
            to.nextEvent = last.nextEvent;
            to.figures = figures.after(last.figures);
        });
    }

    /** One that takes another one back, and stands where that one does until it moves. */
    static RolloutDocument reversal(String id, RolloutDocument completed, String flagDigest, Instant now) {
        return pending(
                        id,
                        completed.flag,
                        completed.plan,
                        new StartChecks.Arms(completed.baseline, completed.candidate),
                        flagDigest,
                        now)
                .after(completed)
                .withEvidence(completed.evidence)
                .noted(completed.state, now);
    }

    /** Who has moved it on last. */
    RolloutDocument movedBy(String actor) {
        return copy(to -> to.figures = figures.movedBy(actor));
    }

    /** With the candidate as the stable version. */
    RolloutDocument promoted(Instant now) {
        return copy(to -> to.figures = figures.promoted(candidate, now));
    }

    /** With what metrics are now. */
    RolloutDocument measured(List<Input.Measured> measured) {
        Figures next = figures;
        for (Input.Measured one : measured) {
            Measurement measurement = one.measurement();
            if (measurement != null) {
                next = next.with(metric(one.analysis()), measurement);
            }
        }
        Figures known = next;
        return known.equals(figures) ? this : copy(to -> to.figures = known);
    }

    private String metric(String analysis) {
        return Analyses.asked(this).stream()
                .filter(asked -> asked.name().equals(analysis))
                .map(asked -> asked.check().source())
                .findFirst()
                .orElse(analysis);
    }

    /** What the metric of an analysis was for the baseline when there was one to measure. */
    OptionalDouble recorded(Analysis analysis) {
        return figures.ofBaseline(analysis.check().source(), baseline);
    }

    boolean knows(UUID command) {
        return commands.contains(command);
    }

    /**
     * Whether a flag is on, as far as the rollout is concerned: one that was off when it was planned may be turned on, and one
     * that somebody has turned off since, never.
     */
    boolean isOn(FlagView seen) {
        boolean hasGivenNothing = attempt == 1 && stageOf(state) == StageRun.BEFORE_FIRST;
        return seen.isEnabled() || (plan.enables() && hasGivenNothing && !isEdited(seen));
    }

    /** Whether somebody has edited a flag since the rollout wrote it, or was begun. */
    boolean isEdited(FlagView seen) {
        return !seen.digest().equals(flagDigest);
    }

    RolloutDocument withCommand(UUID command) {
        List<UUID> next = new ArrayList<>(commands);
        next.add(command);
        return copy(to -> to.commands = next.subList(Math.max(0, next.size() - MAX_COMMANDS), next.size()));
    }

    /** In another state, of which an event tells. */
    RolloutDocument moved(RolloutState next, Instant now, String actor, Why why) {
        List<RolloutEvent> events = new ArrayList<>(outbox);
        events.add(new RolloutEvent(
                nextEvent,
                id,
                flag,
                now,
                attempt,
                state.phase(),
                next.phase(),
                stageOf(next),
                why.cause(),
                actor,
                why.words()));
        return copy(to -> {
            to.state = next;
            to.updatedAt = now;
            to.movedAt = now;
            to.outbox = events;
            to.nextEvent++;
        });
    }

    /** In a state that differs in nothing that anybody is told. */
    RolloutDocument noted(RolloutState next, Instant now) {
        return copy(to -> {
            to.state = next;
            to.updatedAt = now;
        });
    }

    /** With what a pause has taken left out of the time that the attempt has. */
    RolloutDocument shifted(Duration pause) {
        return copy(to -> to.attemptSince = attemptSince.plus(pause));
    }

    RolloutDocument nextAttempt(Instant now) {
        return copy(to -> {
            to.attempt++;
            to.figures = figures.after(figures);
            to.attemptSince = now;
            to.evidence = null;
            to.ignoresFreeze = false;
        });
    }

    RolloutDocument withEvidence(@Nullable StageRun run) {
        return copy(to -> to.evidence = run);
    }

    RolloutDocument withFlagDigest(String digest) {
        return copy(to -> to.flagDigest = digest);
    }

    RolloutDocument ignoringFreeze() {
        return copy(to -> to.ignoresFreeze = true);
    }

    /** Where a freeze has ended, the next one is for this rollout, too. */
    RolloutDocument seeing(boolean isFrozen) {
        return ignoresFreeze && !isFrozen ? copy(to -> to.ignoresFreeze = false) : this;
    }

    /** Without events that have been told. */
    RolloutDocument drained(int upTo) {
        return copy(to -> to.outbox =
                outbox.stream().filter(event -> event.number() > upTo).toList());
    }

    /** The stage of a state, {@value StageRun#BEFORE_FIRST} before the first and where there is none. */
    static int stageOf(RolloutState state) {
        return state instanceof RolloutState.Watched watched ? watched.run().stage() : StageRun.BEFORE_FIRST;
    }

    private RolloutDocument copy(Consumer<Copy> change) {
        Copy to = new Copy(this);
        change.accept(to);
        return new RolloutDocument(
                id,
                flag,
                plan,
                baseline,
                candidate,
                to.attempt,
                to.attemptSince,
                to.updatedAt,
                to.movedAt,
                to.state,
                to.evidence,
                to.flagDigest,
                to.ignoresFreeze,
                to.commands,
                to.outbox,
                to.nextEvent,
                to.figures);
    }

    /** What of a rollout can change. */
    private static final class Copy {
        private int attempt;
        private Instant attemptSince;
        private Instant updatedAt;
        private Instant movedAt;
        private RolloutState state;
        private @Nullable StageRun evidence;
        private String flagDigest;
        private boolean ignoresFreeze;
        private List<UUID> commands;
        private List<RolloutEvent> outbox;
        private int nextEvent;
        private Figures figures;

        Copy(RolloutDocument from) {
            attempt = from.attempt;
            attemptSince = from.attemptSince;
            updatedAt = from.updatedAt;
            movedAt = from.movedAt;
            state = from.state;
            evidence = from.evidence;
            flagDigest = from.flagDigest;
            ignoresFreeze = from.ignoresFreeze;
            commands = from.commands;
            outbox = from.outbox;
            nextEvent = from.nextEvent;
            figures = from.figures;
        }
    }
}
