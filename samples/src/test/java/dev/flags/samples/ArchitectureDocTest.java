package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureDocTest {
    private static final Path PAGE = Docs.root().resolve("docs").resolve("architecture.md");

    @Test
    void classes_exist() throws IOException {
        assertThat(Sources.classesNamedIn(PAGE)).hasSizeGreaterThan(20).isSubsetOf(Sources.classNames());
    }

    @Test
    void packagesOfCore_areAllNamed() throws IOException {
        Path root = Docs.root().resolve("flags-core/src/main/java/dev/flags");
        try (Stream<Path> folders = Files.list(root)) {
            List<String> packages = folders.filter(Files::isDirectory)
                    .map(folder -> "`dev.flags." + folder.getFileName() + "`")
                    .toList();

            assertThat(Files.readString(PAGE)).contains(packages);
        }
    }
}
