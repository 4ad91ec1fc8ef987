package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class LogLinesProperties {
    private static Path directory = Path.of("");

    @BeforeContainer
    static void make() throws IOException {
        directory = Files.createTempDirectory("lines");
        Files.createDirectories(layout().audit());
    }

    @AfterContainer
    static void delete() throws IOException {
        for (Path path : List.of(layout().segment(1), layout().audit(), layout().directory(), directory)) {
            Files.deleteIfExists(path);
        }
    }

    /** The length of each line; some as long as several blocks. */
    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.integers().between(0, 3_000)),
                        Tuple.of(2, Arbitraries.integers().between(65_530, 65_540)),
                        Tuple.of(1, Arbitraries.integers().between(100_000, 400_000)))
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 60)
    void backwards_areTheSameLinesInTheOtherOrder(@ForAll("lengths") List<Integer> lengths, @ForAll boolean isTorn)
            throws IOException {
        List<String> lines = write(lengths, isTorn ? 70_000 : 0);
        long size = Files.size(layout().segment(1));

        List<String> forwards = new ArrayList<>();
        new LogLines(layout()).forwards(1, 0, size, line -> forwards.add(text(line)));
        List<String> backwards = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        new LogLines(layout()).backwards(new LogPosition(1, size, 0, ""), (line, segment, offset) -> {
            offsets.add(offset);
            return backwards.add(text(line));
        });

        assertThat(forwards).isEqualTo(lines);
        Collections.reverse(lines);
        assertThat(backwards).isEqualTo(lines);
        long end = lines.stream().mapToLong(line -> line.length() + 1).sum();
        for (int i = 0; i < lines.size(); i++) {
            end -= lines.get(i).length() + 1;
            assertThat(offsets.get(i)).isEqualTo(end);
            assertThat(new LogLines(layout()).number(1, end)).isEqualTo(lines.size() - i);
        }
    }

    @Property(tries = 20)
    void backwards_endWhereTheActionSaysSo(@ForAll("lengths") List<Integer> lengths) throws IOException {
        List<String> lines = write(lengths, 0);
        for (int count = 1; count <= lines.size(); count++) {
            List<String> seen = new ArrayList<>();
            int enough = count;
            new LogLines(layout()).backwards(new LogPosition(1, Long.MAX_VALUE, 0, ""), (line, segment, offset) -> {
                seen.add(text(line));
                return seen.size() < enough;
            });
            assertThat(seen).hasSize(count);
        }
    }

    /** @param torn how many bytes of a line that was never ended come after the others */
    private static List<String> write(List<Integer> lengths, int torn) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int length : lengths) {
            String line = Character.toString('a' + lines.size() % 26).repeat(length);
            lines.add(line);
            out.writeBytes((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(new byte[torn]);
        Files.write(layout().segment(1), out.toByteArray());
        return lines;
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.US_ASCII);
    }

    private static Layout layout() {
        return Layout.of(directory.resolve("flags.json"));
    }
}
