package dev.flags.rollout;

import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutState.AwaitingApproval;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Monitoring;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.RolloutState.Promoting;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.StepResult.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What time makes of a rollout: a pure function, so that each transition can be tested by itself, and whoever computes it
 * computes the same. {@link CommandStep} is its other half; {@link PendingStep} and {@link RollbackStep} are about what comes
 * before the live states, and after them.
 *
 * <p>In each live state, in this order: what was measured is noted; a guardrail that has failed too often, or a source that has
 * been in error for too long, rolls back; so does what takes too long; what speaks against going on pauses; and only then
 * may the rollout go on. While the clock is {@linkplain Moment#isBehind behind}, only the first two happen.
 */
final class RolloutStep {
    private final RolloutDocument document;
    private final RolloutPlan plan;
    private final Instant now;
    private final Moment moment;
    private final Objections objections;
    private final Transitions transitions;

    private RolloutStep(RolloutDocument document, Tick tick) {
        this.moment = new Moment(document.seeing(tick.isFrozen()), tick).withFigures();
        this.document = moment.document();
        this.plan = this.document.plan();
        this.now = moment.now();
        this.objections = new Objections(moment);
        this.transitions = new Transitions(this.document, now, RolloutEvent.ENGINE);
    }

    static StepResult of(RolloutDocument document, Input input) {
        return input instanceof Tick tick ? of(document, tick) : CommandStep.of(document, (Input.Request) input);
    }

    private static StepResult of(RolloutDocument document, Tick tick) {
        if (document.state() instanceof Ended) {
            return StepResult.UNCHANGED;
        }
        RolloutStep step = new RolloutStep(document, tick);
        StepResult result = step.run();
        boolean isNews = step.document.ignoresFreeze() != document.ignoresFreeze();
        return isNews && result.equals(StepResult.UNCHANGED)
                ? new Moved(step.document.noted(document.state(), step.now), Effect.NONE)
                : result;
    }

    private StepResult run() {
        RolloutState state = document.state();
        if (state instanceof Pending pending) {
            return moment.isBehind() ? StepResult.UNCHANGED : new PendingStep(moment, transitions).of(pending);
        }
        if (state instanceof Live live) {
            return live(live);
        }
        if (state instanceof Paused paused) {
            return paused(paused);
        }
        RollbackStep rollback = new RollbackStep(moment, transitions);
        if (state instanceof RollingBackGradually back) {
            return rollback.of(back);
        }
        return rollback.of((RollingBack) state);
    }

    private StepResult live(Live before) {
        Live live = before.withRun(moment.heard(before));
        Optional<Why> rollback = objections.toStaying(live).or(() -> objections.overdue(live));
        if (rollback.isPresent()) {
            return transitions.rollBack(live.run(), rollback.get());
        }
        if (moment.isBehind()) {
            return moment.noted(live);
        }
        Set<PauseReason> reasons = objections.toGoingOn(live);
        if (!reasons.isEmpty()) {
            Why why = Why.of(reasons.iterator().next(), reasons);
            return transitions.to(new Paused(live, reasons, now), why, Effect.NONE);
        }
        return next(live).orElseGet(() -> moment.noted(live));
    }

    private StepResult paused(Paused before) {
        Live live = before.before().withRun(moment.heard(before.before()));
        Optional<Why> rollback = objections.toStaying(live);
        if (rollback.isPresent()) {
            return transitions.rollBack(live.run(), rollback.get());
        }
        if (moment.isBehind()) {
            return moment.noted(new Paused(live, before.reasons(), before.since()));
        }
        Set<PauseReason> reasons = new LinkedHashSet<>(before.reasons());
        reasons.removeIf(reason -> reason.kind().goesByItself());
        Duration pause = Duration.between(before.since(), now);
        reasons.addAll(new Objections(moment.shifted(pause)).toGoingOn(live.shifted(pause)));
        if (reasons.isEmpty()) {
            return transitions.resume(live, pause, new Why(Cause.RECOVERED, "nothing speaks against it any more"));
        }
        Paused paused = new Paused(live, reasons, before.since());
        return reasons.stream()
                .filter(reason -> !before.reasons().contains(reason))
                .findFirst()
                .<StepResult>map(added -> transitions.to(paused, Why.of(added, reasons), Effect.NONE))
                .orElseGet(() -> moment.noted(paused));
    }

    private Optional<StepResult> next(Live live) {
        if (!Waits.of(moment, live).isEmpty()) {
            return Optional.empty();
        }
        if (live instanceof Promoting) {
            return Optional.of(transitions.monitor(new Why(Cause.OBSERVED, "the last share is out")));
        }
        return Optional.of(
                live instanceof Monitoring
                        ? new Transitions(document.promoted(now).withEvidence(live.run()), now, RolloutEvent.ENGINE)
                                .end(
                                        RolloutPhase.COMPLETED,
                                        new Why(Cause.TIME, "all stages are over"),
                                        new Effect.Complete())
                        : afterStage(live.run()));
    }

    private StepResult afterStage(StageRun run) {
        Stage stage = plan.stage(run);
        Why why = new Why(Cause.TIME, "stage " + stage.name() + " is over");
        return stage.needsApproval()
                ? transitions.to(new AwaitingApproval(run, now), why, Effect.NONE)
                : transitions.after(run.stage(), why);
    }
}
