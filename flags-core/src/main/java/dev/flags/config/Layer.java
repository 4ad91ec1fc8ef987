package dev.flags.config;

import com.google.common.collect.ImmutableMap;
import dev.flags.internal.JsonPointer;
import dev.flags.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scale that several flags share, each with slots of its own, so that a unit takes part in at most one of them.
 *
 * @param salt what units are hashed with, or null for the name
 * @param bucketBy the attributes whose value is the unit, the first that is present
 * @param slots the slots of each flag; {@value #HOLDOUT} reserves slots that no flag may use
 * @param extras {@code metadata}, and members that the format does not know, kept as they are
 */
public record Layer(
        String name, @Nullable String salt, List<String> bucketBy, Map<String, List<Slots>> slots, JsonObject extras) {
    /** The name under which slots are kept free of every flag. */
    public static final String HOLDOUT = "$holdout";

    /** Slots from {@code from} up to, and without, {@code to}. */
    public record Slots(int from, int to) {
        public Slots {
            new Checks()
                    .require(
                            0 <= from && from <= to && to <= Percentage.SCALE,
                            "",
                            () -> "is [" + from + ", " + to + "]; 0 <= from <= to <= 100000 is required")
                    .done();
        }

        /** The interval, such as {@code [0, 10000)}. */
        @Override
        public String toString() {
            return "[" + from + ", " + to + ")";
        }
    }

    public Layer {
        bucketBy = List.copyOf(bucketBy);
        ImmutableMap.Builder<String, List<Slots>> copy = ImmutableMap.builder();
        slots.forEach((flag, ranges) -> copy.put(flag, List.copyOf(ranges)));
        slots = copy.buildOrThrow();
        Checks checks = new Checks().documentName(name).names(bucketBy, "/bucket_by");
        checks.require(!bucketBy.isEmpty(), "/bucket_by", () -> "is empty; at least one attribute is required");
        if (salt != null) {
            checks.atMost(salt.length(), Limits.MAX_NAME_LENGTH, "characters", "/salt");
        }
        slots.keySet().forEach(flag -> checks.name(flag, JsonPointer.child("/slots", flag)));
        checkDisjoint(slots, checks);
        checks.done();
    }

    public String saltOrName() {
        return salt == null ? name : salt;
    }

    private static void checkDisjoint(Map<String, List<Slots>> slots, Checks checks) {
        record Placed(Slots slots, String pointer, int order) {}
        List<Placed> placed = new ArrayList<>();
        slots.forEach((flag, ranges) -> {
            for (int i = 0; i < ranges.size(); i++) {
                if (ranges.get(i).to() > ranges.get(i).from()) {
                    placed.add(new Placed(ranges.get(i), JsonPointer.child("/slots", flag) + "/" + i, placed.size()));
                }
            }
        });
        placed.sort(Comparator.comparingInt(p -> p.slots().from()));
        for (int i = 1; i < placed.size(); i++) {
            Placed before = placed.get(i - 1);
            Placed after = placed.get(i);
            checks.require(
                    before.slots().to() <= after.slots().from(),
                    before.order() > after.order() ? before.pointer() : after.pointer(),
                    () -> "slots overlap: " + before.slots() + " at " + before.pointer() + " and " + after.slots()
                            + " at " + after.pointer());
        }
    }
}
