package dev.flags.samples.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays cells out in columns, as plain text. */
public final class TextTable {
    private static final String GAP = "  ";

    private TextTable() {}

    /**
     * A heading, a rule and a line for each other row, each ended by {@code \n}, without spaces at their ends.
     *
     * @param left how many columns, from the first, are text, and aligned to the left; the others are numbers
     * @param rows the heading first; all have as many cells as it has
     */
    public static String format(int left, List<List<String>> rows) {
        int[] widths = widths(rows);
        List<List<String>> lines = new ArrayList<>(rows);
        lines.add(1, Arrays.stream(widths).mapToObj("-"::repeat).toList());
        StringBuilder text = new StringBuilder();
        lines.forEach(cells -> text.append(line(cells, left, widths)).append('\n'));
        return text.toString();
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int left, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            padded.add(i < left ? cell + padding : padding + cell);
        }
        return String.join(GAP, padded).stripTrailing();
    }
}
