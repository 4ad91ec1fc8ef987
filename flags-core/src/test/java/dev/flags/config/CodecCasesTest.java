package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.CodecCases.Case;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library takes every case of valid.json, and refuses every case of invalid.json at the place that is wrong. */
class CodecCasesTest {
    static List<Case> valid() {
        return CodecCases.of("valid.json");
    }

    static Stream<Case> invalid() {
        return CodecCases.of("invalid.json").stream().filter(c -> !c.isAboutElements() && !c.isWarning());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void validCase_isRead(Case c) {
        assertThat(CodecCases.errors(c.file())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void invalidCase_isRefusedWhereItIsWrongAndOnlyThere(Case c) {
        List<Problem> errors = CodecCases.errors(c.file());
        assertThat(errors)
                .filteredOn(problem -> problem.pointer().startsWith(c.document()))
                .extracting(Problem::pointer)
                .containsExactly(c.pointer());
        if (!c.name().contains("each other") && !c.name().startsWith("a cycle of")) {
            assertThat(errors).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void message_saysWhatIsWrongInOneShortLine(Case c) {
        assertThat(CodecCases.errors(c.file()))
                .isNotEmpty()
                .extracting(Problem::message)
                .allSatisfy(
                        message -> assertThat(message)
                                .hasSizeBetween(10, 400)
                                .doesNotContain("\n", "Exception", "java.", "Optional", "[]")
                                .containsPattern(
                                        "allowed|required|requires|legal|reads|must|need|too|there is no|has no|unknown"
                                                + "|no value of|no JSON|no ISO|such as|not in|not a|finer|overlap|more than|not 0 <="));
    }

    @Test
    void whatIsOnlyAWarning_isReadAndPointedAt() {
        assertThat(CodecCases.of("invalid.json"))
                .filteredOn(Case::isWarning)
                .hasSize(2)
                .allSatisfy(row -> assertThat(CodecCases.problems(row.file()))
                        .singleElement()
                        .returns(row.pointer(), Problem::pointer)
                        .returns(Problem.Severity.WARNING, Problem::severity));
    }

    @Test
    void casesAboutElements_areTheOnlyOnesLeftToTheStore() {
        assertThat(CodecCases.of("invalid.json"))
                .filteredOn(Case::isAboutElements)
                .hasSize(9);
    }
}
