package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.PauseReason.Kind;
import dev.flags.rollout.RolloutState.AwaitingApproval;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Monitoring;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.Promoting;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.StepResult.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What time makes of a rollout: a pure function, so that each transition can be tested by itself, and whoever computes it
 * computes the same. {@link CommandStep} is its other half.
 *
 * <p>In each live state, in this order: what was measured is noted; a guardrail that has failed too often, or a source that has
 * been in error for too long, rolls back; so does what takes too long; what speaks against going on pauses; and only then
 * may the rollout go on. A clock that has gone back holds everything.
 */
final class RolloutStep {
    /** How often a baseline that was given back may not be seen to be back. */
    static final int MAX_LOOKS = 5;

    private final RolloutDocument document;
    private final RolloutPlan plan;
    private final Tick tick;
    private final Instant now;
    private final Transitions transitions;

    private RolloutStep(RolloutDocument document, Tick tick) {
        this.document = document;
        this.plan = document.plan();
        this.tick = tick;
        this.now = tick.now();
        this.transitions = new Transitions(document, now, RolloutEvent.ENGINE);
    }

    static StepResult of(RolloutDocument document, Input input) {
        return input instanceof Tick tick
                ? new RolloutStep(document, tick).run()
                : CommandStep.of(document, (Input.Command) input);
    }

    private StepResult run() {
        if (now.isBefore(document.updatedAt())) {
            return StepResult.UNCHANGED;
        }
        RolloutState state = document.state();
        if (state instanceof Pending) {
            return pending();
        }
        if (state instanceof Live live) {
            return live(live);
        }
        if (state instanceof Paused paused) {
            return paused(paused);
        }
        return state instanceof RollingBack back ? rollingBack(back) : StepResult.UNCHANGED; // else it has ended
    }

    private StepResult pending() {
        Instant end = plan.window().end();
        if (end != null && !now.isBefore(end)) {
            return transitions.end(RolloutPhase.EXPIRED, "its window closed at " + end, Effect.NONE);
        }
        if (isPast(document.attemptSince(), plan.deadline())) {
            return transitions.end(RolloutPhase.EXPIRED, "it had " + plan.deadline() + " in all", Effect.NONE);
        }
        // A flag that was off when the rollout was planned may be turned on; one that somebody has turned off since,
        // never.
        boolean isAsPlanned = plan.enables() && tick.flag().digest().equals(document.flagDigest());
        boolean isOn = tick.flag().isEnabled() || isAsPlanned;
        return isOn && plan.window().contains(now) && !isFrozen()
                ? transitions.begin(0, "it may begin")
                : StepResult.UNCHANGED;
    }

    private StepResult live(Live before) {
        Live live = noted(before);
        Optional<StepResult> rollback = rollback(live).or(() -> overdue(live));
        if (rollback.isPresent()) {
            return rollback.get();
        }
        Set<PauseReason> reasons = reasons(live);
        if (!reasons.isEmpty()) {
            return transitions.to(new Paused(live, reasons, now), words(reasons), Effect.NONE);
        }
        return next(live)
                .orElseGet(() ->
                        live.equals(before) ? StepResult.UNCHANGED : new Moved(document.noted(live, now), Effect.NONE));
    }

    private StepResult paused(Paused before) {
        Live live = noted(before.before());
        Optional<StepResult> rollback = rollback(live);
        if (rollback.isPresent()) {
            return rollback.get();
        }
        Set<PauseReason> reasons = new LinkedHashSet<>(before.reasons());
        reasons.removeIf(reason -> reason.kind().goesByItself());
        reasons.addAll(reasons(live));
        if (reasons.isEmpty()) {
            return transitions.resume(
                    live, Duration.between(before.since(), now), "nothing speaks against it any more");
        }
        Paused paused = new Paused(live, reasons, before.since());
        if (!before.reasons().containsAll(reasons)) {
            return transitions.to(paused, words(reasons), Effect.NONE);
        }
        return paused.equals(before) ? StepResult.UNCHANGED : new Moved(document.noted(paused, now), Effect.NONE);
    }

    private StepResult rollingBack(RollingBack back) {
        if (tick.flag().share().equals(Percentage.NONE)) {
            return transitions.end(RolloutPhase.ROLLED_BACK, back.why(), new Effect.Remove());
        }
        if (back.looks() >= MAX_LOOKS) {
            return transitions.end(
                    RolloutPhase.ROLLBACK_FAILED,
                    "the flag still gives " + tick.flag().share() + " to the candidate; " + back.why(),
                    Effect.NONE);
        }
        RollingBack again = new RollingBack(back.since(), back.why(), back.looks() + 1);
        return new Moved(document.noted(again, now), new Effect.Withdraw());
    }

    /** With what was measured in this stage of this attempt. */
    private Live noted(Live live) {
        StageRun run = live.run();
        for (Measured measured : tick.verdicts()) {
            boolean isOfThisStage = measured.attempt() == document.attempt()
                    && measured.stage() == run.stage()
                    && !measured.at().isBefore(run.since())
                    && !measured.at().isAfter(now);
            boolean isAsked =
                    Analyses.of(plan, live).stream().anyMatch(a -> a.name().equals(measured.analysis()));
            if (isOfThisStage && isAsked) {
                run = run.with(measured.analysis(), measured.verdict(), measured.at());
            }
        }
        return live.withRun(run);
    }

    private Optional<StepResult> rollback(Live live) {
        Reactions reactions = plan.reactions();
        for (Analysis analysis : Analyses.of(plan, live)) {
            Tally tally = live.run().tally(analysis);
            Tolerance tolerance = analysis.tolerance();
            if (analysis.role() == Role.GUARDRAIL
                    && tally.hasFailed(tolerance)
                    && reactions.onFail() == Reaction.ROLL_BACK) {
                return Optional.of(transitions.rollBack(said(analysis, tally)));
            }
            boolean decides = analysis.role() != Role.OBSERVE;
            if (decides && tally.isInconclusive(tolerance) && reactions.onInconclusive() == Reaction.ROLL_BACK) {
                return Optional.of(transitions.rollBack(said(analysis, tally)));
            }
            Instant inErrorSince = tally.inErrorSince();
            if (decides
                    && tally.isInError(tolerance)
                    && inErrorSince != null
                    && isPast(inErrorSince, reactions.errorDeadline())
                    && reactions.onError() == Reaction.ROLL_BACK) {
                return Optional.of(transitions.rollBack(
                        "in error for " + reactions.errorDeadline() + " or more: " + said(analysis, tally)));
            }
        }
        return Optional.empty();
    }

    private Optional<StepResult> overdue(Live live) {
        return plan.reactions().onTimeout() == Reaction.ROLL_BACK
                ? tooLong(live).map(transitions::rollBack)
                : Optional.empty();
    }

    /** What takes too long. */
    private Optional<String> tooLong(Live live) {
        if (isPast(document.attemptSince(), plan.deadline())) {
            return Optional.of("it has taken " + plan.deadline() + " in all, which is as long as it may");
        }
        Stage stage = plan.stages().get(live.run().stage());
        boolean isInStage = live instanceof Progressing || live instanceof AwaitingApproval;
        return isInStage && isPast(live.run().since(), stage.timeout())
                ? Optional.of(
                        "stage " + stage.name() + " has taken " + stage.timeout() + ", which is as long as it may")
                : Optional.empty();
    }

    /** What speaks against going on. */
    private Set<PauseReason> reasons(Live live) {
        Set<PauseReason> reasons = new LinkedHashSet<>();
        if (!tick.flag().isEnabled()) {
            reasons.add(new PauseReason(Kind.KILLED, "the flag is disabled"));
        } else if (!tick.flag().digest().equals(document.flagDigest())) {
            reasons.add(new PauseReason(Kind.MANUAL_EDIT, "somebody has edited the flag"));
        }
        if (isFrozen()) {
            reasons.add(new PauseReason(Kind.FREEZE, "nothing may be rolled out for now"));
        }
        tooLong(live).ifPresent(why -> reasons.add(new PauseReason(Kind.TIMEOUT, why)));
        for (Analysis analysis : Analyses.of(plan, live)) {
            kind(analysis, live.run().tally(analysis))
                    .ifPresent(kind -> reasons.add(new PauseReason(kind, analysis.name())));
        }
        return reasons;
    }

    private static Optional<Kind> kind(Analysis analysis, Tally tally) {
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

    private Optional<StepResult> next(Live live) {
        if (live instanceof Progressing progressing) {
            return isOver(progressing.run()) ? Optional.of(afterStage(progressing.run())) : Optional.empty();
        }
        if (live instanceof Promoting) {
            Percentage target = plan.stages().get(plan.stages().size() - 1).share();
            return tick.flag().share().equals(target)
                    ? Optional.of(transitions.monitor("the last share is out"))
                    : Optional.empty();
        }
        if (live instanceof Monitoring monitoring) {
            boolean isWatchedEnough =
                    plan.soak().isZero() || (isPast(monitoring.since(), plan.soak()) && haveAllPassed(monitoring));
            return isWatchedEnough
                    ? Optional.of(transitions.end(RolloutPhase.COMPLETED, "all stages are over", new Effect.Complete()))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private boolean isOver(StageRun run) {
        Stage stage = plan.stages().get(run.stage());
        return isPast(run.since(), stage.bake()) && hasSamples(stage) && haveAllPassed(new Progressing(run));
    }

    private StepResult afterStage(StageRun run) {
        Stage stage = plan.stages().get(run.stage());
        return stage.needsApproval()
                ? transitions.to(new AwaitingApproval(run, now), "stage " + stage.name() + " is over", Effect.NONE)
                : transitions.after(run.stage(), "stage " + stage.name() + " is over");
    }

    private boolean hasSamples(Stage stage) {
        if (stage.share().equals(Percentage.NONE)) {
            return true; // nobody gets the candidate
        }
        int needed = stage.minSamples().orElse(Analyses.decide(plan, stage) ? Stage.DEFAULT_MIN_SAMPLES : 0);
        boolean hasControl = !stage.share().equals(Percentage.ALL);
        return tick.samples().candidate() >= needed
                && (!hasControl || tick.samples().control() >= needed);
    }

    private boolean haveAllPassed(Live live) {
        return Analyses.of(plan, live).stream()
                .filter(analysis -> analysis.role() != Role.OBSERVE)
                .allMatch(analysis -> live.run().tally(analysis).hasPassed(analysis, now));
    }

    private boolean isFrozen() {
        return tick.isFrozen() && !document.ignoresFreeze();
    }

    private boolean isPast(Instant since, @Nullable Duration duration) {
        return duration != null && !now.isBefore(since.plus(duration));
    }

    private static String said(Analysis analysis, Tally tally) {
        return analysis.name() + " " + Objects.requireNonNull(tally.last()).evidence();
    }

    private static String words(Set<PauseReason> reasons) {
        return String.join("; ", reasons.stream().map(PauseReason::toString).toList());
    }
}
