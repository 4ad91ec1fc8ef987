package dev.flags.samples.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What one person did in one year.
 *
 * @param hasDeductible whether the person was given the individual deductible plan
 * @param visits visits to a doctor
 * @param diseases chronic diseases before the trial, an index
 * @param background all that is known from before the trial: plan and health
 */
record PersonYear(boolean hasDeductible, double visits, double diseases, List<Double> background) {
    private static final String FILE = "randhie-every5th.csv";
    private static final List<String> COLUMNS =
            List.of("mdvis", "lncoins", "idp", "lpi", "fmde", "physlm", "disea", "hlthg", "hlthf", "hlthp");
    private static final int VISITS = COLUMNS.indexOf("mdvis");
    private static final int DEDUCTIBLE = COLUMNS.indexOf("idp");
    private static final int DISEASES = COLUMNS.indexOf("disea");

    PersonYear {
        background = List.copyOf(background);
    }

    /** All of the trial, in the order of the file. */
    static List<PersonYear> load() throws IOException {
        try (InputStream in = Objects.requireNonNull(PersonYear.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read(lines);
        }
    }

    /** @throws IllegalArgumentException if a line is not a person-year; names the line, from 1, and the rule */
    static List<PersonYear> read(BufferedReader lines) {
        List<String> all = lines.lines().toList();
        if (all.isEmpty() || !all.get(0).equals(String.join(",", COLUMNS))) {
            throw new IllegalArgumentException(FILE + ", line 1: expected the columns " + COLUMNS);
        }
        return IntStream.range(1, all.size())
                .mapToObj(i -> parse(all.get(i), i + 1))
                .toList();
    }

    private static PersonYear parse(String line, int number) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS.size()) {
            throw new IllegalArgumentException(
                    FILE + ", line " + number + ": expected " + COLUMNS.size() + " values, found " + cells.length);
        }
        try {
            List<Double> values = Arrays.stream(cells).map(Double::valueOf).toList();
            return new PersonYear(
                    values.get(DEDUCTIBLE) == 1,
                    values.get(VISITS),
                    values.get(DISEASES),
                    values.subList(VISITS + 1, values.size()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(FILE + ", line " + number + ": not a number in " + line, e);
        }
    }
}
