package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

/** Intervals of a family do not contradict its adjusted p-values. */
class MultiplicityProperties {
    @Property
    void intervalsAndAdjustedPValues_agree(
            @ForAll Multiplicity method,
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 1e-6, max = 0.2) @Scale(6) Double> p,
            @ForAll @DoubleRange(min = 0.001, max = 0.3) @Scale(3) double alpha) {
        Map<Integer, PValue> family = new TreeMap<>();
        p.forEach(each -> family.put(family.size(), PValue.of(each)));
        double level = method.intervalAlpha(family.values(), alpha);

        Map<Integer, PValue> adjusted = method.adjust(family);

        boolean isBonferronis = method == Multiplicity.HOLM || method == Multiplicity.HOCHBERG;
        family.forEach((metric, unadjusted) -> {
            boolean isFound = adjusted.getOrDefault(metric, PValue.ONE).isBelow(alpha);
            boolean excludesNull = unadjusted.isBelow(level * (1 - 1e-12)); // what is equal is a matter of rounding
            assertThat(isFound || !excludesNull).isTrue();
            assertThat(isBonferronis || !isFound || unadjusted.isBelow(level * (1 + 1e-12)))
                    .isTrue();
        });
    }

    @Example
    void levels_areThoseOfTheirSources() {
        List<PValue> family = List.of(PValue.of(0.001), PValue.of(0.02), PValue.of(0.6), PValue.of(0.9));

        assertThat(Multiplicity.BONFERRONI.intervalAlpha(family, 0.05)).isEqualTo(0.0125);
        assertThat(Multiplicity.HOLM.intervalAlpha(family, 0.05)).isEqualTo(0.0125);
        assertThat(Multiplicity.SIDAK.intervalAlpha(family, 0.05)).isCloseTo(0.012741455098566168, within(1e-15));
        assertThat(Multiplicity.BENJAMINI_HOCHBERG.intervalAlpha(family, 0.05))
                .isEqualTo(0.025); // two of four are found
        assertThat(Multiplicity.BENJAMINI_YEKUTIELI.intervalAlpha(family, 0.05))
                .isCloseTo(0.006, within(1e-15)); // one is
        assertThatThrownBy(() -> Multiplicity.HOLM.intervalAlpha(List.of(), 0.05))
                .hasMessage("number of p-values is below 1: 0");
    }
}
