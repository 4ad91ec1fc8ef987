package dev.flags.rollout;

import dev.flags.rollout.Input.Request;
import dev.flags.rollout.PauseReason.Kind;
import dev.flags.rollout.RolloutState.AwaitingApproval;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.RolloutState.Shadowing;
import dev.flags.rollout.RolloutState.Watched;
import dev.flags.rollout.StepResult.Moved;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What commands make of a rollout. One that is not possible where the rollout stands changes nothing. */
final class CommandStep {
    private static final Rejected DISABLED = new Rejected("the flag is disabled; enable it first");
    private static final Rejected EDITED = new Rejected(
            "somebody has edited the flag, for which the rollout pauses; look at the edits, and take them back or resume it");

    private final RolloutDocument document;
    private final RolloutState state;
    private final Request request;
    private final Instant now;
    private final Why why;
    private final Transitions transitions;

    private CommandStep(RolloutDocument document, Request request) {
        this.document = document;
        this.state = document.state();
        this.request = request;
        // A clock that has gone back must not keep anybody from an abort.
        this.now = request.now().isBefore(document.updatedAt()) ? document.updatedAt() : request.now();
        this.why = new Why(Cause.COMMAND, request.reason());
        this.transitions = new Transitions(document, now, request.actor());
    }

    static StepResult of(RolloutDocument document, Request request) {
        if (document.knows(request.id())) {
            return StepResult.UNCHANGED;
        }
        StepResult result = new CommandStep(document, request).run();
        if (!(result instanceof Moved moved)) {
            return result;
        }
        RolloutDocument next = moved.next().withCommand(request.id());
        return new Moved(movesOn(request.command()) ? next.movedBy(request.actor()) : next, moved.effect());
    }

    private static boolean movesOn(RolloutCommand command) {
        return command instanceof RolloutCommand.Promote
                || command instanceof RolloutCommand.PromoteFully
                || command instanceof RolloutCommand.Approve
                || command instanceof RolloutCommand.Resume
                || command instanceof RolloutCommand.Retry;
    }

    private StepResult run() {
        RolloutCommand command = request.command();
        if (command instanceof RolloutCommand.Promote promote) {
            return promote(promote);
        }
        if (command instanceof RolloutCommand.PromoteFully) {
            return promoteFully();
        }
        if (command instanceof RolloutCommand.Pause) {
            return pause();
        }
        if (command instanceof RolloutCommand.Resume) {
            return resume();
        }
        if (command instanceof RolloutCommand.IgnoreFreeze) {
            return ignoreFreeze();
        }
        if (command instanceof RolloutCommand.Approve approve) {
            return approve(approve);
        }
        if (command instanceof RolloutCommand.Deny deny) {
            return deny(deny);
        }
        if (command instanceof RolloutCommand.Abort) {
            return abort();
        }
        if (command instanceof RolloutCommand.RollBackGradually gradual) {
            return rollBackGradually(gradual);
        }
        if (command instanceof RolloutCommand.Retry) {
            return retry();
        }
        if (command instanceof RolloutCommand.Cancel) {
            return state instanceof Pending ? transitions.end(RolloutPhase.CANCELLED, why, Effect.NONE) : notHere();
        }
        return supersede();
    }

    private StepResult promote(RolloutCommand.Promote promote) {
        if (!(state instanceof Progressing) && !(state instanceof Shadowing)) {
            return notHere();
        }
        if (stage() != promote.stage()) {
            return new Rejected("it is at stage " + stage() + ", and not at " + promote.stage());
        }
        return advance(() -> transitions.after(stage(), why));
    }

    private StepResult promoteFully() {
        if (!state.phase().isLive()) {
            return notHere();
        }
        return advance(() -> transitions.promote(why));
    }

    /** Gives out more traffic, if anybody may. */
    private StepResult advance(Supplier<StepResult> step) {
        if (!document.isOn(request.flag())) {
            return DISABLED;
        }
        if (document.isEdited(request.flag())) {
            return EDITED;
        }
        return request.isFrozen() && !document.ignoresFreeze()
                ? new Rejected(
                        "nothing may be rolled out for now; let it ignore freezes, with a reason, if this one has to be")
                : step.get();
    }

    private StepResult pause() {
        PauseReason asked = new PauseReason(Kind.COMMAND, request.reason());
        if (state instanceof Live live) {
            return transitions.to(new Paused(live, Set.of(asked), now), why, Effect.NONE);
        }
        if (!(state instanceof Paused paused)) {
            return notHere();
        }
        if (has(paused, Kind.COMMAND)) {
            return new Rejected("it is paused already, by command");
        }
        Set<PauseReason> reasons = new LinkedHashSet<>(paused.reasons());
        reasons.add(asked);
        return transitions.to(new Paused(paused.before(), reasons, paused.since()), why, Effect.NONE);
    }

    /** Overrides every reason; what was said until now does not count any more, and the plan's times begin anew if they were up. */
    private StepResult resume() {
        if (!(state instanceof Paused paused)) {
            return notHere();
        }
        if (!document.isOn(request.flag())) {
            return DISABLED;
        }
        RolloutDocument next = document.withFlagDigest(request.flag().digest());
        if (has(paused, Kind.FREEZE)) {
            next = next.ignoringFreeze();
        }
        Live before = paused.before().withRun(paused.before().run().forgetting(now));
        if (has(paused, Kind.TIMEOUT)) {
            Live anew = before.shifted(Duration.between(before.since(), now))
                    .withRun(StageRun.begin(before.run().stage(), now));
            return resumed(next.shifted(Duration.between(document.attemptSince(), now)), anew);
        }
        Duration pause = Duration.between(paused.since(), now);
        return resumed(next.shifted(pause), before.shifted(pause));
    }

    private Moved resumed(RolloutDocument next, Live live) {
        return new Moved(next.moved(live, now, request.actor(), why), Effect.NONE);
    }

    private StepResult ignoreFreeze() {
        if (!(state instanceof Pending) && !state.phase().isLive()) {
            return notHere();
        }
        if (!request.isFrozen()) {
            return new Rejected("nothing is frozen");
        }
        return document.ignoresFreeze()
                ? new Rejected("it ignores the freeze already")
                : new Moved(document.ignoringFreeze().moved(state, now, request.actor(), why), Effect.NONE);
    }

    private StepResult approve(RolloutCommand.Approve approve) {
        if (!awaitsApproval()) {
            return notHere();
        }
        if (isOther(approve.stage(), approve.attempt())) {
            return otherStage();
        }
        if (!(state instanceof Pending pending)) {
            return advance(() -> transitions.after(stage(), why));
        }
        return pending.isApproved()
                ? new Rejected("it is approved already")
                : transitions.to(new Pending(pending.run(), true), why, Effect.NONE);
    }

    private StepResult deny(RolloutCommand.Deny deny) {
        if (!awaitsApproval()) {
            return notHere();
        }
        if (isOther(deny.stage(), deny.attempt())) {
            return otherStage();
        }
        Why denied = new Why(Cause.COMMAND, "denied: " + request.reason());
        if (!(state instanceof AwaitingApproval awaiting)) {
            return transitions.end(RolloutPhase.REJECTED, denied, Effect.NONE);
        }
        PauseReason reason = new PauseReason(Kind.FAILURE, denied.words());
        return document.plan().reactions().onFail() == Reaction.ROLL_BACK
                ? transitions.rollBack(awaiting.run(), denied)
                : transitions.to(new Paused(awaiting, Set.of(reason), now), denied, Effect.NONE);
    }

    /** Whether it is asked whether it may begin, or go on. */
    private boolean awaitsApproval() {
        return state instanceof AwaitingApproval
                || (state instanceof Pending && document.plan().needsApproval());
    }

    private boolean isOther(int stage, int attempt) {
        return stage() != stage || document.attempt() != attempt;
    }

    private Rejected otherStage() {
        return new Rejected("it awaits the approval of stage " + stage() + " in attempt " + document.attempt()
                + ", and of no other");
    }

    private int stage() {
        return RolloutDocument.stageOf(state);
    }

    /** Of two people who abort at the same time, the second gets what the first has asked for. */
    private StepResult abort() {
        if (state instanceof RollingBack || state.phase() == RolloutPhase.ROLLED_BACK) {
            return StepResult.UNCHANGED;
        }
        if (state instanceof RollingBackGradually || state.phase() == RolloutPhase.ROLLBACK_FAILED) {
            return transitions.rollBack(why);
        }
        return evidence().<StepResult>map(run -> transitions.rollBack(run, why)).orElseGet(this::notHere);
    }

    private StepResult rollBackGradually(RolloutCommand.RollBackGradually command) {
        return evidence()
                .<StepResult>map(run -> transitions.rollBackGradually(
                        run, command, request.flag().share(), why))
                .orElseGet(this::notHere);
    }

    /** What the analyses have said, if there is something to roll back. */
    private Optional<StageRun> evidence() {
        return state.phase().isLive() && state instanceof Watched watched
                ? Optional.of(watched.run())
                : Optional.empty();
    }

    private StepResult retry() {
        boolean isRolledBack = state instanceof Ended ended && ended.phase() == RolloutPhase.ROLLED_BACK;
        return isRolledBack
                ? new Moved(document.nextAttempt(now).moved(new Pending(now), now, request.actor(), why), Effect.NONE)
                : notHere();
    }

    private StepResult supersede() {
        return state instanceof Ended ? notHere() : transitions.end(RolloutPhase.SUPERSEDED, why, new Effect.Remove());
    }

    private static boolean has(Paused paused, Kind kind) {
        return paused.reasons().stream().anyMatch(reason -> reason.kind() == kind);
    }

    private Rejected notHere() {
        return new Rejected(request.command().words() + " is not possible while it is "
                + state.phase().key().replace('_', ' '));
    }
}
