package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.rollout.RolloutCommand.RollBackGradually;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Monitoring;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.Promoting;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.RolloutState.Shadowing;
import dev.flags.rollout.StepResult.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
                : to(
                        new Shadowing(StageRun.begin(StageRun.BEFORE_FIRST, now)),
                        why,
                        new Effect.SetShare(Percentage.NONE)); // from now on the flag cannot be deleted
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
        return with(evidence).rollBack(why);
    }

    /** With the evidence that there is already. */
    Moved rollBack(Why why) {
        return giveBack(why.words(), why);
    }

    /** @param present what the candidate has */
    Moved rollBackGradually(StageRun evidence, RollBackGradually command, Percentage present, Why why) {
        StageRun run = StageRun.begin(evidence.stage(), now);
        RollingBackGradually first = new RollingBackGradually(now, why.words(), command.shares(), command.bake(), run);
        return with(evidence).descend(first, present, why);
    }

    /** To the next share that is below the present one. */
    Moved descend(RollingBackGradually back, Percentage present, Why why) {
        List<Percentage> below = back.shares().stream()
                .filter(share -> share.compareTo(present) < 0)
                .toList();
        if (below.isEmpty() || below.get(0).equals(Percentage.NONE)) {
            return giveBack(back.why(), why);
        }
        List<Percentage> rest = below.subList(1, below.size());
        return to(
                new RollingBackGradually(now, back.why(), rest, back.bake(), back.run()),
                why,
                new Effect.SetShare(below.get(0)));
    }

    /** @param words why the baseline is given back, which need not be why it is done now */
    private Moved giveBack(String words, Why why) {
        return to(new RollingBack(now, words, 0), why, new Effect.Withdraw());
    }

    private Transitions with(StageRun evidence) {
        return new Transitions(document.withEvidence(evidence), now, actor);
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
