package dev.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Some of the contexts that flags were asked with lately, so that a change can be tried on them before it is made. They
 * stay in the memory of this process, are few, and nothing tells them to anybody. Thread-safe.
 *
 * <p>A sample by time: now and then the background wants one, and the next question gives it. So asking costs a read
 * and nothing else.
 */
final class ContextSample {
    /** In bytes, by estimate: larger contexts are not kept, so that the whole sample cannot become large. */
    private static final int MAX_WEIGHT = 8_192;

    private final AtomicReferenceArray<@Nullable Asked> ring;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean isWanted = new AtomicBoolean();

    /** A question. */
    record Asked(String flag, EvaluationContext context) {}

    /** @param size how many are kept; 0 for none */
    ContextSample(int size) {
        ring = new AtomicReferenceArray<>(size);
    }

    /** Asks for one. */
    void want() {
        isWanted.setOpaque(ring.length() > 0);
    }

    boolean isWanted() {
        return isWanted.getOpaque();
    }

    /** Keeps a question; several threads that saw the same wish may all do so. */
    void take(String flag, EvaluationContext context) {
        isWanted.setOpaque(false);
        if (context.weight() <= MAX_WEIGHT) {
            int place = Math.floorMod(next.getAndIncrement(), ring.length());
            ring.set(place, new Asked(flag, context));
        }
    }

    List<Asked> recent() {
        List<Asked> all = new ArrayList<>();
        for (int i = 0; i < ring.length(); i++) {
            Asked asked = ring.get(i);
            if (asked != null) {
                all.add(asked);
            }
        }
        return all;
    }
}
