package dev.flags.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContenderTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("answering")
    void answers_areThoseOfTheWorkload(Contender contender, Workload workload) throws Exception {
        Library library = contender.library();
        Path document = Files.writeString(directory.resolve("flags.json"), library.document(workload));
        Session session = library.open(workload, document);
        try {
            assertThatCode(() -> AnswerCheck.check(session.question(), contender, workload))
                    .doesNotThrowAnyException();
        } finally {
            session.resources().close();
        }
    }

    static Stream<Arguments> answering() {
        return Arrays.stream(Contender.values())
                .filter(Contender::answers)
                .flatMap(contender -> Arrays.stream(Workload.values())
                        .filter(contender::canDo)
                        .map(workload -> Arguments.of(contender, workload)));
    }

    @ParameterizedTest
    @EnumSource
    void differs_isPartOfASentence(Contender contender) {
        assertThat(contender.differs()).doesNotEndWith(".");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "NOTHING|LOOKUP.*|REFERENCE.*|FLAGS|FLAGS_.*")
    void titlesOfOthers_haveVersions(Contender contender) {
        assertThat(contender.title()).matches(".+ \\d+(\\.\\d+)+");
    }
}
