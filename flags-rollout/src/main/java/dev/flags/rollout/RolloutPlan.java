package dev.flags.rollout;

import dev.flags.config.Condition;
import dev.flags.config.ConfigException;
import dev.flags.config.Percentage;
import dev.flags.config.TimeWindow;
import dev.flags.internal.WellFormed;
import dev.flags.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a flag's traffic goes from one variant to another: in which stages, and what has to be right. Of no flag in particular,
 * so that a plan can be kept in a file and used again. Immutable.
 *
 * <p>The shares of the stages never fall, and rise unless a stage brings in another group; the last one takes in everybody
 * within the scope, and its share, which need not be 100 %, is what the flag keeps. More is asked by strategy:
 *
 * <ul>
 *   <li>{@link RolloutStrategy#CANARY} and {@link RolloutStrategy#PERCENTAGE}: no groups.
 *   <li>{@link RolloutStrategy#RING}: two stages or more.
 *   <li>{@link RolloutStrategy#BLUE_GREEN}: a stage of 0 %, with something that validates, and one of 100 %.
 *   <li>{@link RolloutStrategy#DIRECT}: one stage, and a reason.
 * </ul>
 *
 * <pre>{@code
 * RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
 *         .stages(Duration.ofMinutes(5), 1, 10, 50, 100)
 *         .analyses(Analysis.metric("p95", Judge.Ratio.atMost(1.2)).build())
 *         .build();
 * }</pre>
 *
 * @param baseline the variant that traffic comes from; null for what the flag serves while it is off
 * @param candidate the variant that it goes to; null for the one that is on, of a boolean flag
 * @param scope whom the rollout concerns at all, such as one tenant; null for everybody
 * @param bucketBy the attributes that may hold the unit, which keeps its variant; empty for the flag's own
 * @param gates what has to have passed before it begins; one that fails as often as is enough refuses it, and one that is
 *     not known holds it
 * @param needsApproval whether a person has to agree before it begins
 * @param shadow what comes before the first stage: a stage of 0 % in which the candidate runs beside the baseline and
 *     nobody gets its answers; null for none
 * @param stages one after the other
 * @param analyses what has to be right in every stage, and afterwards for as long as the soak lasts
 * @param window when it may start
 * @param soak how long it is watched once the last stage is over
 * @param deadline how long all of it may take, pauses left out; null for ever
 * @param enables whether a flag that is disabled is enabled; else it is refused
 * @param mayLower whether it may begin with a smaller share than the flag has already
 * @param reason why, which a direct rollout has to tell
 */
public record RolloutPlan(
        RolloutStrategy strategy,
        @Nullable String baseline,
        @Nullable String candidate,
        @Nullable Condition scope,
        List<String> bucketBy,
        List<Analysis> gates,
        boolean needsApproval,
        @Nullable Stage shadow,
        List<Stage> stages,
        List<Analysis> analyses,
        TimeWindow window,
        Duration soak,
        @Nullable Duration deadline,
        Reactions reactions,
        boolean enables,
        boolean mayLower,
        @Nullable String reason) {

    /** @throws IllegalArgumentException if the parts do not go together; the message names each */
    public RolloutPlan {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(reactions, "reactions");
        bucketBy = List.copyOf(bucketBy);
        gates = List.copyOf(gates);
        stages = List.copyOf(stages);
        analyses = List.copyOf(analyses);
        reason = reason == null ? null : WellFormed.text(reason);
        new PlanChecks(strategy, shadow, stages, analyses, reason)
                .variants(baseline, candidate)
                .names(bucketBy)
                .gates(gates)
                .times(soak, deadline)
                .done();
    }

    public static RolloutPlanBuilder of(RolloutStrategy strategy) {
        return new RolloutPlanBuilder(strategy);
    }

    public RolloutPlanBuilder toBuilder() {
        return new RolloutPlanBuilder(this);
    }

    /**
     * Reads a plan from a file: YAML if its name ends in {@code .yaml} or {@code .yml}, else JSON.
     *
     * @throws ConfigException with everything that is wrong, each with a JSON pointer
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static RolloutPlan read(Path file) {
        return PlanReader.read(PlanFile.read(file), file.toString()).orThrow();
    }

    /**
     * Reads a plan.
     *
     * @throws ConfigException with everything that is wrong, each with a JSON pointer
     */
    public static RolloutPlan ofJson(JsonObject json) {
        return PlanReader.read(json, PlanReader.NAME).orThrow();
    }

    /** What the candidate has in the end. */
    Percentage target() {
        return stages.get(stages.size() - 1).share();
    }

    /** The stage that a run is of. */
    Stage stage(StageRun run) {
        return run.stage() == StageRun.BEFORE_FIRST ? Objects.requireNonNull(shadow) : stages.get(run.stage());
    }

    /** Reading this gives an equal plan. */
    public JsonObject toJson() {
        return PlanWriter.write(this);
    }
}
