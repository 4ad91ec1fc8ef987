package dev.flags.rollout;

import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Monitoring;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.Promoting;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.Shadowing;
import dev.flags.rollout.StepResult.Moved;
import java.time.Duration;
import java.time.Instant;

/** Makes transitions, each with its event and what it does to the flag. */
final class Transitions {
    private final RolloutDocument document;
    private final Instant now;
    private final String actor;

    Transitions(RolloutDocument document, Instant now, String actor) {
        this.document = document;
        this.now = now;
        this.actor = actor;
    }

    Moved to(RolloutState next, Why why, Effect effect) {
        return new Moved(document.moved(next, now, actor, why), effect);
    }

    /** With the shadow, if the plan has one. */
    Moved start(Why why) {
        return document.plan().shadow() == null
                ? begin(0, why)
                : to(new Shadowing(StageRun.begin(StageRun.BEFORE_FIRST, now)), why, Effect.NONE);
    }

    Moved begin(int stage, Why why) {
        return to(new Progressing(StageRun.begin(stage, now)), why, new Effect.SetStage(stage));
    }

    /** What comes after a stage: the next one or, after the last, promotion. */
    Moved after(int stage, Why why) {
        return stage < last() ? begin(stage + 1, why) : promote(why);
    }

    Moved promote(Why why) {
        return to(new Promoting(StageRun.begin(last(), now)), why, new Effect.SetStage(last()));
    }

    Moved monitor(Why why) {
        return to(new Monitoring(StageRun.begin(last(), now)), why, Effect.NONE);
    }

    /** @param evidence what the analyses have said until now */
    Moved rollBack(StageRun evidence, Why why) {
        RollingBack next = new RollingBack(now, why.words(), 0);
        return new Moved(document.withEvidence(evidence).moved(next, now, actor, why), new Effect.Withdraw());
    }

    /** @param pause how long it lasted, which is left out of every time that counts */
    Moved resume(Live live, Duration pause, Why why) {
        return new Moved(document.shifted(pause).moved(live.shifted(pause), now, actor, why), Effect.NONE);
    }

    Moved end(RolloutPhase phase, Why why, Effect effect) {
        return to(new Ended(phase, now, why.words()), why, effect);
    }

    private int last() {
        return document.plan().stages().size() - 1;
    }
}
