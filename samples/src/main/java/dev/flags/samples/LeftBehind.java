package dev.flags.samples;

import dev.flags.FeatureFlagManager;
import dev.flags.config.Percentage;
import dev.flags.rollout.RolloutManager;
import dev.flags.rollout.RolloutPhase;
import dev.flags.rollout.RolloutStatus;
import dev.flags.rollout.RolloutStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The canary that a process which is gone has left in the middle, as it was found before anybody went on with it.
 *
 * @param spans where it has stood, by the audit trail; the last one until it was found
 */
record LeftBehind(RolloutStatus status, List<StageSpan> spans) {

    /** Empty if no canary of the new model is in a stage that has a control group. */
    static Optional<LeftBehind> in(Path file) {
        try (FeatureFlagManager flags = FeatureFlagManager.open(file);
                RolloutManager rollouts = RolloutManager.builder(flags)
                        .tickInterval(Duration.ZERO)
                        .build()) {
            return rollouts.getRolloutStatus(Production.FLAG)
                    .filter(LeftBehind::isUnderWay)
                    .map(status -> new LeftBehind(
                            status,
                            StageSpan.ofLastRollout(
                                    rollouts.history(Production.FLAG, Production.MAX_HISTORY), Instant.now())));
        }
    }

    private static boolean isUnderWay(RolloutStatus status) {
        return status.strategy() == RolloutStrategy.CANARY
                && status.candidate().equals(Production.KNN)
                && status.phase() == RolloutPhase.PROGRESSING
                && status.share().compareTo(Percentage.ALL) < 0;
    }

    /** The name of the stage that it stands in, by its status. */
    String stage() {
        return Objects.requireNonNull(status.stageName());
    }

    /** The stage that it stands in, by the audit trail. */
    StageSpan present() {
        return spans.get(spans.size() - 1);
    }

    boolean isAsAudited() {
        return present().stage().equals(stage()) && present().from().equals(status.since());
    }
}
