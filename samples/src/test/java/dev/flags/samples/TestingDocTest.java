package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page about testing: its classes are compiled together, its tests pass, and its statements run. */
class TestingDocTest {
    static final String PAGE = "docs/testing.md";

    @TempDir
    private Path directory;

    private final List<JavaSnippet> classes = new ArrayList<>();
    private final List<JavaSnippet> statements = new ArrayList<>();

    @BeforeEach
    void compileClasses() throws IOException {
        Path page = Docs.root().resolve(PAGE);
        Docs.blocks(page, "java").stream()
                .map(JavaSnippet::new)
                .forEach(snippet -> (snippet.isClass() ? classes : statements).add(snippet));
        Path file = Files.createDirectories(directory.resolve("config")).resolve("feature_flags.json");
        Files.writeString(file, Docs.blocks(page, "json").get(0).text());
        classes.forEach(snippet -> assertThat(snippet.compileInto(directory))
                .as(snippet.toString())
                .isEmpty());
    }

    @Test
    @Timeout(120)
    void tests_pass() throws Exception {
        List<String> program = new ArrayList<>(List.of(RunTests.class.getName()));
        classes.stream()
                .map(JavaSnippet::className)
                .filter(name -> name.endsWith("Test") || name.endsWith("Properties"))
                .forEach(program::add);

        assertThat(output(JavaSnippet.start(directory, program.toArray(String[]::new))))
                .endsWith("17 tests succeeded\n");
    }

    @Test
    @Timeout(60)
    void statements_run() throws Exception {
        assertThat(statements).isNotEmpty();
        for (JavaSnippet snippet : statements) {
            assertThat(snippet.compileInto(directory)).as(snippet.toString()).isEmpty();
            assertThat(output(snippet.start(directory)).lines()).containsAll(snippet.promisedOutput());
        }
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
