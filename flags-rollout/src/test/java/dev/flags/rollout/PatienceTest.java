package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    private final CompletableFuture<Void> never = new CompletableFuture<>();

    @Test
    void whatHasEnded_isNotWaitedFor_howeverItHas() {
        Patience none = new Patience(Duration.ZERO);
        never.complete(null);

        assertThat(none.await(never)).isTrue();
        assertThat(none.await(CompletableFuture.failedFuture(new StackOverflowError())))
                .isTrue();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        cancelled.cancel(false);
        assertThat(none.await(cancelled)).isTrue();
        assertThat(new Patience(FOR_EVER).await(cancelled)).isTrue();
    }

    @Test
    void whatDoesNotEnd_isNotWaitedForLonger() {
        assertThat(new Patience(Duration.ofMillis(1)).await(never)).isFalse();
        assertThat(new Patience(Duration.ofMillis(-1)).await(never)).isFalse();
    }

    /** As whoever ends a thread does that waits. */
    @Test
    void waiterThatIsInterrupted_goesOn_andStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(new Patience(FOR_EVER).await(never)).isFalse();

        assertThat(Thread.interrupted()).isTrue();
    }
}
