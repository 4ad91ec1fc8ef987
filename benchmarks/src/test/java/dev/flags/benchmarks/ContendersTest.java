package dev.flags.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContendersTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("all")
    void answers_areThoseOfTheWorkload(String id, Workload workload, Contender contender) {
        assertThatCode(() -> AnswerCheck.check(contender, workload, directory.resolve("flags.json")))
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> all() {
        return Contenders.all().stream()
                .flatMap(contender -> contender.workloads().stream()
                        .map(workload -> Arguments.of(contender.id(), workload, contender)));
    }

    @Test
    void ids_areUnique() {
        assertThat(Contenders.all()).extracting(Contender::id).doesNotHaveDuplicates();
    }
}
