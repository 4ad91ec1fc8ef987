package dev.flags.samples.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonYearTest {
    private static final String HEADING = "mdvis,lncoins,idp,lpi,fmde,physlm,disea,hlthg,hlthf,hlthp\n";

    private static List<PersonYear> read(String text) {
        return PersonYear.read(new BufferedReader(new StringReader(text)));
    }

    @Test
    void line_isAYearOfAPerson() {
        assertThat(read(HEADING + "2,4.61512,1,6.907755,0.0,0.0,13.73189,1,0,0\n"))
                .containsExactly(new PersonYear(
                        true, 2, 13.73189, List.of(4.61512, 1.0, 6.907755, 0.0, 0.0, 13.73189, 1.0, 0.0, 0.0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 'line 1: expected the columns [mdvis, lncoins'",
                "'a,b' | 'line 1: expected the columns [mdvis, lncoins'",
                "'%s1,2' | 'line 2: expected 10 values, found 2'",
                "'%s1,2,3,4,5,6,7,8,9,x' | 'line 2: not a number in 1,2,3,4,5,6,7,8,9,x'",
            })
    void whatIsNoYear_isRefusedWithItsLine(String text, String why) {
        assertThatThrownBy(() -> read(text.formatted(HEADING)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("randhie-every5th.csv, ")
                .hasMessageContaining(why);
    }

    /** By a sum that was computed elsewhere. */
    @Test
    void trial_isWhole() throws IOException {
        List<PersonYear> years = PersonYear.load();

        assertThat(years).hasSize(4_038);
        assertThat(years.stream().filter(PersonYear::hasDeductible)).hasSize(1_058);
    }
}
