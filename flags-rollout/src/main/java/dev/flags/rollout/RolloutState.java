package dev.flags.rollout;

import com.google.common.collect.ImmutableSet;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Where a rollout stands, with what is true there. Immutable. */
public sealed interface RolloutState {
    RolloutPhase phase();

    /** Since when it stands there; where a pause came between, later by that. */
    Instant since();

    /** A state in which analyses are asked. */
    sealed interface Watched extends RolloutState {
        /** What the analyses have said in it. */
        StageRun run();
    }

    /** A state in which traffic is given out, and which can be paused. */
    sealed interface Live extends Watched {
        Live withRun(StageRun run);

        /** The same, as if it had begun later. */
        Live shifted(Duration by);
    }

    /**
     * Not begun.
     *
     * @param run what the gates have said
     * @param isApproved whether a person has agreed to the beginning
     */
    record Pending(StageRun run, boolean isApproved) implements Watched {
        /** Of a rollout that nobody has said anything about yet. */
        Pending(Instant since) {
            this(StageRun.begin(StageRun.BEFORE_FIRST, since), false);
        }

        @Override
        public RolloutPhase phase() {
            return RolloutPhase.PENDING;
        }

        @Override
        public Instant since() {
            return run.since();
        }
    }

    /** Nobody gets the candidate, which runs beside the baseline. */
    record Shadowing(StageRun run) implements Live {
        @Override
        public RolloutPhase phase() {
            return RolloutPhase.SHADOWING;
        }

        @Override
        public Instant since() {
            return run.since();
        }

        @Override
        public Live withRun(StageRun newRun) {
            return new Shadowing(newRun);
        }

        @Override
        public Live shifted(Duration by) {
            return new Shadowing(run.shifted(by));
        }
    }

    /** At a stage's share. */
    record Progressing(StageRun run) implements Live {
        @Override
        public RolloutPhase phase() {
            return RolloutPhase.PROGRESSING;
        }

        @Override
        public Instant since() {
            return run.since();
        }

        @Override
        public Live withRun(StageRun newRun) {
            return new Progressing(newRun);
        }

        @Override
        public Live shifted(Duration by) {
            return new Progressing(run.shifted(by));
        }
    }

    /** A stage is over, and a person has to agree. */
    record AwaitingApproval(StageRun run, Instant since) implements Live {
        @Override
        public RolloutPhase phase() {
            return RolloutPhase.AWAITING_APPROVAL;
        }

        @Override
        public Live withRun(StageRun newRun) {
            return new AwaitingApproval(newRun, since);
        }

        @Override
        public Live shifted(Duration by) {
            return new AwaitingApproval(run.shifted(by), since.plus(by));
        }
    }

    /** The last share is being given out. */
    record Promoting(StageRun run) implements Live {
        @Override
        public RolloutPhase phase() {
            return RolloutPhase.PROMOTING;
        }

        @Override
        public Instant since() {
            return run.since();
        }

        @Override
        public Live withRun(StageRun newRun) {
            return new Promoting(newRun);
        }

        @Override
        public Live shifted(Duration by) {
            return new Promoting(run.shifted(by));
        }
    }

    /** The last share is out, and watched. */
    record Monitoring(StageRun run) implements Live {
        @Override
        public RolloutPhase phase() {
            return RolloutPhase.MONITORING;
        }

        @Override
        public Instant since() {
            return run.since();
        }

        @Override
        public Live withRun(StageRun newRun) {
            return new Monitoring(newRun);
        }

        @Override
        public Live shifted(Duration by) {
            return new Monitoring(run.shifted(by));
        }
    }

    /**
     * Traffic stays as it is.
     *
     * @param before what it goes back to
     * @param reasons at least one
     */
    record Paused(Live before, Set<PauseReason> reasons, Instant since) implements Watched {
        /** @throws IllegalArgumentException if there is no reason */
        public Paused {
            reasons = ImmutableSet.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a pause needs a reason");
            }
        }

        @Override
        public RolloutPhase phase() {
            return RolloutPhase.PAUSED;
        }

        /** That of the state before, whose analyses go on. */
        @Override
        public StageRun run() {
            return before.run();
        }
    }

    /**
     * The baseline is being given back, all of it.
     *
     * @param looks how often it was not seen to be back yet
     */
    record RollingBack(Instant since, String why, int looks) implements RolloutState {
        @Override
        public RolloutPhase phase() {
            return RolloutPhase.ROLLING_BACK;
        }
    }

    /**
     * The baseline is being given back share by share.
     *
     * @param since when the present share was set
     * @param shares those that are still to come, which fall and end at 0 %
     * @param bake how long each lasts
     * @param run what the guardrails have said since the first share; its stage is the one that is given back
     */
    record RollingBackGradually(Instant since, String why, List<Percentage> shares, Duration bake, StageRun run)
            implements Watched {
        public RollingBackGradually {
            shares = List.copyOf(shares);
        }

        @Override
        public RolloutPhase phase() {
            return RolloutPhase.ROLLING_BACK;
        }
    }

    /**
     * Over.
     *
     * @param phase a terminal one
     */
    record Ended(RolloutPhase phase, Instant since, String why) implements RolloutState {
        /** @throws IllegalArgumentException if {@code phase} is not terminal */
        public Ended {
            if (!phase.isTerminal()) {
                throw new IllegalArgumentException("phase is not terminal: " + phase);
            }
        }
    }
}
