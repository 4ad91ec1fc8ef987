package dev.flags.rollout;

import dev.flags.config.Condition;
import dev.flags.config.Members;
import dev.flags.config.Parsed;
import dev.flags.config.Percentage;
import dev.flags.config.Problems;
import dev.flags.config.TimeWindow;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads plans, and finds everything that is wrong with one at once. */
final class PlanReader {
    /** What problems call a plan. */
    static final String NAME = "the rollout plan";

    private static final RolloutPlan STAND_IN = RolloutPlans.direct("?").build();
    private static final Stage STAND_IN_STAGE = Stage.of(Percentage.ALL).build();
    private static final Judge STAND_IN_JUDGE = Judge.Threshold.atMost(0);

    private final Problems problems;
    private final Members plan;

    private PlanReader(JsonObject json, Problems problems) {
        this.problems = problems;
        this.plan = new Members(json, "", problems);
    }

    static Parsed<RolloutPlan> read(JsonObject json, String name) {
        Problems problems = new Problems(name);
        return problems.result(new PlanReader(json, problems).plan());
    }

    private RolloutPlan plan() {
        plan.required("strategy");
        Optional<RolloutStrategy> strategy = oneOf(plan, "strategy", RolloutStrategy.values(), RolloutStrategy::key);
        RolloutPlanBuilder builder = RolloutPlan.of(strategy.orElse(RolloutStrategy.PERCENTAGE))
                .reason(plan.string("reason").orElse(null))
                .variants(
                        plan.string("baseline").orElse(null),
                        plan.string("candidate").orElse(null))
                .scope(plan.condition("scope").orElse(null))
                .bucketBy(plan.strings("bucket_by").toArray(String[]::new))
                .gates(plan.list("gates", this::analysis))
                .needsApproval(plan.bool("needs_approval", false))
                .analyses(plan.list("analyses", this::analysis))
                .window(window())
                .soak(plan.duration("soak").orElse(Duration.ZERO))
                .deadline(plan.duration("deadline").orElse(null))
                .reactions(reactions())
                .enables(plan.bool("enables", false))
                .mayLower(plan.bool("may_lower", false));
        Duration bake = plan.duration("bake").orElse(Duration.ZERO);
        builder.shadow(plan.value("shadow")
                .map(value -> stage(value, plan.at("shadow"), bake))
                .orElse(null));
        plan.required("stages");
        builder.stages(plan.list("stages", (value, at) -> stage(value, at, bake)));
        plan.refuseUnknown();
        // Of stages that could not be read, it would say more that is not so.
        return problems.found().isEmpty() ? problems.make("", builder::build, () -> STAND_IN) : STAND_IN;
    }

    private TimeWindow window() {
        return plan.value("window")
                .flatMap(value -> Members.of(value, plan.at("window"), problems))
                .map(window -> {
                    @Nullable Instant start = window.instant("start");
                    @Nullable Instant end = window.instant("end");
                    window.refuseUnknown();
                    return problems.make(window.pointer(), () -> new TimeWindow(start, end), () -> TimeWindow.ALWAYS);
                })
                .orElse(TimeWindow.ALWAYS);
    }

    private Reactions reactions() {
        Reactions defaults = Reactions.DEFAULTS;
        Reaction onFail = reaction("on_fail", defaults.onFail());
        Reaction onInconclusive = reaction("on_inconclusive", defaults.onInconclusive());
        Reaction onError = reaction("on_error", defaults.onError());
        Duration errorDeadline = plan.duration("error_deadline").orElse(defaults.errorDeadline());
        Reaction onTimeout = reaction("on_timeout", defaults.onTimeout());
        return problems.make(
                "", () -> new Reactions(onFail, onInconclusive, onError, errorDeadline, onTimeout), () -> defaults);
    }

    private Reaction reaction(String name, Reaction absent) {
        return oneOf(plan, name, Reaction.values(), Reaction::key).orElse(absent);
    }

    /** A number of percent stands for a stage that has nothing else to say. */
    private Stage stage(JsonValue value, String pointer, Duration bake) {
        if (value instanceof JsonNumber number) {
            return problems.make(
                    pointer,
                    () -> Stage.of(Percentage.ofPercent(number.toBigDecimal()))
                            .bake(bake)
                            .build(),
                    () -> STAND_IN_STAGE);
        }
        return Members.of(value, pointer, problems)
                .map(members -> stage(members, bake))
                .orElse(STAND_IN_STAGE);
    }

    private Stage stage(Members members, Duration bake) {
        members.required("percentage");
        Percentage share = members.percentage("percentage").orElse(Percentage.ALL);
        Optional<String> name = members.string("name");
        @Nullable Condition group = members.condition("group").orElse(null);
        Stage.Builder stage = Stage.named(name.orElse(share.toString()), share)
                .group(group)
                .bake(members.duration("bake").orElse(bake))
                .analyses(members.list("analyses", this::analysis))
                .needsApproval(members.bool("needs_approval", false))
                .timeout(members.duration("timeout").orElse(null));
        members.integer("min_samples").ifPresent(stage::minSamples);
        members.refuseUnknown();
        return problems.make(members.pointer(), stage::build, () -> STAND_IN_STAGE);
    }

    private Analysis analysis(JsonValue value, String pointer) {
        return Members.of(value, pointer, problems).map(this::analysis).orElseGet(() -> standIn(pointer));
    }

    /** One of a name that no other has. */
    private static Analysis standIn(String pointer) {
        return Analysis.validation(pointer).build();
    }

    private Analysis analysis(Members members) {
        Optional<String> validator = members.string("validator");
        Optional<String> metric = members.string("metric");
        if (validator.isPresent() == metric.isPresent()) {
            problems.error(
                    members.pointer(),
                    "has " + (metric.isPresent() ? "both" : "neither")
                            + " \"validator\" and \"metric\"; one of them is required");
        }
        Optional<Judge> judge = judge(members, metric.isPresent());
        Analysis.Builder analysis = metric.isPresent()
                ? Analysis.metric(metric.get(), judge.orElse(STAND_IN_JUDGE))
                : Analysis.validation(validator.orElse(members.pointer()));
        members.string("name").ifPresent(analysis::name);
        oneOf(members, "role", Role.values(), Role::key).ifPresent(analysis::role);
        oneOf(members, "no_data", NoData.values(), NoData::key).ifPresent(analysis::noData);
        members.duration("initial_delay").ifPresent(analysis::initialDelay);
        members.duration("interval").ifPresent(analysis::interval);
        members.duration("timeout").ifPresent(analysis::timeout);
        members.integer("passes").ifPresent(analysis::passes);
        tolerance(members).ifPresent(analysis::tolerance);
        members.refuseUnknown();
        return problems.make(members.pointer(), analysis::build, () -> standIn(members.pointer()));
    }

    private Optional<Judge> judge(Members members, boolean isMetric) {
        OptionalDouble min = members.number("min");
        OptionalDouble max = members.number("max");
        OptionalDouble minRatio = members.number("min_ratio");
        OptionalDouble maxRatio = members.number("max_ratio");
        boolean hasLimit = min.isPresent() || max.isPresent();
        boolean hasRatio = minRatio.isPresent() || maxRatio.isPresent();
        if (!isMetric) {
            if (hasLimit || hasRatio) {
                problems.error(members.pointer(), "has limits, which a validator does not look at; a \"metric\" does");
            }
            return Optional.empty();
        }
        if (hasLimit == hasRatio) {
            problems.error(
                    members.pointer(),
                    "has " + (hasLimit ? "both" : "neither") + " limits (\"min\", \"max\") "
                            + (hasLimit ? "and" : "nor")
                            + " ratios to the baseline (\"min_ratio\", \"max_ratio\"); one kind of them is required");
            return Optional.empty();
        }
        return Optional.of(problems.<Judge>make(
                members.pointer(),
                () -> hasRatio ? new Judge.Ratio(minRatio, maxRatio) : new Judge.Threshold(min, max),
                () -> STAND_IN_JUDGE));
    }

    private Optional<Tolerance> tolerance(Members members) {
        return members.value("tolerance")
                .flatMap(value -> Members.of(value, members.at("tolerance"), problems))
                .map(limits -> {
                    OptionalInt failures = limits.integer("failures");
                    OptionalInt consecutive = limits.integer("consecutive_failures");
                    OptionalInt inconclusive = limits.integer("consecutive_inconclusive");
                    int errors = limits.integer("consecutive_errors").orElse(Tolerance.DEFAULT_ERRORS);
                    limits.refuseUnknown();
                    return problems.make(
                            limits.pointer(),
                            () -> new Tolerance(failures, consecutive, inconclusive, errors),
                            () -> Tolerance.OF_METRICS);
                });
    }

    private static <E extends Enum<E>> Optional<E> oneOf(
            Members members, String name, E[] values, Function<E, String> key) {
        return members.oneOf(name, List.copyOf(Arrays.asList(values)), key);
    }
}
