package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/** What the README shows of a program's output, which differs from run to run in its numbers only. */
final class ReadmeOutput {
    private ReadmeOutput() {}

    /**
     * Fails if the README shows a line that the program does not print, or another order.
     *
     * @param heading by which the block is known
     */
    static void assertIsPartOf(String heading, String output) throws IOException {
        String shown = Docs.blocks(Docs.root().resolve("README.md"), "text").stream()
                .map(Docs.Block::text)
                .filter(text -> text.contains(heading))
                .findFirst()
                .orElseThrow();

        assertThat(normalised(output)).containsSubsequence(normalised(shown.replace("...\n", "")));
    }

    private static List<String> normalised(String text) {
        return text.lines()
                .map(line -> line.replaceAll("[0-9][0-9.:]*", "#")
                        .replaceAll("-{2,}", "--")
                        .replaceAll(" +", " "))
                .toList();
    }
}
