package dev.flags.samples.digits;

import static java.util.Collections.frequency;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class KNearestNeighboursProperties {
    @Property
    void classify_agreesWithSortingTheWholeTrainingSet(
            @ForAll @Size(min = 7, max = 30) List<@From("digits") Digit> training,
            @ForAll("digits") Digit asked,
            @ForAll @IntRange(min = 1, max = 7) int k) {
        assertThat(KNearestNeighbours.train(k, training).classify(asked)).isEqualTo(naive(k, training, asked));
    }

    /** Both sorts are stable, so the first in training and the nearest in the vote win a tie. */
    private static int naive(int k, List<Digit> training, Digit asked) {
        List<Integer> nearest = training.stream()
                .sorted(comparing(digit -> asked.pixels().squaredDistanceTo(digit.pixels())))
                .limit(k)
                .map(Digit::label)
                .toList();
        return nearest.stream()
                .sorted(comparing(label -> -frequency(nearest, label)))
                .findFirst()
                .orElseThrow();
    }

    /** Few inks and few labels, so that ties are common. */
    @Provide
    Arbitrary<Digit> digits() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 3))
                .as(Digits::plain);
    }
}
