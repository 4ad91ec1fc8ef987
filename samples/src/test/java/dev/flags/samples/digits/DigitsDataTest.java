package dev.flags.samples.digits;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitsDataTest {
    @Test
    void readAll_readsEveryLine() {
        assertThat(DigitsData.readAll()).hasSize(1797);
    }

    @Test
    void readAll_readsTheFirstDigit() {
        Digit first = DigitsData.readAll().get(0);

        assertThat(first.label()).isZero();
        assertThat(first.pixels())
                .asString()
                .startsWith("[0, 0, 5, 13, 9, 1, 0, 0,")
                .endsWith(" 0, 0, 6, 13, 10, 0, 0, 0]");
    }

    @Test
    void readAll_hasEachLabelAboutEquallyOften() {
        assertThat(DigitsData.readAll().stream().collect(groupingBy(Digit::label, counting())))
                .hasSize(Digit.LABELS)
                .allSatisfy((label, count) -> assertThat(count).isBetween(174L, 183L));
    }

    @Test
    void load_isTheSameEveryTime() {
        assertThat(DigitsData.load()).isEqualTo(DigitsData.load());
    }

    @Test
    void load_isTheSameOnEveryJdk() {
        DigitsData data = DigitsData.load();

        // The first ones: the shuffle goes from the end to the start, so each depends on all swaps before it.
        assertThat(data.training().stream().limit(10).map(Digit::label)).containsExactly(3, 8, 9, 6, 2, 7, 8, 3, 9, 5);
        assertThat(data.requests().stream().limit(10).map(Digit::label)).containsExactly(9, 6, 0, 6, 1, 8, 9, 3, 7, 1);
    }

    @Test
    void load_putsEachDigitInExactlyOneHalf() {
        DigitsData data = DigitsData.load();
        List<Digit> both = new ArrayList<>(data.training());
        both.addAll(data.requests());

        assertThat(data.training()).hasSize(898);
        assertThat(data.requests()).hasSize(899);
        assertThat(both).containsExactlyInAnyOrderElementsOf(DigitsData.readAll());
    }

    @Test
    void load_hasEachLabelInBothHalves() {
        DigitsData data = DigitsData.load();

        assertThat(data.training().stream().collect(groupingBy(Digit::label, counting())))
                .hasSize(Digit.LABELS)
                .allSatisfy((label, count) -> assertThat(count).isGreaterThan(60));
        assertThat(data.requests().stream().collect(groupingBy(Digit::label, counting())))
                .hasSize(Digit.LABELS)
                .allSatisfy((label, count) -> assertThat(count).isGreaterThan(60));
    }
}
