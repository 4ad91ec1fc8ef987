package dev.flags.junit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The combinations of variants that a test is run under. */
final class Combinations {
    private Combinations() {}

    /**
     * All combinations, the first flag varying slowest; or if there are more than a limit, some in which any two variants of
     * two flags meet.
     *
     * @param variants of each flag, at least one of each
     */
    static List<Map<String, String>> of(Map<String, List<String>> variants, int exhaustiveUpTo) {
        int[] sizes = variants.values().stream().mapToInt(List::size).toArray();
        List<int[]> rows = count(sizes) <= exhaustiveUpTo || sizes.length == 1 ? all(sizes) : Pairwise.of(sizes);
        return rows.stream().map(row -> named(row, variants)).toList();
    }

    /** How many there are, or a number beyond any limit. */
    private static long count(int[] sizes) {
        long count = 1;
        for (int size : sizes) {
            count = Math.min(count * size, Integer.MAX_VALUE + 1L);
        }
        return count;
    }

    private static List<int[]> all(int[] sizes) {
        List<int[]> rows = new ArrayList<>();
        for (long i = 0; i < count(sizes); i++) {
            int[] row = new int[sizes.length];
            long rest = i;
            for (int flag = sizes.length - 1; flag >= 0; flag--) {
                row[flag] = (int) (rest % sizes[flag]);
                rest /= sizes[flag];
            }
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, String> named(int[] row, Map<String, List<String>> variants) {
        List<String> flags = List.copyOf(variants.keySet());
        Map<String, String> named = new LinkedHashMap<>();
        IntStream.range(0, row.length)
                .forEach(i -> named.put(
                        flags.get(i),
                        variants.getOrDefault(flags.get(i), List.of()).get(row[i])));
        return named;
    }
}
