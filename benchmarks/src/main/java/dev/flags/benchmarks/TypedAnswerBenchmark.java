package dev.flags.benchmarks;

import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import dev.flags.config.Configuration;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonValue;
import dev.flags.store.MemoryConfigStore;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Answers of every type, of flags with two variants. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // open() sets all
public class TypedAnswerBenchmark {
    private static final String FLAG = """
        {"name": "%s", "type": "%s", "status": "enabled", "variants": {"a": %s, "b": %s}, "off_variant": "a",
         "default": {"weights": {"a": 50, "b": 50}}}""";
    private static final JsonValue NOTHING = JsonNumber.of(0);

    private FeatureFlagManager manager;
    private Flags flags;
    private EvaluationContext[] contexts;
    private int turn;

    @Setup
    public void open() {
        manager = FeatureFlagManager.builder()
                .store(MemoryConfigStore.of(Configuration.read("{\"flags\": ["
                        + String.join(
                                ",",
                                flag("string", "\"x\"", "\"y\""),
                                flag("integer", "1000000007", "5000000029"),
                                flag("double", "0.5", "2.5e100"),
                                flag("json", "{\"n\": 1}", "[1, 2]"))
                        + "]}")))
                .build();
        flags = manager.flags();
        contexts = Arrays.stream(Users.of(Workload.W2))
                .map(EvaluationContext::ofUser)
                .toArray(EvaluationContext[]::new);
    }

    private static String flag(String type, String a, String b) {
        return FLAG.formatted(type, type, a, b);
    }

    @TearDown
    public void close() {
        manager.close();
    }

    private EvaluationContext context() {
        return contexts[turn++ & contexts.length - 1];
    }

    @Benchmark
    public String variant() {
        return flags.variant("string", context(), "");
    }

    @Benchmark
    public String string() {
        return flags.stringValue("string", context(), "");
    }

    @Benchmark
    public long integer() {
        return flags.longValue("integer", context(), 3_000_000_019L);
    }

    @Benchmark
    public double number() {
        return flags.doubleValue("double", context(), 0.1);
    }

    @Benchmark
    public JsonValue json() {
        return flags.jsonValue("json", context(), NOTHING);
    }

    @Benchmark
    public Object evaluation() {
        return flags.evaluateString("string", context(), "");
    }
}
