package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Request;
import dev.flags.rollout.RolloutCommand.RollBackGradually;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.StepResult.Moved;
import dev.flags.rollout.StepResult.Rejected;

/**
 * The rollback of a rollout that is completed: a rollout of its own, of the same plan, which begins with it, since what is
 * over stays over.
 */
final class Reversal {
    private final RolloutDocument completed;
    private final Request request;
    private final Why why;

    private Reversal(RolloutDocument completed, Request request) {
        this.completed = completed;
        this.request = request;
        this.why = new Why(Cause.COMMAND, request.reason());
    }

    /**
     * The first document of the rollback, and what happens to the flag with it.
     *
     * @param id of the rollback, which no other rollout has
     * @param request an abort, for at once, or a gradual rollback
     */
    static StepResult of(RolloutDocument completed, String id, Request request) {
        RolloutPhase phase = completed.state().phase();
        if (phase != RolloutPhase.COMPLETED) {
            return new Rejected("only a rollout that is completed can be taken back by another one; it is "
                    + phase.key().replace('_', ' '));
        }
        return new Reversal(completed, request).begin(id);
    }

    private StepResult begin(String id) {
        RolloutDocument first =
                RolloutDocument.reversal(id, completed, request.flag().digest(), request.now());
        Transitions transitions = new Transitions(first, request.now(), request.actor());
        if (request.command() instanceof RollBackGradually gradual) {
            return reverting(
                    transitions.descend(begun(gradual), completed.plan().target(), why));
        }
        return request.command() instanceof RolloutCommand.Abort
                ? reverting(transitions.rollBack(why))
                : new Rejected(request.command().words() + " takes nothing back");
    }

    private RollingBackGradually begun(RollBackGradually gradual) {
        StageRun last = StageRun.begin(completed.plan().stages().size() - 1, request.now());
        return new RollingBackGradually(request.now(), why.words(), gradual.shares(), gradual.bake(), last);
    }

    /** What is left to the candidate is left by the rollback, and no more by the flag's own steps. */
    private Moved reverting(Moved moved) {
        Percentage left = moved.effect() instanceof Effect.SetShare set ? set.share() : Percentage.NONE;
        return new Moved(moved.next().withCommand(request.id()), new Effect.Revert(completed.id(), left));
    }
}
