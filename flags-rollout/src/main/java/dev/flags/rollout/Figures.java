package dev.flags.rollout;

import com.google.common.collect.ImmutableMap;
import dev.flags.config.Members;
import dev.flags.config.Problems;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What metrics were last, to compare with where nobody gets the baseline at the same time. Immutable.
 *
 * @param stable what the stable version was like when it was promoted, if a rollout has done that
 * @param measured what each metric was in this rollout, by its name; what was not measured again is what it was before
 * @param mover who has moved the rollout on last, or began it
 */
record Figures(Optional<StableBaseline> stable, Map<String, Measurement> measured, String mover) {
    static final Figures NONE = new Figures(Optional.empty(), Map.of(), RolloutEvent.ENGINE);

    Figures {
        measured = ImmutableMap.copyOf(measured);
    }

    /** With what a metric is now. */
    Figures with(String metric, Measurement now) {
        Measurement before = measured.getOrDefault(metric, Measurement.NO_DATA);
        Map<String, Measurement> next = new HashMap<>(measured);
        next.put(metric, now.or(before));
        return new Figures(stable, next, mover);
    }

    Figures movedBy(String actor) {
        return new Figures(stable, measured, actor);
    }

    /** Of another rollout of the flag, or another attempt: only what is stable is known. */
    Figures after(Figures last) {
        return new Figures(last.stable, Map.of(), mover);
    }

    /** With a variant as the stable one, as it was measured last. */
    Figures promoted(String variant, Instant now) {
        Map<String, Double> values = new HashMap<>();
        measured.forEach((metric, last) -> last.candidate().ifPresent(value -> values.put(metric, value)));
        return new Figures(Optional.of(new StableBaseline(variant, values, now, mover)), measured, mover);
    }

    /** What a metric of the baseline was when there was one to measure, in this rollout or when it was promoted. */
    OptionalDouble ofBaseline(String metric, String variant) {
        OptionalDouble last = measured.getOrDefault(metric, Measurement.NO_DATA).baseline();
        if (last.isPresent()) {
            return last;
        }
        return stable.filter(known -> known.variant().equals(variant))
                .map(known -> known.values().get(metric))
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    JsonObject toJson() {
        JsonObject.Builder metrics = JsonObject.builder();
        measured.forEach((metric, last) -> {
            JsonObject.Builder values = JsonObject.builder();
            last.candidate().ifPresent(value -> values.put("candidate", JsonNumber.of(value)));
            last.baseline().ifPresent(value -> values.put("baseline", JsonNumber.of(value)));
            metrics.put(metric, values.build());
        });
        JsonObject.Builder out = JsonObject.builder().put("mover", mover).put("measured", metrics.build());
        stable.ifPresent(known -> out.put("stable", write(known)));
        return out.build();
    }

    private static JsonObject write(StableBaseline stable) {
        JsonObject.Builder values = JsonObject.builder();
        stable.values().forEach((metric, value) -> values.put(metric, JsonNumber.of(value)));
        return JsonObject.builder()
                .put("variant", stable.variant())
                .put("values", values.build())
                .put("since", stable.since().toString())
                .put("by", stable.by())
                .build();
    }

    static Figures read(Members members, Problems problems) {
        Map<String, Measurement> measured = new HashMap<>();
        JsonObject metrics = members.object("measured");
        metrics.members()
                .forEach((metric, value) -> Members.of(value, members.at("measured"), problems)
                        .ifPresent(values -> measured.put(
                                metric, new Measurement(values.number("candidate"), values.number("baseline")))));
        Optional<StableBaseline> stable = members.value("stable")
                .flatMap(value -> Members.of(value, members.at("stable"), problems))
                .map(Figures::stable);
        return new Figures(stable, measured, members.requiredString("mover"));
    }

    private static StableBaseline stable(Members members) {
        Map<String, Double> values = new HashMap<>();
        Members numbers = new Members(members.object("values"), members.at("values"), new Problems("the baseline"));
        numbers.names().forEach(metric -> numbers.number(metric).ifPresent(value -> values.put(metric, value)));
        return new StableBaseline(
                members.requiredString("variant"),
                values,
                StateCodec.instant(members, "since"),
                members.requiredString("by"));
    }
}
