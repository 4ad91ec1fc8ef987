package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class PiecesProperties {
    private static final int SCALE = 100_000;

    @Property
    void eachSlot_isInTheFirstPieceThatEndsAfterIt(
            @ForAll @Size(max = 20) Set<@IntRange(min = 1, max = SCALE - 1) Integer> cuts,
            @ForAll @IntRange(max = SCALE - 1) int slot) {
        List<Integer> ends = new ArrayList<>(new TreeSet<>(cuts));
        ends.add(SCALE);
        Pieces pieces = pieces(ends);

        assertThat(pieces.count()).isEqualTo(ends.size());
        assertThat(pieces.firstEnd()).isEqualTo(ends.get(0));
        assertThat(variant(pieces, slot)).isEqualTo(expected(ends, slot));
        for (int end : ends) {
            assertThat(variant(pieces, end - 1)).isEqualTo(expected(ends, end - 1));
            assertThat(end == SCALE ? "none" : variant(pieces, end))
                    .isEqualTo(end == SCALE ? "none" : expected(ends, end));
        }
    }

    /** Those with an odd number have nothing. */
    private static Pieces pieces(List<Integer> ends) {
        List<@Nullable Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            outcomes.add(i % 2 == 0 ? outcome(i) : null);
        }
        return new Pieces(
                ends.stream().mapToInt(Integer::intValue).toArray(), outcomes.toArray(new @Nullable Outcome[0]));
    }

    private static String expected(List<Integer> ends, int slot) {
        int piece = 0;
        while (slot >= ends.get(piece)) {
            piece++;
        }
        return piece % 2 == 0 ? "rule " + piece : "none";
    }

    private static String variant(Pieces pieces, int slot) {
        Outcome outcome = pieces.at(slot);
        return outcome == null ? "none" : String.valueOf(outcome.evaluation().rule());
    }

    private static Outcome outcome(int piece) {
        Flag flag = Flag.builder("f").build();
        return new Outcomes("f", flag.definition(), 1, new FlagCounters()).of("on", Reason.SPLIT, "rule " + piece);
    }
}
