package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SecurityDocTest {
    private static final Path PAGE = Docs.root().resolve("SECURITY.md");

    @Test
    void everyControl_namesATestThatExists() throws IOException {
        List<String> controls = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| control"))
                .toList();

        assertThat(controls)
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(control -> assertThat(control).containsPattern(Pattern.compile("`\\w+(Test|Properties)`")));
        assertThat(Sources.classesNamedIn(PAGE)).isSubsetOf(Sources.classNames());
    }
}
