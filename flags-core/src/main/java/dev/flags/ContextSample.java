package dev.flags;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Some of the contexts that flags were asked with lately, so that a change can be tried on them before it is made. They
 * stay in the memory of this process, are few, and nothing tells them to anybody. Thread-safe.
 *
 * <p>A sample by time: now and then the background wants one, and the next question gives it. So asking costs a read
 * and nothing else. What is older than a quarter of an hour is forgotten.
 */
final class ContextSample {
    /** In bytes, by estimate: larger contexts are not kept, so that the whole sample cannot become large. */
    private static final int MAX_WEIGHT = 8_192;

    private static final Duration MAX_AGE = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final AtomicReferenceArray<@Nullable Asked> ring;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean isWanted;

    /**
     * A question.
     *
     * @param at when it was asked, in milliseconds
     */
    record Asked(String flag, EvaluationContext context, long at) {}

    /** @param size how many are kept; 0 for none */
    ContextSample(int size, InstantSource clock) {
        this.clock = clock;
        ring = new AtomicReferenceArray<>(size);
    }

    /** Whether it keeps none. */
    boolean isOff() {
        return ring.length() == 0;
    }

    /** Asks for one, and forgets those that are too old. */
    void want() {
        isWanted = !isOff();
        recent();
    }

    boolean isWanted() {
        return isWanted;
    }

    /** Keeps a question; several threads that saw the same wish may all do so. */
    void take(String flag, EvaluationContext context) {
        isWanted = false;
        if (context.weight() <= MAX_WEIGHT) {
            int place = Math.floorMod(next.getAndIncrement(), ring.length());
            ring.set(place, new Asked(flag, context, clock.millis()));
        }
    }

    /** Those that are not too old, in no order. */
    List<Asked> recent() {
        List<Asked> all = new ArrayList<>();
        long oldest = clock.millis() - MAX_AGE.toMillis();
        for (int i = 0; i < ring.length(); i++) {
            Asked asked = ring.get(i);
            if (asked != null && asked.at() >= oldest) {
                all.add(asked);
            } else if (asked != null) {
                ring.compareAndSet(i, asked, null);
            }
        }
        return all;
    }
}
