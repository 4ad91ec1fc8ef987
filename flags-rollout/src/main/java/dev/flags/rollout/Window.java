package dev.flags.rollout;

import dev.flags.config.Members;
import dev.flags.config.Problems;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.rollout.Input.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often the arms have answered in one process, by flag, each since its stage began. Immutable.
 *
 * @param counts by the flag's name
 */
record Window(Map<String, Count> counts) {
    static final Window NONE = new Window(Map.of());

    Window {
        counts = Map.copyOf(counts);
    }

    /** In which stage of which attempt of which rollout. */
    record Place(String rollout, int attempt, int stage) {
        static Place of(RolloutDocument document) {
            return new Place(document.id(), document.attempt(), RolloutDocument.stageOf(document.state()));
        }
    }

    record Count(Place place, Samples samples) {}

    Samples samples(RolloutDocument document) {
        Count count = counts.get(document.flag());
        return count != null && count.place().equals(Place.of(document)) ? count.samples() : Samples.NONE;
    }

    JsonObject toJson() {
        JsonObject.Builder out = JsonObject.builder();
        new TreeMap<>(counts)
                .forEach((flag, count) -> out.put(
                        flag,
                        JsonObject.builder()
                                .put("rollout", count.place().rollout())
                                .put("attempt", count.place().attempt())
                                .put("stage", count.place().stage())
                                .put("candidate", count.samples().candidate())
                                .put("control", count.samples().control())
                                .build()));
        return out.build();
    }

    /** What cannot be read counts for nothing. */
    static Window read(String text) {
        Problems problems = new Problems("a window");
        Map<String, Count> counts = new HashMap<>();
        try {
            if (JsonValue.parse(text) instanceof JsonObject json) {
                json.members()
                        .forEach((flag, value) ->
                                Members.of(value, "", problems).ifPresent(members -> counts.put(flag, count(members))));
            }
        } catch (JsonSyntaxException e) {
            return NONE;
        }
        return problems.found().isEmpty() ? new Window(counts) : NONE;
    }

    private static Count count(Members members) {
        Place place = new Place(
                members.requiredString("rollout"),
                members.integer("attempt").orElse(0),
                members.integer("stage").orElse(-1));
        long candidate = (long) members.number("candidate").orElse(0);
        long control = (long) members.number("control").orElse(0);
        return new Count(place, new Samples(Math.max(0, candidate), Math.max(0, control)));
    }
}
