package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.samples.trial.AnalyseTrial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about statistics shows what the sample says, to the last digit. */
class StatisticsDocTest {
    @Test
    void trial_isShownAsItIsAnalysed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AnalyseTrial.run(new PrintStream(out, true, StandardCharsets.UTF_8));

        List<Docs.Block> shown = Docs.blocks(Docs.root().resolve("docs/statistics.md"), "text");

        assertThat(shown).extracting(Docs.Block::text).containsExactly(out.toString(StandardCharsets.UTF_8));
    }
}
