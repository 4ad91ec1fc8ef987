package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ShipModelSafelyCrashTest {
    private static final Pattern BEGAN = Pattern.compile("Stage 25 % began at ([0-9:.]+)\\.");

    @TempDir
    private Path directory;

    @Test
    @Timeout(300)
    void processThatDiesInMidRollout_isFollowedByOneThatGoesOn() throws IOException, InterruptedException {
        Process process = JavaSnippet.start(
                directory, ShipModelSafely.class.getName(), ShipModelSafely.CRASH, directory.toString());
        String before = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(before).isEqualTo(Crash.EXIT_CODE);
        Matcher began = BEGAN.matcher(before);
        assertThat(began.find()).as(before).isTrue();

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Phase> phases =
                ShipModelSafely.run(directory, false, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String after = bytes.toString(StandardCharsets.UTF_8);

        assertThat(phases).isEmpty();
        assertThat(after.lines())
                .contains(
                        "status       progressing, stage 25 % since " + began.group(1),
                        "audit trail  progressing, stage 25 % since " + began.group(1),
                        "[ok] the audit trail has the same stages as before the crash, and stage 25 % only once",
                        ShipModelSafely.CLOSING_LINE);
        assertThat(after.lines().filter(line -> line.startsWith("25 % "))).hasSize(1);
        ReadmeOutput.assertIsPartOf("A canary that goes on after a crash", after);
    }
}
