package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.testing.VirtualClock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextSampleTest {
    private static final EvaluationContext CONTEXT = EvaluationContext.ofUser("u");

    private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-06-01T12:00:00Z"));

    @Test
    void question_isKeptIfOneIsWanted_andThenNoneIs() {
        ContextSample sample = new ContextSample(10, clock);
        assertThat(sample.isWanted()).isFalse();

        sample.want();
        assertThat(sample.isWanted()).isTrue();
        sample.take("a", CONTEXT);

        assertThat(sample.isWanted()).isFalse();
        assertThat(sample.recent()).containsExactly(new ContextSample.Asked("a", CONTEXT, clock.millis()));
    }

    @Test
    void fullSample_forgetsTheOldest() {
        ContextSample sample = new ContextSample(3, clock);

        IntStream.range(0, 5).forEach(i -> sample.take("f" + i, CONTEXT));

        assertThat(sample.recent()).extracting(ContextSample.Asked::flag).containsExactlyInAnyOrder("f2", "f3", "f4");
    }

    @Test
    void questionOfOld_isForgotten() {
        ContextSample sample = new ContextSample(3, clock);
        sample.take("old", CONTEXT);
        clock.advance(Duration.ofMinutes(15));
        sample.take("new", CONTEXT);
        assertThat(sample.recent()).hasSize(2);

        clock.advance(Duration.ofMillis(1));

        assertThat(sample.recent()).extracting(ContextSample.Asked::flag).containsExactly("new");
    }

    /** Also if nobody asks for a preview: somebody may have asked to be forgotten. */
    @Test
    void questionOfOld_isNotHeldOnTo() {
        ContextSample sample = new ContextSample(3, clock);
        WeakReference<EvaluationContext> context = new WeakReference<>(EvaluationContext.ofUser("gone"));
        sample.take("a", Objects.requireNonNullElse(context.get(), CONTEXT));
        clock.advance(Duration.ofDays(1));

        sample.want();

        Await.until(() -> {
            System.gc();
            return context.get() == null;
        });
        assertThat(sample.isWanted()).isTrue();
    }

    @Test
    void sampleOfNone_wantsNone() {
        ContextSample sample = new ContextSample(0, clock);

        sample.want();

        assertThat(sample.isOff()).isTrue();
        assertThat(sample.isWanted()).isFalse();
        assertThat(sample.recent()).isEmpty();
    }

    @Test
    void largeContext_isNotKept() {
        ContextSample sample = new ContextSample(3, clock);

        sample.take(
                "a",
                EvaluationContext.builder("u")
                        .attribute("text", "x".repeat(10_000))
                        .build());
        sample.take(
                "a",
                EvaluationContext.builder("u")
                        .attribute(
                                "list",
                                List.of(Map.of(
                                        "k", IntStream.range(0, 1_000).boxed().toList())))
                        .build());

        assertThat(sample.recent()).isEmpty();
    }
}
