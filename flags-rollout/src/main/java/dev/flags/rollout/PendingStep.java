package dev.flags.rollout;

import dev.flags.rollout.RolloutState.Pending;
import java.time.Instant;
import java.util.Optional;

/** What time makes of a rollout that has not begun. What is not known holds it: only what has passed lets it begin. */
final class PendingStep {
    private final Moment moment;
    private final RolloutPlan plan;
    private final Transitions transitions;

    PendingStep(Moment moment, Transitions transitions) {
        this.moment = moment;
        this.plan = moment.plan();
        this.transitions = transitions;
    }

    StepResult of(Pending before) {
        if (moment.tick().flag().equals(FlagView.MISSING)) {
            return transitions.end(
                    RolloutPhase.CANCELLED, new Why(Cause.MANUAL_EDIT, "the flag was deleted"), Effect.NONE);
        }
        Optional<Why> expiry = expiry();
        if (expiry.isPresent()) {
            return transitions.end(RolloutPhase.EXPIRED, expiry.get(), Effect.NONE);
        }
        Pending pending = new Pending(moment.heard(before), before.isApproved());
        Optional<Why> refusal = refusal(pending);
        if (refusal.isPresent()) {
            return transitions.end(RolloutPhase.REJECTED, refusal.get(), Effect.NONE);
        }
        return Waits.of(moment, pending).isEmpty()
                ? transitions.start(new Why(Cause.START, "it may begin"))
                : moment.noted(pending);
    }

    private Optional<Why> expiry() {
        Instant end = plan.window().end();
        if (end != null && !moment.now().isBefore(end)) {
            return Optional.of(new Why(Cause.TIME, "its window closed at " + end));
        }
        return moment.isPast(moment.document().attemptSince(), plan.deadline())
                ? Optional.of(new Why(Cause.TIMEOUT, "it had " + plan.deadline() + " in all"))
                : Optional.empty();
    }

    private Optional<Why> refusal(Pending pending) {
        return plan.gates().stream()
                .filter(gate -> pending.run().tally(gate).hasFailed(gate.tolerance()))
                .map(gate -> new Why(Cause.GATE, pending.run().tally(gate).said(gate)))
                .findFirst();
    }
}
