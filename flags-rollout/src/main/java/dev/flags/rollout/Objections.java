package dev.flags.rollout;

import dev.flags.rollout.PauseReason.Kind;
import dev.flags.rollout.RolloutState.Live;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What speaks against a rollout at a moment. */
final class Objections {
    private final Moment moment;
    private final RolloutDocument document;
    private final RolloutPlan plan;
    private final Reactions reactions;

    Objections(Moment moment) {
        this.moment = moment;
        this.document = moment.document();
        this.plan = moment.plan();
        this.reactions = plan.reactions();
    }

    /** What an analysis has said that rolls back. */
    Optional<Why> toStaying(Live live) {
        return Analyses.of(plan, live).stream()
                .flatMap(analysis -> toStaying(analysis, live.run().tally(analysis)).stream())
                .findFirst();
    }

    private Optional<Why> toStaying(Analysis analysis, Tally tally) {
        Tolerance tolerance = analysis.tolerance();
        if (analysis.role() == Role.GUARDRAIL
                && tally.hasFailed(tolerance)
                && reactions.onFail() == Reaction.ROLL_BACK) {
            return Optional.of(new Why(Cause.FAILURE, tally.said(analysis)));
        }
        if (analysis.role() == Role.OBSERVE) {
            return Optional.empty();
        }
        if (tally.isInconclusive(tolerance) && reactions.onInconclusive() == Reaction.ROLL_BACK) {
            return Optional.of(new Why(Cause.INCONCLUSIVE, tally.said(analysis)));
        }
        Instant inErrorSince = tally.inErrorSince();
        return tally.isInError(tolerance)
                        && inErrorSince != null
                        && moment.isPast(inErrorSince, reactions.errorDeadline())
                        && reactions.onError() == Reaction.ROLL_BACK
                ? Optional.of(new Why(
                        Cause.ERROR, "in error for " + reactions.errorDeadline() + " or more: " + tally.said(analysis)))
                : Optional.empty();
    }

    /** What takes too long, and rolls back. */
    Optional<Why> overdue(Live live) {
        return reactions.onTimeout() == Reaction.ROLL_BACK
                ? tooLong(live).map(words -> new Why(Cause.TIMEOUT, words))
                : Optional.empty();
    }

    private Optional<String> tooLong(Live live) {
        if (moment.isPast(document.attemptSince(), plan.deadline())) {
            return Optional.of("it has taken " + plan.deadline() + " in all, which is as long as it may");
        }
        if (!Analyses.isStage(live)) {
            return Optional.empty();
        }
        Stage stage = plan.stage(live.run());
        return moment.isPast(live.run().since(), stage.timeout())
                ? Optional.of(
                        "stage " + stage.name() + " has taken " + stage.timeout() + ", which is as long as it may")
                : Optional.empty();
    }

    /** What pauses. */
    Set<PauseReason> toGoingOn(Live live) {
        Set<PauseReason> reasons = new LinkedHashSet<>();
        FlagView flag = moment.tick().flag();
        if (!document.isOn(flag)) {
            reasons.add(new PauseReason(Kind.KILLED, "the flag is disabled"));
        } else if (document.isEdited(flag)) {
            reasons.add(new PauseReason(Kind.MANUAL_EDIT, "somebody has edited the flag"));
        }
        if (moment.isFrozen()) {
            reasons.add(new PauseReason(Kind.FREEZE, "nothing may be rolled out for now"));
        }
        tooLong(live).ifPresent(why -> reasons.add(new PauseReason(Kind.TIMEOUT, why)));
        for (Analysis analysis : Analyses.of(plan, live)) {
            toGoingOn(analysis, live.run().tally(analysis))
                    .ifPresent(kind -> reasons.add(new PauseReason(kind, analysis.name())));
        }
        return reasons;
    }

    private static Optional<Kind> toGoingOn(Analysis analysis, Tally tally) {
        Tolerance tolerance = analysis.tolerance();
        if (analysis.role() == Role.OBSERVE) {
            return Optional.empty();
        }
        if (analysis.role() == Role.GUARDRAIL && tally.hasFailed(tolerance)) {
            return Optional.of(Kind.FAILURE);
        }
        if (analysis.role() == Role.SIGNAL && tally.isLast(Verdict.Result.FAIL) && tally.hasFailed(tolerance)) {
            return Optional.of(Kind.SIGNAL);
        }
        if (tally.isInError(tolerance)) {
            return Optional.of(Kind.ERROR);
        }
        return tally.isInconclusive(tolerance) ? Optional.of(Kind.INCONCLUSIVE) : Optional.empty();
    }
}
