package dev.flags.samples;

import dev.flags.FeatureFlagManager;
import dev.flags.config.Flag;
import dev.flags.config.Rich;
import dev.flags.config.Serve;
import dev.flags.rollout.MetricSource;
import dev.flags.rollout.RolloutManager;
import dev.flags.rollout.RolloutStatus;
import dev.flags.samples.digits.Classifier;
import dev.flags.samples.digits.DigitsData;
import dev.flags.samples.digits.KNearestNeighbours;
import dev.flags.samples.digits.LiveTraffic;
import dev.flags.samples.digits.NearestCentroid;
import dev.flags.samples.digits.ShuffledPixels;
import dev.flags.samples.text.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The digit service with three models, the flag that picks one, and what rolls them out.
 *
 * @param answers what the service has answered in this process
 */
record Production(
        FeatureFlagManager flags, RolloutManager rollouts, DigitService service, AnswerLog answers, Report report)
        implements AutoCloseable {
    static final String FLAG = "digit_model";
    static final String CENTROID = "centroid";
    static final String KNN = "knn-3";
    static final String SHUFFLED = "shuffled";

    /** As many entries of the audit trail as no rollout here has. */
    static final int MAX_HISTORY = 200;

    private static final int NEIGHBOURS = 3;
    private static final Duration TICK = Duration.ofMillis(20);

    /** How long a process that has died keeps another one from driving. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    /** @param crashes whether the process is to die in mid-rollout */
    static Production of(FeatureFlagManager flags, DigitsData data, boolean crashes, Report report) {
        AnswerLog answers = new AnswerLog();
        ArmMetrics metrics = new ArmMetrics(answers);
        MetricSource accuracy =
                crashes ? Crash.in(Canary.STAGE_OF_CRASH, metrics::accuracy, report) : metrics::accuracy;
        RolloutManager rollouts = RolloutManager.builder(flags)
                .metric(ArmMetrics.ACCURACY, accuracy)
                .metric(ArmMetrics.P95, metrics::p95)
                .tickInterval(TICK)
                .leaseTimeToLive(LEASE)
                .build();
        DigitService service = new DigitService(
                flags.flags(), FLAG, models(data), CENTROID, new LiveTraffic(data.requests()), answers);
        return new Production(flags, rollouts, service, answers, report);
    }

    private static Map<String, Classifier> models(DigitsData data) {
        Classifier knn = KNearestNeighbours.train(NEIGHBOURS, data.training());
        return Map.of(CENTROID, NearestCentroid.train(data.training()), KNN, knn, SHUFFLED, ShuffledPixels.before(knn));
    }

    /** The last rollout of the flag. */
    RolloutStatus status() {
        return rollouts.getRolloutStatus(FLAG).orElseThrow();
    }

    /** Serves requests while the rollout goes on by itself, until it has ended. */
    RolloutStatus serveToTheEnd() {
        service.serveUntil(() -> status().phase().isTerminal());
        return status();
    }

    /** Whether the flag serves a model to everybody whom nothing else decides about. */
    boolean isDefault(String model) {
        Flag flag = flags.getFlag(FLAG).orElseThrow();
        return flag.rollout() == null
                && flag.definition() instanceof Rich rich
                && rich.defaultServe().equals(Serve.variant(model));
    }

    /** Where the last rollout has stood, by the audit trail. */
    List<StageSpan> spans() {
        return StageSpan.ofLastRollout(rollouts.history(FLAG, MAX_HISTORY), Instant.now());
    }

    @Override
    public void close() {
        rollouts.close();
    }
}
