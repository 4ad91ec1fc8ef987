package dev.flags.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CombinationsProperties {
    private static Map<String, List<String>> variants(List<Integer> sizes) {
        Map<String, List<String>> variants = new LinkedHashMap<>();
        for (int flag = 0; flag < sizes.size(); flag++) {
            variants.put(
                    "f" + flag,
                    IntStream.range(0, sizes.get(flag)).mapToObj(i -> "v" + i).toList());
        }
        return variants;
    }

    private record Meeting(String left, String leftVariant, String right, String rightVariant) {}

    private static Set<Meeting> meetings(List<Map<String, String>> rows) {
        Set<Meeting> met = new HashSet<>();
        rows.forEach(row -> row.forEach((left, leftVariant) -> row.forEach((right, rightVariant) -> {
            if (left.compareTo(right) < 0) {
                met.add(new Meeting(left, leftVariant, right, rightVariant));
            }
        })));
        return met;
    }

    @Property(tries = 200)
    void pairs_allMeet(@ForAll @Size(min = 2, max = 8) List<@IntRange(min = 1, max = 5) Integer> sizes) {
        Map<String, List<String>> variants = variants(sizes);
        List<Map<String, String>> all = Combinations.of(variants, Integer.MAX_VALUE);
        List<Map<String, String>> pairwise = Combinations.of(variants, 1);

        assertThat(meetings(pairwise)).isEqualTo(meetings(all));
        assertThat(pairwise).allSatisfy(row -> assertThat(row.keySet()).isEqualTo(variants.keySet()));
        assertThat(pairwise.size()).isLessThanOrEqualTo(all.size());
    }

    @Property(tries = 200)
    void pairwise_needsNoRowTwice(@ForAll @Size(min = 2, max = 8) List<@IntRange(min = 1, max = 5) Integer> sizes) {
        assertThat(Combinations.of(variants(sizes), 1)).doesNotHaveDuplicates();
    }

    /** With the optimum at 6 for ten of them, which a greedy choice need not find. */
    @Example
    void manyBooleans_needFewRows() {
        assertThat(Combinations.of(variants(Collections.nCopies(10, 2)), 64)).hasSizeLessThanOrEqualTo(10);
        assertThat(Combinations.of(variants(Collections.nCopies(100, 2)), 64)).hasSizeLessThanOrEqualTo(15);
    }

    @Property(tries = 100)
    void exhaustive_isEveryCombinationOnce(@ForAll @Size(max = 4) List<@IntRange(min = 1, max = 4) Integer> sizes) {
        List<Map<String, String>> all = Combinations.of(variants(sizes), 256);

        assertThat(all).doesNotHaveDuplicates().hasSize(sizes.stream().reduce(1, Math::multiplyExact));
    }
}
