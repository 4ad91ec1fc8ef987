package dev.flags.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.ConfigFile;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.ReadDocuments;
import dev.flags.config.Segment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IncrementalLinterProperties {
    /** Documents of two configurations have the same names, and name the same documents. */
    @Property(tries = 200)
    void whatIsFoundAfterAChange_isWhatIsFoundAnew(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Flag> flags = new TreeMap<>();
        Map<String, Segment> segments = new TreeMap<>();
        Map<String, Layer> layers = new TreeMap<>();
        IncrementalLinter linter = new IncrementalLinter();
        for (int i = 0; i < 4; i++) {
            ReadDocuments documents = documents(random);
            boolean isFirst = i == 0;
            merge(flags, documents.flags(), Flag::name, isFirst ? 1 : 3, random);
            merge(segments, documents.segments(), Segment::name, isFirst ? 1 : 8, random);
            merge(layers, documents.layers(), Layer::name, isFirst ? 1 : 4, random);
            assertThat(lint(linter, flags, segments, layers))
                    .isEqualTo(lint(new IncrementalLinter(), flags, segments, layers));
        }
    }

    private static ReadDocuments documents(Random random) {
        byte[] text = new TangledConfig(random).file().getBytes(StandardCharsets.UTF_8);
        return ReadDocuments.of(ConfigFile.read(text).orThrow());
    }

    /** Takes one document over out of so many. */
    private static <T> void merge(
            Map<String, T> known, List<T> others, Function<T, String> name, int outOf, Random random) {
        List<T> all = new ArrayList<>(others);
        all.removeIf(value -> random.nextInt(outOf) > 0);
        all.forEach(value -> known.put(name.apply(value), value));
    }

    private static List<LintFinding> lint(
            IncrementalLinter linter,
            Map<String, Flag> flags,
            Map<String, Segment> segments,
            Map<String, Layer> layers) {
        return linter.lint(Linter.defaults(), flags.values(), segments.values(), layers.values(), List.of());
    }
}
