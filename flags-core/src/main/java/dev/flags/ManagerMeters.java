package dev.flags;

/** The meters of a manager that are no flag's. */
final class ManagerMeters {
    private ManagerMeters() {}

    /** Adds them to those that are shown. */
    static FlagMeters addAll(
            FlagMeters shown, Evaluator evaluator, ConfigRefresher refresher, Observation observation) {
        shown.unknown(evaluator.unknown());
        String refreshes = "feature.flag.store.refresh";
        String howOften = "How often the store was asked for changes";
        shown.counter(refreshes, howOften, refresher.successes(), "outcome", "success");
        shown.counter(refreshes, howOften, refresher.failedLooks(), "outcome", "failure");
        shown.gauge(
                "feature.flag.store.staleness",
                "How long ago the configuration was known to be the newest",
                "seconds",
                refresher::secondsSinceRefresh);
        shown.gauge(
                "feature.flag.problems",
                "Problems with the configuration",
                null,
                () -> refresher.problems().size());
        Subscribers<?, ?> exposures = observation.ofExposures();
        shown.counter("feature.flag.exposures", "First answers of units", exposures.told(), "outcome", "told");
        shown.counter("feature.flag.exposures", "First answers of units", exposures.dropped(), "outcome", "dropped");
        shown.counter(
                "feature.flag.events.dropped",
                "Answers that a listener missed",
                observation.ofEvaluations().dropped());
        return shown;
    }
}
