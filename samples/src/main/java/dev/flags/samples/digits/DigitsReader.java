package dev.flags.samples.digits;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads digits from lines of comma-separated numbers: the pixels, then the label. */
final class DigitsReader {
    private static final int COLUMNS = Pixels.COUNT + 1;

    private DigitsReader() {}

    /**
     * Reads to the end, and stops at the first bad line.
     *
     * @param source what is read, for the message of an error
     * @throws IllegalArgumentException if a line is not a digit; names the source, the line (from 1) and the rule
     */
    static List<Digit> read(String source, BufferedReader lines) throws IOException {
        List<Digit> digits = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                digits.add(parse(line));
            } catch (IllegalArgumentException e) {
                int number = digits.size() + 1;
                throw new IllegalArgumentException(source + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return digits;
    }

    private static Digit parse(String line) {
        String[] values = line.split(",", -1);
        if (values.length != COLUMNS) {
            throw new IllegalArgumentException("expected " + COLUMNS + " values, found " + values.length);
        }
        byte[] ink = new byte[Pixels.COUNT];
        for (int i = 0; i < Pixels.COUNT; i++) {
            ink[i] = number(values, i);
        }
        return new Digit(Pixels.of(ink), number(values, Pixels.COUNT));
    }

    private static byte number(String[] values, int column) {
        try {
            return Byte.parseByte(values[column]);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "value " + (column + 1) + " is not a small whole number: \"" + values[column] + "\"", e);
        }
    }
}
