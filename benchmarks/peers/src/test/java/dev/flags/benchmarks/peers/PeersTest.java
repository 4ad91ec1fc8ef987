package dev.flags.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.flags.benchmarks.AnswerCheck;
import dev.flags.benchmarks.Contender;
import dev.flags.benchmarks.Contenders;
import dev.flags.benchmarks.Workload;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PeersTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("all")
    void answers_areThoseOfTheWorkload(String id, Workload workload, Contender contender) {
        assertThatCode(() -> AnswerCheck.check(contender, workload, directory.resolve("flags.json")))
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> all() {
        return new Peers()
                .contenders().stream()
                        .flatMap(contender -> contender.workloads().stream()
                                .map(workload -> Arguments.of(contender.id(), workload, contender)));
    }

    @Test
    void peers_areAmongTheContenders() {
        assertThat(Contenders.all()).extracting(Contender::id).contains("flags", "unleash");
    }

    static Stream<Contender> peers() {
        return new Peers().contenders().stream();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void differs_isPartOfASentence(Contender contender) {
        assertThat(contender.differs()).doesNotEndWith(".");
    }

    @ParameterizedTest
    @MethodSource("peers")
    void titles_haveVersions(Contender contender) {
        assertThat(contender.title()).matches(".+ \\d+(\\.\\d+)+");
    }
}
