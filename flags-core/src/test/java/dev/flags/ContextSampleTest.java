package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextSampleTest {
    private static final EvaluationContext CONTEXT = EvaluationContext.ofUser("u");

    @Test
    void question_isKeptIfOneIsWanted_andThenNoneIs() {
        ContextSample sample = new ContextSample(10);
        assertThat(sample.isWanted()).isFalse();

        sample.want();
        assertThat(sample.isWanted()).isTrue();
        sample.take("a", CONTEXT);

        assertThat(sample.isWanted()).isFalse();
        assertThat(sample.recent()).containsExactly(new ContextSample.Asked("a", CONTEXT));
    }

    @Test
    void fullSample_forgetsTheOldest() {
        ContextSample sample = new ContextSample(3);

        IntStream.range(0, 5).forEach(i -> sample.take("f" + i, CONTEXT));

        assertThat(sample.recent()).extracting(ContextSample.Asked::flag).containsExactlyInAnyOrder("f2", "f3", "f4");
    }

    @Test
    void sampleOfNone_wantsNone() {
        ContextSample sample = new ContextSample(0);

        sample.want();

        assertThat(sample.isWanted()).isFalse();
        assertThat(sample.recent()).isEmpty();
    }

    @Test
    void largeContext_isNotKept() {
        ContextSample sample = new ContextSample(3);

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
