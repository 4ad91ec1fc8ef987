package dev.flags.rollout;

import dev.flags.config.ConfigCodec;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.OptionalDouble;

/** Writes plans as {@link PlanReader} reads them, and leaves out what is as it is by default. */
final class PlanWriter {
    private PlanWriter() {}

    static JsonObject write(RolloutPlan plan) {
        JsonObject.Builder out =
                JsonObject.builder().put("strategy", plan.strategy().key());
        if (plan.reason() != null) {
            out.put("reason", plan.reason());
        }
        if (plan.baseline() != null) {
            out.put("baseline", plan.baseline());
        }
        if (plan.candidate() != null) {
            out.put("candidate", plan.candidate());
        }
        if (plan.scope() != null) {
            out.put("scope", ConfigCodec.write(plan.scope()));
        }
        if (!plan.bucketBy().isEmpty()) {
            out.put("bucket_by", strings(plan.bucketBy()));
        }
        putAnalyses("gates", plan.gates(), out);
        if (plan.needsApproval()) {
            out.put("needs_approval", true);
        }
        if (plan.shadow() != null) {
            out.put("shadow", write(plan.shadow()));
        }
        out.put(
                "stages",
                new JsonArray(
                        plan.stages().stream().<JsonValue>map(PlanWriter::write).toList()));
        putAnalyses("analyses", plan.analyses(), out);
        putWindow(plan, out);
        if (!plan.soak().isZero()) {
            out.put("soak", plan.soak().toString());
        }
        if (plan.deadline() != null) {
            out.put("deadline", plan.deadline().toString());
        }
        putReactions(plan.reactions(), out);
        if (plan.enables()) {
            out.put("enables", true);
        }
        if (plan.mayLower()) {
            out.put("may_lower", true);
        }
        return out.build();
    }

    private static void putWindow(RolloutPlan plan, JsonObject.Builder out) {
        JsonObject.Builder window = JsonObject.builder();
        if (plan.window().start() != null) {
            window.put("start", plan.window().start().toString());
        }
        if (plan.window().end() != null) {
            window.put("end", plan.window().end().toString());
        }
        JsonObject written = window.build();
        if (!written.isEmpty()) {
            out.put("window", written);
        }
    }

    private static void putReactions(Reactions reactions, JsonObject.Builder out) {
        Reactions defaults = Reactions.DEFAULTS;
        putReaction("on_fail", reactions.onFail(), defaults.onFail(), out);
        putReaction("on_inconclusive", reactions.onInconclusive(), defaults.onInconclusive(), out);
        putReaction("on_error", reactions.onError(), defaults.onError(), out);
        if (!reactions.errorDeadline().equals(defaults.errorDeadline())) {
            out.put("error_deadline", reactions.errorDeadline().toString());
        }
        putReaction("on_timeout", reactions.onTimeout(), defaults.onTimeout(), out);
    }

    private static void putReaction(String name, Reaction reaction, Reaction unsaid, JsonObject.Builder out) {
        if (reaction != unsaid) {
            out.put(name, reaction.key());
        }
    }

    private static JsonObject write(Stage stage) {
        JsonObject.Builder out = JsonObject.builder()
                .put("name", stage.name())
                .put("percentage", JsonNumber.of(stage.share().toPercent()));
        if (stage.group() != null) {
            out.put("group", ConfigCodec.write(stage.group()));
        }
        if (!stage.bake().isZero()) {
            out.put("bake", stage.bake().toString());
        }
        if (stage.minSamples().isPresent()) {
            out.put("min_samples", stage.minSamples().getAsInt());
        }
        putAnalyses("analyses", stage.analyses(), out);
        if (stage.needsApproval()) {
            out.put("needs_approval", true);
        }
        if (stage.timeout() != null) {
            out.put("timeout", stage.timeout().toString());
        }
        return out.build();
    }

    private static void putAnalyses(String name, List<Analysis> analyses, JsonObject.Builder out) {
        if (!analyses.isEmpty()) {
            out.put(
                    name,
                    new JsonArray(
                            analyses.stream().<JsonValue>map(PlanWriter::write).toList()));
        }
    }

    private static JsonObject write(Analysis analysis) {
        JsonObject.Builder out = JsonObject.builder();
        if (!analysis.name().equals(analysis.check().source())) {
            out.put("name", analysis.name());
        }
        boolean isMetric = analysis.check() instanceof Check.Metric;
        if (analysis.check() instanceof Check.Metric metric) {
            out.put("metric", metric.source());
            putJudge(metric.judge(), out);
        } else {
            out.put("validator", analysis.check().source());
        }
        if (analysis.role() != Role.GUARDRAIL) {
            out.put("role", analysis.role().key());
        }
        if (!analysis.initialDelay().isZero()) {
            out.put("initial_delay", analysis.initialDelay().toString());
        }
        if (!analysis.interval().equals(Analysis.DEFAULT_INTERVAL)) {
            out.put("interval", analysis.interval().toString());
        }
        if (!analysis.timeout().equals(Analysis.DEFAULT_TIMEOUT)) {
            out.put("timeout", analysis.timeout().toString());
        }
        if (analysis.passes() != 1) {
            out.put("passes", analysis.passes());
        }
        putTolerance(analysis.tolerance(), isMetric ? Tolerance.OF_METRICS : Tolerance.OF_FUNCTIONS, out);
        if (analysis.noData() != NoData.HOLD) {
            out.put("no_data", analysis.noData().key());
        }
        return out.build();
    }

    private static void putJudge(Judge judge, JsonObject.Builder out) {
        if (judge instanceof Judge.Threshold threshold) {
            putNumber("min", threshold.min(), out);
            putNumber("max", threshold.max(), out);
        } else if (judge instanceof Judge.Ratio ratio) {
            putNumber("min_ratio", ratio.min(), out);
            putNumber("max_ratio", ratio.max(), out);
        }
    }

    private static void putNumber(String name, OptionalDouble number, JsonObject.Builder out) {
        if (number.isPresent()) {
            out.put(name, JsonNumber.of(number.getAsDouble()));
        }
    }

    private static void putTolerance(Tolerance tolerance, Tolerance unsaid, JsonObject.Builder out) {
        if (tolerance.equals(unsaid)) {
            return;
        }
        JsonObject.Builder limits = JsonObject.builder();
        tolerance.failures().ifPresent(count -> limits.put("failures", count));
        tolerance.consecutiveFailures().ifPresent(count -> limits.put("consecutive_failures", count));
        tolerance.consecutiveInconclusive().ifPresent(count -> limits.put("consecutive_inconclusive", count));
        if (tolerance.consecutiveErrors() != Tolerance.DEFAULT_ERRORS) {
            limits.put("consecutive_errors", tolerance.consecutiveErrors());
        }
        out.put("tolerance", limits.build());
    }

    private static JsonArray strings(List<String> values) {
        return new JsonArray(values.stream().<JsonValue>map(JsonString::new).toList());
    }
}
