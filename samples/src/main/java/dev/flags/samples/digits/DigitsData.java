package dev.flags.samples.digits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * The handwritten digits in two halves that share none. Immutable, and the same in every run and on every JDK.
 *
 * <pre>{@code
 * DigitsData data = DigitsData.load();
 * Classifier oldModel = NearestCentroid.train(data.training());
 * List<Request> traffic = Traffic.over(data.requests());
 * }</pre>
 *
 * @param training what the models learn from
 * @param requests what they are asked about; no model has seen these
 */
public record DigitsData(List<Digit> training, List<Digit> requests) {
    /** Changing it changes which digits train the models, and with them every number that the sample prints. */
    static final long SPLIT_SEED = 1998;

    private static final String RESOURCE = "digits.csv.gz";

    /** Copies both lists. */
    public DigitsData {
        training = List.copyOf(training);
        requests = List.copyOf(requests);
    }

    /**
     * Loads all digits from the class path and splits them.
     *
     * @throws IllegalArgumentException if a line of the file is not a digit
     * @throws UncheckedIOException if the file cannot be read
     */
    public static DigitsData load() {
        return split(readAll());
    }

    /** All digits, in the order of the file. */
    static List<Digit> readAll() {
        try (BufferedReader lines = open()) {
            return DigitsReader.read(RESOURCE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    private static BufferedReader open() throws IOException {
        InputStream file = DigitsData.class.getResourceAsStream(RESOURCE);
        if (file == null) {
            throw new IllegalStateException("not on the class path, beside DigitsData: " + RESOURCE);
        }
        InputStream plain = new GZIPInputStream(file);
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII));
    }

    /**
     * Shuffles the digits with {@link Random}, whose numbers are specified for every Java version, seeded with
     * {@value #SPLIT_SEED}. The first half is for training; of an odd number, the requests get the one left over.
     */
    static DigitsData split(List<Digit> digits) {
        List<Digit> shuffled = new ArrayList<>(digits);
        Collections.shuffle(shuffled, new Random(SPLIT_SEED));
        int half = shuffled.size() / 2;
        return new DigitsData(shuffled.subList(0, half), shuffled.subList(half, shuffled.size()));
    }
}
