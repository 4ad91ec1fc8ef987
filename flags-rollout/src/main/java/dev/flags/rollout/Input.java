package dev.flags.rollout;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to a rollout. */
sealed interface Input {
    /** By the clock of whoever drives. */
    Instant now();

    /** What the rollout's flag is like. */
    FlagView flag();

    /** Whether nothing may be rolled out for now. */
    boolean isFrozen();

    /**
     * Time has passed, and something may have been measured.
     *
     * @param verdicts what analyses have said since the last tick, the oldest first
     * @param samples answers of each arm since the stage began; while it shadows, the candidate's are those that nobody got
     */
    record Tick(Instant now, FlagView flag, boolean isFrozen, List<Measured> verdicts, Samples samples)
            implements Input {
        public Tick {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** What somebody was asked about. An answer about another rollout, attempt or stage than the present one counts nowhere. */
    record Subject(String rollout, int attempt, int stage, Instant askedAt) {
        Subject(StageContext context, Instant askedAt) {
            this(context.rollout(), context.attempt(), context.stage(), askedAt);
        }

        /** Whether a rollout still wants to know it. */
        boolean isOf(RolloutDocument document, StageRun run) {
            return isOf(document.id(), document.attempt(), run);
        }

        /** Whether whoever asks for this context would ask the same. */
        boolean isOf(StageContext context, StageRun run) {
            return isOf(context.rollout(), context.attempt(), run);
        }

        private boolean isOf(String itsRollout, int itsAttempt, StageRun run) {
            return rollout.equals(itsRollout)
                    && attempt == itsAttempt
                    && stage == run.stage()
                    && !askedAt.isBefore(run.asksSince());
        }
    }

    /**
     * A verdict.
     *
     * @param at when it was measured
     * @param measurement what the verdict is about, null if it is of a function
     */
    record Measured(
            Subject subject,
            String analysis,
            Verdict verdict,
            Instant at,
            @Nullable Measurement measurement) {
        Measured(Subject subject, String analysis, Verdict verdict, Instant at) {
            this(subject, analysis, verdict, at, null);
        }
    }

    /** Answers that the two arms have given. */
    record Samples(long candidate, long control) {
        static final Samples NONE = new Samples(0, 0);

        Samples plus(Samples other) {
            return new Samples(candidate + other.candidate, control + other.control);
        }
    }

    /**
     * A person, or a program on somebody's behalf, wants something.
     *
     * @param id the same for the same request, however often it arrives
     */
    record Request(
            Instant now, FlagView flag, boolean isFrozen, UUID id, String actor, String reason, RolloutCommand command)
            implements Input {}
}
