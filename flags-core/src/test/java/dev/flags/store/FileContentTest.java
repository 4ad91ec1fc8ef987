package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.CodecCases;
import dev.flags.config.CodecCases.Case;
import dev.flags.config.DocumentKey;
import dev.flags.config.Problem;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be wrong with the elements of a file before any of them is read. */
class FileContentTest {
    static Stream<Case> cases() {
        return CodecCases.of("/dev/flags/config/invalid.json").stream().filter(Case::isAboutElements);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void wrongElement_isNoDocumentAndNamed(Case c) {
        FileContent content = read(c.file());

        assertThat(content.documents().keySet())
                .allMatch(key -> !content.refused().contains(key));
        assertThat(content.problems())
                .hasSize(1)
                .allMatch(Problem::isError)
                .allMatch(p -> p.pointer().equals(c.pointer()) || p.message().contains(c.pointer()));
    }

    @Test
    void documentsOfOneName_areAllRefusedAndTheOthersNot() {
        FileContent content = read("""
                {"flags": [{"name": "f", "status": "enabled"}, {"name": "g", "status": "enabled"},
                           {"name": "f", "status": "disabled"}, {"name": "f", "status": "enabled"}],
                 "segments": [{"name": "f"}]}
                """);

        assertThat(content.refused()).containsExactly(DocumentKey.flag("f"));
        assertThat(content.documents()).containsOnlyKeys(DocumentKey.flag("g"), DocumentKey.segment("f"));
        assertThat(content.problems()).hasSize(2);
    }

    private static FileContent read(String file) {
        return FileContent.read(file.getBytes(StandardCharsets.UTF_8)).orThrow();
    }
}
