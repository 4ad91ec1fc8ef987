package dev.flags.rollout;

import dev.flags.config.Checks;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What makes a plan one that can be carried out; all that does not hold is told at once. */
final class PlanChecks {
    private static final String EVERYWHERE = "is asked in every stage already";

    private final Checks checks = new Checks();
    private final RolloutStrategy strategy;
    private final @Nullable Stage shadow;
    private final List<Stage> stages;
    private final List<Analysis> analyses;

    PlanChecks(
            RolloutStrategy strategy,
            @Nullable Stage shadow,
            List<Stage> stages,
            List<Analysis> analyses,
            @Nullable String reason) {
        this.strategy = strategy;
        this.shadow = shadow;
        this.stages = stages;
        this.analyses = analyses;
        checkNames();
        checkShadow();
        if (stages.isEmpty()) {
            checks.fail("/stages", "is empty; at least one stage is required");
        } else {
            checkOrder();
            checkShape(reason);
        }
    }

    PlanChecks variants(@Nullable String baseline, @Nullable String candidate) {
        if (baseline != null) {
            checks.name(baseline, "/baseline");
        }
        if (candidate != null) {
            checks.name(candidate, "/candidate")
                    .require(
                            !candidate.equals(baseline),
                            "/candidate",
                            () -> "is the baseline, too: \"" + candidate + "\"; another variant is required");
        }
        return this;
    }

    PlanChecks names(List<String> bucketBy) {
        checks.names(bucketBy, "/bucket_by");
        return this;
    }

    PlanChecks gates(List<Analysis> gates) {
        checkUnique(gates, "/gates/");
        for (int i = 0; i < gates.size(); i++) {
            Role role = gates.get(i).role();
            checks.require(
                    role == Role.GUARDRAIL,
                    "/gates/" + i + "/role",
                    () -> "is \"" + role.key() + "\"; a gate refuses what fails it, which only a guardrail does");
        }
        if (shadow != null) {
            // All of these are asked before the first stage, so that names alone tell their verdicts apart.
            Set<String> shadowed = Stream.concat(analyses.stream(), shadow.analyses().stream())
                    .map(Analysis::name)
                    .collect(Collectors.toSet());
            checkNew(gates, "/gates/", shadowed, "is asked by the shadow, too");
        }
        return this;
    }

    PlanChecks times(Duration soak, @Nullable Duration deadline) {
        Spans.notNegative(checks, soak, "/soak");
        Spans.notNegative(checks, deadline, "/deadline");
        Duration watched =
                soak.compareTo(Spans.MAX) > 0 ? Duration.ZERO : soak; // it is refused, and its sum may overflow
        Duration first = shadow == null ? watched : watched.plus(shadow.bake());
        Duration least = stages.stream().map(Stage::bake).reduce(first, Duration::plus);
        checks.require(
                deadline == null || deadline.compareTo(least) > 0,
                "/deadline",
                () -> "is not above what the stages and the soak take, " + least + ": " + deadline);
        return this;
    }

    /** @throws IllegalArgumentException if something does not hold */
    void done() {
        checks.done();
    }

    private void checkNames() {
        Set<String> background = checkUnique(analyses, "/analyses/");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            String pointer = "/stages/" + i;
            checks.require(names.add(stage.name()), pointer + "/name", () -> "stands twice: \"" + stage.name() + "\"");
            checkNew(stage.analyses(), pointer + "/analyses/", background, EVERYWHERE);
        }
        if (shadow != null) {
            checkNew(shadow.analyses(), "/shadow/analyses/", background, EVERYWHERE);
        }
    }

    private void checkNew(List<Analysis> asked, String pointer, Set<String> others, String words) {
        for (int i = 0; i < asked.size(); i++) {
            String name = asked.get(i).name();
            checks.require(!others.contains(name), pointer + i + "/name", () -> words + ": \"" + name + "\"");
        }
    }

    private void checkShadow() {
        if (shadow == null) {
            return;
        }
        checks.require(
                        shadow.share().equals(Percentage.NONE),
                        "/shadow/percentage",
                        () -> "is " + shadow.share()
                                + "; nobody gets the candidate of a shadow, so that 0 % is required")
                .require(
                        shadow.group() == null,
                        "/shadow/group",
                        () -> "brings in nobody, since a shadow gives nobody anything")
                .require(
                        !shadow.needsApproval(),
                        "/shadow/needs_approval",
                        () ->
                                "is true; a shadow is over by itself, and the plan's own \"needs_approval\" comes before it");
    }

    /** The names, of which none may stand twice. */
    private Set<String> checkUnique(List<Analysis> asked, String pointer) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            String name = asked.get(i).name();
            checks.require(names.add(name), pointer + i + "/name", () -> "stands twice: \"" + name + "\"");
        }
        return names;
    }

    private void checkOrder() {
        for (int i = 1; i < stages.size(); i++) {
            Stage before = stages.get(i - 1);
            Stage stage = stages.get(i);
            boolean widens = before.group() != null;
            int change = stage.share().compareTo(before.share());
            checks.require(
                            change >= 0,
                            "/stages/" + i + "/percentage",
                            () -> "falls: " + stage.share() + " after " + before.share())
                    .require(
                            change != 0 || widens,
                            "/stages/" + i + "/percentage",
                            () -> "is that of the stage before, and nobody else comes in: " + stage.share())
                    .require(
                            widens || stage.group() == null,
                            "/stages/" + i + "/group",
                            () -> "brings in nobody: the stage before takes in everybody");
        }
        checks.require(
                last().group() == null,
                "/stages/" + (stages.size() - 1) + "/group",
                () ->
                        "is in the last stage, which has to take in everybody; put the limits of the whole into \"scope\"");
    }

    private void checkShape(@Nullable String reason) {
        switch (strategy) {
            case CANARY, PERCENTAGE -> {
                checkTraffic();
                checks.require(
                        stages.stream().allMatch(stage -> stage.group() == null),
                        "/stages",
                        () -> "has a stage with a group, which the strategy \"" + strategy.key()
                                + "\" has not; \"ring\" has");
            }
            case RING -> {
                checkTraffic();
                checks.require(stages.size() > 1, "/stages", () -> "has one stage; a ring needs two or more");
            }
            case BLUE_GREEN -> checkBlueGreen();
            case DIRECT -> {
                checkTraffic();
                checks.require(
                                stages.size() == 1,
                                "/stages",
                                () -> "has " + stages.size() + " stages; a direct rollout has one")
                        .require(
                                reason != null && !reason.isBlank(),
                                "/reason",
                                () -> "is missing; a direct rollout needs one, since it skips the stages");
            }
        }
    }

    private void checkTraffic() {
        checks.require(
                !stages.get(0).share().equals(Percentage.NONE),
                "/stages/0/percentage",
                () -> "is 0 %; only a blue-green rollout begins without traffic");
    }

    private void checkBlueGreen() {
        boolean hasShape = stages.size() == 2
                && stages.get(0).share().equals(Percentage.NONE)
                && last().share().equals(Percentage.ALL)
                && stages.get(0).group() == null;
        checks.require(
                hasShape, "/stages", () -> "is not what a blue-green rollout has: a stage of 0 % and one of 100 %");
        boolean validates =
                stages.get(0).needsApproval() || !stages.get(0).analyses().isEmpty() || !analyses.isEmpty();
        checks.require(
                validates,
                "/stages/0",
                () -> "validates nothing before everybody is switched; analyses or an approval are required");
    }

    private Stage last() {
        return stages.get(stages.size() - 1);
    }
}
