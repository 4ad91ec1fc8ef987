package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Command;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.StepResult.Moved;
import dev.flags.rollout.StepResult.Rejected;
import dev.flags.rollout.Wish.RollBackGradually;

/**
 * The rollback of a rollout that is completed: a rollout of its own, of the same plan, which begins with it, since what is
 * over stays over.
 */
final class Reversal {
    private final RolloutDocument completed;
    private final Command command;
    private final Why why;

    private Reversal(RolloutDocument completed, Command command) {
        this.completed = completed;
        this.command = command;
        this.why = new Why(Cause.COMMAND, command.reason());
    }

    /**
     * The first document of the rollback, and what happens to the flag with it.
     *
     * @param id of the rollback, which no other rollout has
     * @param command an abort, for at once, or a gradual rollback
     */
    static StepResult of(RolloutDocument completed, String id, Command command) {
        RolloutPhase phase = completed.state().phase();
        if (phase != RolloutPhase.COMPLETED) {
            return new Rejected("only a rollout that is completed can be taken back by another one; it is "
                    + phase.key().replace('_', ' '));
        }
        return new Reversal(completed, command).begin(id);
    }

    private StepResult begin(String id) {
        RolloutDocument first =
                RolloutDocument.reversal(id, completed, command.flag().digest(), command.now());
        Transitions transitions = new Transitions(first, command.now(), command.actor());
        if (command.wish() instanceof RollBackGradually gradual) {
            return reverting(
                    transitions.descend(begun(gradual), completed.plan().target(), why));
        }
        return command.wish() instanceof Wish.Abort
                ? reverting(transitions.rollBack(why))
                : new Rejected(command.wish().words() + " takes nothing back");
    }

    private RollingBackGradually begun(RollBackGradually gradual) {
        StageRun last = StageRun.begin(completed.plan().stages().size() - 1, command.now());
        return new RollingBackGradually(command.now(), why.words(), gradual.shares(), gradual.bake(), last);
    }

    /** What is left to the candidate is left by the rollback, and no more by the flag's own steps. */
    private Moved reverting(Moved moved) {
        Percentage left = moved.effect() instanceof Effect.SetShare set ? set.share() : Percentage.NONE;
        return new Moved(moved.next().withCommand(command.id()), new Effect.Revert(completed.id(), left));
    }
}
