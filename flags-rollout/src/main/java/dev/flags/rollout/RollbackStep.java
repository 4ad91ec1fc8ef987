package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.StepResult.Moved;
import java.util.Optional;

/** What time makes of a rollout that is being given back. No freeze, kill or edit holds it. */
final class RollbackStep {
    /** How often a baseline that was given back may not be seen to be back. */
    static final int MAX_LOOKS = 5;

    private final Moment moment;
    private final Percentage share;
    private final Transitions transitions;

    RollbackStep(Moment moment, Transitions transitions) {
        this.moment = moment;
        this.share = moment.tick().flag().share();
        this.transitions = transitions;
    }

    StepResult of(RollingBack back) {
        if (share.equals(Percentage.NONE)) {
            return rolledBack(back.why());
        }
        if (back.looks() >= MAX_LOOKS) {
            String words = "the flag still gives " + share + " to the candidate; " + back.why();
            return transitions.end(RolloutPhase.ROLLBACK_FAILED, new Why(Cause.OBSERVED, words), Effect.NONE);
        }
        RollingBack again = new RollingBack(back.since(), back.why(), back.looks() + 1);
        return new Moved(moment.document().noted(again, moment.now()), new Effect.Withdraw());
    }

    /** One share down for each time that one has lasted, however late it is; all of it once a guardrail has failed. */
    StepResult of(RollingBackGradually before) {
        if (share.equals(Percentage.NONE)) {
            return rolledBack(before.why());
        }
        RollingBackGradually back = new RollingBackGradually(
                before.since(), before.why(), before.shares(), before.bake(), moment.heard(before));
        Optional<Why> failure = failure(back);
        if (failure.isPresent()) {
            return transitions.rollBack(back.run(), failure.get());
        }
        return moment.isPast(back.since(), back.bake())
                ? transitions.descend(back, share, new Why(Cause.TIME, share + " has lasted " + back.bake()))
                : moment.noted(back);
    }

    private StepResult rolledBack(String why) {
        return transitions.end(RolloutPhase.ROLLED_BACK, new Why(Cause.OBSERVED, why), new Effect.Remove());
    }

    private Optional<Why> failure(RollingBackGradually back) {
        return Analyses.of(moment.plan(), back).stream()
                .filter(guardrail -> back.run().tally(guardrail).hasFailed(guardrail.tolerance()))
                .map(guardrail ->
                        new Why(Cause.FAILURE, back.run().tally(guardrail).said(guardrail)))
                .findFirst();
    }
}
