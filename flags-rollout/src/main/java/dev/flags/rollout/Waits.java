package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.config.TimeWindow;
import dev.flags.rollout.RolloutState.AwaitingApproval;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Monitoring;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.Promoting;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.RolloutState.Shadowing;
import dev.flags.rollout.RolloutState.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rollout waits for. It goes on when the list is empty, so that what people are told is what decides.
 */
final class Waits {
    private final Moment moment;
    private final RolloutPlan plan;
    private final List<String> waits = new ArrayList<>();

    private Waits(Moment moment) {
        this.moment = moment;
        this.plan = moment.plan();
    }

    /** What keeps a rollout in a state, if nothing speaks against going on. */
    static List<String> of(Moment moment, RolloutState state) {
        Waits waits = new Waits(moment);
        if (state instanceof Live || state instanceof Paused || state instanceof Pending) {
            waits.require(
                    !moment.isBehind(),
                    "the clock, which is behind that of whoever changed the rollout last, to be "
                            + moment.document().updatedAt());
        }
        waits.add(state);
        return waits.waits;
    }

    private void add(RolloutState state) {
        if (state instanceof Pending pending) {
            pending(pending);
        } else if (state instanceof Shadowing || state instanceof Progressing) {
            stage((Live) state);
        } else if (state instanceof AwaitingApproval awaiting) {
            waits.add("approval of stage " + plan.stage(awaiting.run()).name());
        } else if (state instanceof Promoting) {
            require(moment.tick().flag().share().equals(plan.target()), "the flag to give " + plan.target());
        } else if (state instanceof Monitoring monitoring) {
            monitoring(monitoring);
        } else if (state instanceof Paused paused) {
            paused.reasons()
                    .forEach(reason -> waits.add(
                            reason.kind().goesByItself()
                                    ? reason + " to be over"
                                    : "a command, since it is paused: " + reason));
        } else if (state instanceof RollingBackGradually gradual) {
            time(gradual.since(), gradual.bake(), "its step");
        } else if (state instanceof RollingBack) {
            require(moment.tick().flag().share().equals(Percentage.NONE), "the flag to give the baseline");
        }
    }

    private void pending(Pending pending) {
        TimeWindow window = plan.window();
        require(window.contains(moment.now()), "its window, from " + window.start());
        require(!moment.isFrozen(), "the freeze to be over");
        require(moment.document().isOn(moment.tick().flag()), "the flag to be enabled");
        String obstacle = moment.tick().flag().obstacle();
        require(obstacle == null, "the flag, which was edited, to fit the plan again: " + obstacle);
        require(pending.isApproved() || !plan.needsApproval(), "approval");
        analyses(pending);
    }

    private void stage(Live live) {
        Stage stage = plan.stage(live.run());
        time(live.since(), stage.bake(), "the bake of stage " + stage.name());
        samples(live, stage);
        analyses(live);
    }

    private void samples(Live live, Stage stage) {
        boolean isShadow = live instanceof Shadowing;
        if (!isShadow && stage.share().equals(Percentage.NONE)) {
            return; // nobody gets the candidate
        }
        int needed = stage.minSamples().orElse(Analyses.decide(plan, stage) ? Stage.DEFAULT_MIN_SAMPLES : 0);
        answers(needed - moment.tick().samples().candidate(), "the candidate");
        if (!isShadow && !stage.share().equals(Percentage.ALL)) {
            answers(needed - moment.tick().samples().control(), "its control group");
        }
    }

    private void answers(long missing, String whose) {
        require(missing <= 0, missing + " more answers of " + whose);
    }

    private void monitoring(Monitoring monitoring) {
        if (!plan.soak().isZero()) {
            time(monitoring.since(), plan.soak(), "the soak");
            analyses(monitoring);
        }
    }

    private void analyses(Watched state) {
        for (Analysis analysis : Analyses.of(plan, state)) {
            boolean decides = analysis.role() != Role.OBSERVE;
            require(!decides || hasPassed(state, analysis), analysis.name() + " to pass");
        }
    }

    /** What was said since the last look counts, however seldom somebody looks. */
    private boolean hasPassed(Watched state, Analysis analysis) {
        Tally tally = state.run().tally(analysis);
        return tally.hasPassed(analysis) && (tally.isFresh(analysis, moment.now()) || moment.isNews(state, analysis));
    }

    private void time(Instant since, Duration duration, String what) {
        Instant end = since.plus(duration);
        require(!moment.now().isBefore(end), what + ", until " + end);
    }

    private void require(boolean isSo, String what) {
        if (!isSo) {
            waits.add(what);
        }
    }
}
