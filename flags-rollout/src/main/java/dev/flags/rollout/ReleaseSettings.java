package dev.flags.rollout;

import dev.flags.config.Checks;
import dev.flags.config.ConfigException;
import dev.flags.config.Members;
import dev.flags.config.Percentage;
import dev.flags.config.Problems;
import dev.flags.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a team releases as a rule, from a file of its own, so that nobody has to write a plan:
 *
 * <pre>{@code
 * release:
 *   enabled: true
 *   default_strategy: canary
 *   canary_percentage: 10
 *   rollback_threshold: 5
 *   health_check_timeout: PT15M
 *   staging_suffix: -staging
 * }</pre>
 *
 * <p>The plans ask a metric called {@value #ERROR_RATE}, a share from 0 to 1, and a validator called
 * {@value #HEALTH_CHECK}, which the manager has to know.
 *
 * @param isEnabled whether there are releases at all
 * @param canaryPercentage what the candidate gets first
 * @param rollbackThreshold the share of errors above which it is rolled back
 * @param healthCheckTimeout how long a health check may take
 * @param stagingSuffix what makes the name of a staging variant of that of a variant
 */
public record ReleaseSettings(
        boolean isEnabled,
        RolloutStrategy defaultStrategy,
        Percentage canaryPercentage,
        Percentage rollbackThreshold,
        Duration healthCheckTimeout,
        String stagingSuffix) {
    public static final String ERROR_RATE = "error_rate";
    public static final String HEALTH_CHECK = "health_check";

    /** What holds where a file says nothing: 10 % first, rolled back above 5 % errors, 15 minutes for a health check. */
    public static final ReleaseSettings DEFAULTS = new ReleaseSettings(
            true,
            RolloutStrategy.CANARY,
            Percentage.ofPercent(10),
            Percentage.ofPercent(5),
            Duration.ofMinutes(15),
            "-staging");

    private static final Duration BAKE = Duration.ofMinutes(15);
    private static final String NAME = "the release settings";

    /** @throws IllegalArgumentException if a part is out of its range; the message names each */
    public ReleaseSettings {
        Objects.requireNonNull(defaultStrategy, "defaultStrategy");
        Objects.requireNonNull(rollbackThreshold, "rollbackThreshold");
        Checks checks = new Checks()
                .require(
                        !canaryPercentage.equals(Percentage.NONE) && !canaryPercentage.equals(Percentage.ALL),
                        "/canary_percentage",
                        () -> "is not between 0 and 100: " + canaryPercentage)
                .require(!stagingSuffix.isBlank(), "/staging_suffix", () -> "is blank");
        Spans.positive(checks, healthCheckTimeout, "/health_check_timeout");
        checks.done();
    }

    /**
     * Reads settings: YAML if the file's name ends in {@code .yaml} or {@code .yml}, else JSON.
     *
     * @throws ConfigException with everything that is wrong, each with a JSON pointer
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static ReleaseSettings read(Path file) {
        return read(PlanFile.read(file), file.toString());
    }

    /**
     * Reads settings from their member {@code release}; other members are somebody else's.
     *
     * @throws ConfigException with everything that is wrong, each with a JSON pointer
     */
    public static ReleaseSettings ofJson(JsonObject json) {
        return read(json, NAME);
    }

    private static ReleaseSettings read(JsonObject json, String name) {
        Problems problems = new Problems(name);
        Members release = new Members(json, "", problems)
                .required("release")
                .flatMap(value -> Members.of(value, "/release", problems))
                .orElseGet(() -> new Members(JsonObject.EMPTY, "/release", problems));
        boolean enabled = release.bool("enabled", DEFAULTS.isEnabled);
        Optional<RolloutStrategy> strategy =
                release.oneOf("default_strategy", List.of(RolloutStrategy.values()), RolloutStrategy::key);
        Percentage canary = release.percentage("canary_percentage").orElse(DEFAULTS.canaryPercentage);
        Percentage threshold = release.percentage("rollback_threshold").orElse(DEFAULTS.rollbackThreshold);
        Duration timeout = release.duration("health_check_timeout").orElse(DEFAULTS.healthCheckTimeout);
        String suffix = release.string("staging_suffix").orElse(DEFAULTS.stagingSuffix);
        release.refuseUnknown();
        return problems.result(problems.make(
                        "/release",
                        () -> new ReleaseSettings(
                                enabled, strategy.orElse(DEFAULTS.defaultStrategy), canary, threshold, timeout, suffix),
                        () -> DEFAULTS))
                .orThrow();
    }

    /** The name of the staging variant of a variant. */
    public String stagingOf(String variant) {
        return variant + stagingSuffix;
    }

    /**
     * A plan of the default strategy.
     *
     * @param reason why there is a release, for the audit trail
     * @throws IllegalStateException if releases are not enabled
     */
    public RolloutPlan plan(String reason) {
        return plan(defaultStrategy, reason);
    }

    /**
     * A plan of another strategy. A blue-green one is decided by the health check alone: before the switch, nobody gets the
     * candidate whose errors could be counted.
     *
     * @param reason why there is a release, for the audit trail
     * @throws IllegalStateException if releases are not enabled
     */
    public RolloutPlan plan(RolloutStrategy strategy, String reason) {
        if (!isEnabled) {
            throw new IllegalStateException("releases are not enabled: release.enabled is false");
        }
        RolloutPlanBuilder plan = switch (strategy) {
            case CANARY, PERCENTAGE -> RolloutPlans.release(strategy, canaryPercentage);
            case BLUE_GREEN -> RolloutPlans.blueGreen(BAKE);
            case RING -> RolloutPlans.ring(BAKE);
            case DIRECT -> RolloutPlans.direct(reason);
        };
        Analysis health =
                Analysis.validation(HEALTH_CHECK).timeout(healthCheckTimeout).build();
        Analysis errors = Analysis.metric(
                        ERROR_RATE, Judge.Threshold.atMost((double) rollbackThreshold.slots() / Percentage.SCALE))
                .build();
        boolean isValidatedFirst = strategy == RolloutStrategy.BLUE_GREEN;
        return plan.reason(reason)
                .analyses(isValidatedFirst ? List.of(health) : List.of(health, errors))
                .build();
    }
}
