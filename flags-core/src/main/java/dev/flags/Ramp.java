package dev.flags;

import dev.flags.BucketFinding.Entry;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.util.List;

/** From which percentage on a slot belongs to the variant that grows with it, for splits that are set by a percentage. */
@FunctionalInterface
interface Ramp {
    /** For all other splits, which do not say who would lose what another gains. */
    Ramp NONE = slot -> List.of();

    /** At most one. */
    List<Entry> entries(int slot);

    /** A variant that has the slots from 0 up to the percentage. */
    static Ramp fromZero(String variant) {
        return slot -> List.of(new Entry(variant, new Percentage(slot + 1)));
    }

    /** A rollout, whose candidate has the slots from 0 up to its share; none if these ranges are different. */
    static Ramp of(Rollout rollout) {
        List<SlotRange> candidate = rollout.serve().effectiveRanges().stream()
                .filter(range -> range.variant().equals(rollout.candidate()) && !range.isAnchor())
                .toList();
        boolean isFromZero = candidate.isEmpty()
                || (candidate.size() == 1 && candidate.get(0).from() == 0);
        return isFromZero ? fromZero(rollout.candidate()) : NONE;
    }

    /** The split of a rich flag's last step, if {@link FlagEdits#percentage} can set it. */
    static Ramp ofLastStep(Flag flag) {
        return slot -> {
            try {
                return lastStepEntries(flag, slot);
            } catch (IllegalStateException | IllegalArgumentException e) {
                return List.of(); // setting a percentage would be refused, and say why
            }
        };
    }

    private static List<Entry> lastStepEntries(Flag flag, int slot) {
        int none = 0;
        int all = Percentage.SCALE;
        if (!isOn(flag, slot, all)) {
            return List.of();
        }
        while (all - none > 1) {
            int middle = (none + all) >>> 1;
            if (isOn(flag, slot, middle)) {
                all = middle;
            } else {
                none = middle;
            }
        }
        return List.of(new Entry(((Rich) flag.definition()).onVariant(), new Percentage(all)));
    }

    /** Whether a slot would be on if the percentage were set. The slots that are on only grow with it. */
    private static boolean isOn(Flag flag, int slot, int percentage) {
        Rich rich =
                (Rich) FlagEdits.percentage(flag, new Percentage(percentage)).definition();
        Split split = (Split) rich.defaultServe();
        return split.effectiveRanges().stream()
                .anyMatch(range -> range.includes(slot) && range.variant().equals(rich.onVariant()));
    }
}
