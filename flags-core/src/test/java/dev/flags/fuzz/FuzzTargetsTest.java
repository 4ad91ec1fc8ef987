package dev.flags.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.flags.ConditionFuzz;
import dev.flags.FlagsFuzz;
import dev.flags.config.ConfigCodecFuzz;
import dev.flags.internal.CidrFuzz;
import dev.flags.internal.ExactNumberFuzz;
import dev.flags.internal.IsoInstantFuzz;
import dev.flags.internal.LinearRegexFuzz;
import dev.flags.internal.SemVerFuzz;
import dev.flags.json.JsonValueFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays the inputs that {@code .ci/fuzz} starts from, and those that it ever found a fault with. */
class FuzzTargetsTest {
    private static final Path INPUTS = Path.of("src", "test", "resources", "dev", "flags", "fuzz");
    private static final int SEEDS = 3;

    /** A target of the fuzzer. */
    private interface Target {
        void run(byte[] data);
    }

    private static final Map<Class<?>, Target> TARGETS = new LinkedHashMap<>();

    static {
        TARGETS.put(ConditionFuzz.class, ConditionFuzz::fuzzerTestOneInput);
        TARGETS.put(ConfigCodecFuzz.class, ConfigCodecFuzz::fuzzerTestOneInput);
        TARGETS.put(CidrFuzz.class, CidrFuzz::fuzzerTestOneInput);
        TARGETS.put(ExactNumberFuzz.class, ExactNumberFuzz::fuzzerTestOneInput);
        TARGETS.put(FlagsFuzz.class, FlagsFuzz::fuzzerTestOneInput);
        TARGETS.put(IsoInstantFuzz.class, IsoInstantFuzz::fuzzerTestOneInput);
        TARGETS.put(JsonValueFuzz.class, JsonValueFuzz::fuzzerTestOneInput);
        TARGETS.put(LinearRegexFuzz.class, LinearRegexFuzz::fuzzerTestOneInput);
        TARGETS.put(SemVerFuzz.class, SemVerFuzz::fuzzerTestOneInput);
    }

    static List<Arguments> inputs() throws IOException {
        List<Arguments> inputs = new ArrayList<>();
        for (Class<?> target : TARGETS.keySet()) {
            for (Path file : inputsOf(target)) {
                inputs.add(Arguments.of(target.getSimpleName() + ", " + file.getFileName(), target, file));
            }
        }
        return inputs;
    }

    private static List<Path> inputsOf(Class<?> target) throws IOException {
        try (Stream<Path> files = Files.list(INPUTS.resolve(target.getSimpleName()))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void input_breaksNoLaw(String name, Class<?> target, Path file) throws IOException {
        byte[] data = Files.readAllBytes(file);
        assertThatCode(() -> TARGETS.get(target).run(data)).doesNotThrowAnyException();
    }

    @Test
    void everyTarget_hasInputsAndIsRun() throws IOException {
        String script = Files.readString(Path.of("..", ".ci", "fuzz"));
        for (Class<?> target : TARGETS.keySet()) {
            assertThat(inputsOf(target)).hasSizeGreaterThanOrEqualTo(SEEDS);
            assertThat(script).contains(target.getName() + "\n");
        }
    }
}
