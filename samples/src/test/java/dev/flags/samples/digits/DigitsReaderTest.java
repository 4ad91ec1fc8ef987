package dev.flags.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitsReaderTest {
    private static final String BLANK = "0,".repeat(64);
    private static final String GOOD = BLANK + "7";

    @Test
    void read_keepsTheOrderOfTheLines() throws IOException {
        assertThat(read(GOOD, "16," + "0,".repeat(63) + "1"))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(Digits.plain(0, 7)),
                        second -> assertThat(second.pixels().at(0)).isEqualTo(16));
    }

    @Test
    void read_withAnEmptyLine_namesTheLine() {
        assertRefused("", "expected 65 values, found 1");
    }

    @Test
    void read_withTooFewValues_namesTheLine() {
        assertRefused("0,".repeat(63) + "7", "expected 65 values, found 64");
    }

    @Test
    void read_withTooManyValues_namesTheLine() {
        assertRefused(GOOD + ",", "expected 65 values, found 66");
    }

    @Test
    void read_withAPixelOutOfRange_namesTheLine() {
        assertRefused("0,17," + "0,".repeat(62) + "1", "pixel 2 not in [0, 16]: 17");
    }

    @Test
    void read_withALabelOutOfRange_namesTheLine() {
        assertRefused(BLANK + "10", "label not in [0, 9]: 10");
    }

    @Test
    void read_withAWord_namesTheLineAndTheValue() {
        assertRefused(BLANK + "seven", "value 65 is not a small whole number: \"seven\"");
    }

    @Test
    void read_withANumberTooBigForAByte_namesTheLineAndTheValue() {
        assertRefused("300," + "0,".repeat(63) + "1", "value 1 is not a small whole number: \"300\"");
    }

    private static void assertRefused(String line, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(GOOD, GOOD, line, GOOD))
                .withMessage("some.csv, line 3: " + problem);
    }

    private static List<Digit> read(String... lines) throws IOException {
        return DigitsReader.read("some.csv", new BufferedReader(new StringReader(String.join("\n", lines))));
    }
}
