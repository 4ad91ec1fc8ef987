package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.ConfigException;
import dev.flags.config.Configuration;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFlagsTest {
    private static final EvaluationContext ALICE = EvaluationContext.ofUser("alice");
    private static final Flag ON = Flag.builder("a").enabled().build();
    private static final Flag OFF = Flag.builder("a").build();

    @TempDir
    private Path directory;

    private final List<FlagRead> reads = new CopyOnWriteArrayList<>();

    private static FlagRead read(String flag, Question question, @Nullable String variant, @Nullable ErrorCode error) {
        return new FlagRead(flag, question, variant, error);
    }

    @Test
    void configuration_isReplacedAsAWhole_andHandlesFollow() {
        MemoryFlags memory =
                MemoryFlags.of(Configuration.of(ON, Flag.builder("b").enabled().build()));
        BooleanFlag a = memory.flags().bool("a");
        BooleanFlag b = memory.flags().bool("b");
        assertThat(a.isEnabled("alice") && b.isEnabled("alice")).isTrue();

        memory.replace(Configuration.of(OFF));

        assertThat(a.isEnabled("alice")).isFalse();
        assertThat(b.evaluate(ALICE).error()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(memory.configuration()).isEqualTo(Configuration.of(OFF));
    }

    @Test
    void segmentsLayersAndPrerequisites_count() {
        MemoryFlags memory = MemoryFlags.of(Configuration.read("""
                {"flags": [
                   {"name": "base", "status": "enabled", "rules": [{"id": "r", "when": {"segment": "staff"}, "serve": "on"}], "default": "off"},
                   {"name": "top", "status": "enabled", "requires": [{"flag": "base"}], "default": "on"},
                   {"name": "held", "status": "enabled", "rules": [{"id": "r", "serve": {"layer": "l", "weights": {"on": 100}}}], "default": "off"}],
                 "segments": [{"name": "staff", "included": ["alice"]}],
                 "layers": [{"name": "l", "slots": {"$holdout": [[0, 100000]]}}]}
                """));

        assertThat(memory.flags().isEnabled("top", "alice")).isTrue();
        assertThat(memory.flags().isEnabled("top", "bob")).isFalse();
        assertThat(memory.flags().isEnabled("held", "alice")).isFalse();
    }

    @Test
    void unchangedFlag_keepsItsRevision() {
        Flag other = Flag.builder("other").build();
        MemoryFlags memory = MemoryFlags.of(Configuration.of(ON, other));
        long before = memory.flags().evaluateBoolean("a", ALICE, false).revision();

        memory.replace(Configuration.of(ON, other.toBuilder().enabled().build()));

        assertThat(memory.flags().evaluateBoolean("a", ALICE, false).revision()).isEqualTo(before);
        assertThat(memory.flags().evaluateBoolean("other", ALICE, false).revision())
                .isGreaterThan(before);
    }

    @Test
    void schedule_goesByTheClock() {
        Instant start = Instant.parse("2026-06-01T12:00:00Z");
        VirtualClock clock = VirtualClock.startingAt(start);
        Configuration configuration = Configuration.read("""
                {"flags": [{"name": "a", "status": "enabled", "default": "on", "schedule": {"end": "2026-06-01T12:00:01Z"}}]}
                """);
        Flags flags = MemoryFlags.builder(configuration).clock(clock).build().flags();
        assertThat(flags.isEnabled("a", "alice")).isTrue();

        clock.advance(Duration.ofSeconds(1));

        assertThat(flags.isEnabled("a", "alice")).isFalse();
    }

    @Test
    void includedFiles_areReadFromTheDirectory() throws IOException {
        Files.writeString(directory.resolve("staff.txt"), "alice\n");
        Configuration configuration = Configuration.read("""
                {"flags": [{"name": "a", "status": "enabled", "rules": [{"id": "r", "when": {"segment": "staff"}, "serve": "on"}], "default": "off"}],
                 "segments": [{"name": "staff", "included_file": "staff.txt"}]}
                """);
        MemoryFlags memory =
                MemoryFlags.builder(configuration).includedFiles(directory).build();
        assertThat(memory.flags().isEnabled("a", "alice")).isTrue();

        Files.delete(directory.resolve("staff.txt"));

        assertThatThrownBy(() -> memory.replace(configuration))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("segment \"staff\" at /included_file: cannot be read");
        assertThat(memory.flags().isEnabled("a", "alice")).isTrue();
        assertThatThrownBy(() -> MemoryFlags.of(configuration)).isInstanceOf(ConfigException.class);
    }

    /** As every assertion of a test that fails is. */
    @Test
    void listenerThatThrowsAnError_changesNoAnswer() {
        Flags flags = MemoryFlags.builder(Configuration.of(ON))
                .onRead(read -> {
                    throw new AssertionError("as the test wants it");
                })
                .build()
                .flags();

        assertThat(flags.isEnabled("a", "alice")).isTrue();
    }

    @Test
    void memberThatNothingKnows_isLoggedWhenAConfigurationIsRead() {
        List<String> lines = CapturedLogs.of(() -> Configuration.read("""
                {"flags": [{"name": "a", "status": "enabled", "ruels": []}], "segmnets": []}
                """));

        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("WARN"));
        assertThat(lines.toString()).contains("ruels", "segmnets");
    }

    @Test
    void everyQuestion_isToldWithItsAnswer() {
        Flag greeting = Flag.builder("s")
                .enabled()
                .definition(Rich.builder(FlagType.STRING)
                        .variant("formal", "Good day")
                        .offVariant("formal")
                        .defaultVariant("formal")
                        .build())
                .build();
        Flag limit = Flag.builder("n")
                .enabled()
                .definition(Rich.builder(FlagType.INTEGER)
                        .variant("few", JsonNumber.of(3))
                        .offVariant("few")
                        .defaultVariant("few")
                        .build())
                .build();
        Flags flags = MemoryFlags.builder(Configuration.of(ON, greeting, limit))
                .onRead(reads::add)
                .build()
                .flags();

        flags.isEnabled("a", "alice");
        flags.isEnabled("a", ALICE);
        flags.bool("a").evaluate(ALICE);
        flags.pin(ALICE).isEnabled("a");
        flags.variant("s", ALICE, "?");
        flags.stringValue("s", ALICE, "?");
        flags.intValue("n", ALICE, 0);
        flags.doubleValue("n", ALICE, 0);
        flags.jsonValue("n", ALICE, new JsonString("?"));
        flags.evaluateAll(ALICE);

        FlagRead on = read("a", Question.BOOLEAN, "on", null);
        assertThat(reads)
                .containsExactly(
                        on,
                        on,
                        on,
                        on,
                        read("s", Question.VARIANT, "formal", null),
                        read("s", Question.STRING, "formal", null),
                        read("n", Question.INTEGER, "few", null),
                        read("n", Question.DOUBLE, "few", null),
                        read("n", Question.JSON, "few", null));
    }

    @Test
    void fallbacks_areToldWithTheReason() {
        Flag share = Flag.builder("share").percentage(Percentage.ofPercent(50)).build();
        Flags flags = MemoryFlags.builder(Configuration.of(ON, share))
                .onRead(reads::add)
                .build()
                .flags();

        flags.isEnabled("unknown", "alice");
        flags.variant("unknown", ALICE, "?");
        flags.longValue("a", ALICE, 1);
        flags.isEnabled(
                "a", EvaluationContext.builder().attribute("x", new Object()).build());
        flags.isEnabled("share", EvaluationContext.empty());

        assertThat(reads)
                .containsExactly(
                        read("unknown", Question.BOOLEAN, null, ErrorCode.FLAG_NOT_FOUND),
                        read("unknown", Question.VARIANT, null, ErrorCode.FLAG_NOT_FOUND),
                        read("a", Question.INTEGER, null, ErrorCode.TYPE_MISMATCH),
                        read("a", Question.BOOLEAN, null, ErrorCode.INVALID_CONTEXT),
                        read("share", Question.BOOLEAN, "off", ErrorCode.TARGETING_KEY_MISSING));
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without null checks does
    void nullAsName_isToldAsText() {
        Flags flags = MemoryFlags.builder(Configuration.EMPTY)
                .onRead(reads::add)
                .build()
                .flags();

        assertThat(flags.isEnabled(null, "alice")).isFalse();
        assertThat(reads).containsExactly(read("null", Question.BOOLEAN, null, ErrorCode.FLAG_NOT_FOUND));
    }

    @Test
    void listenerThatThrows_changesNoAnswer() {
        AtomicInteger calls = new AtomicInteger();
        Flags flags = MemoryFlags.builder(Configuration.of(ON))
                .onRead(read -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("broken");
                })
                .build()
                .flags();

        assertThat(flags.isEnabled("a", "alice")).isTrue();
        assertThat(flags.isEnabled("b", ALICE, true)).isTrue();
        assertThat(calls).hasValue(2);
    }

    @Test
    void builder_makesIndependentFlags() {
        MemoryFlags.Builder builder = MemoryFlags.builder(Configuration.of(ON));
        MemoryFlags first = builder.build();
        MemoryFlags second = builder.build();

        first.replace(Configuration.EMPTY);

        assertThat(second.flags().isEnabled("a", "alice")).isTrue();
        assertThat(first.flags().pin(ALICE).version())
                .isNotEqualTo(second.flags().pin(ALICE).version());
    }
}
