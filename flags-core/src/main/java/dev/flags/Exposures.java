package dev.flags;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flags.bucketing.Bucketing;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the exposures among the answers that splits have given: each once within a window. Remembers them by their hashes
 * of 64 bits in a bounded cache, and before it, since almost all answers are repeats, the very last ones in a small
 * table that a look at costs a few nanoseconds. Thread-safe.
 */
final class Exposures {
    private static final int RECENT = 1 << 12;

    private final InstantSource clock;
    private final Predicate<Exposure> recipient;
    private final Cache<Long, Boolean> seen;
    private final LongAdder told = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    /** Threads may race for a place; what stands there is immutable. */
    private volatile @Nullable Recent[] recent = new Recent[RECENT];

    private record Recent(SplitUnit split, String unit) {}

    /**
     * Makes one that has seen nothing.
     *
     * @param recipient takes an exposure, or says that it cannot; then the unit's next answer is taken for its first
     */
    Exposures(ExposureSettings settings, InstantSource clock, Predicate<Exposure> recipient) {
        this.clock = clock;
        this.recipient = recipient;
        this.seen = Caffeine.newBuilder()
                .maximumSize(settings.capacity())
                .expireAfterWrite(settings.window())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    void answered(
            CompiledFlag flag, Outcome outcome, SplitUnit split, EvaluationContext context, @Nullable String user) {
        for (AttributeRef attribute : split.bucketBy()) {
            String unit = attribute.unitIn(context, user);
            if (unit != null) {
                @Nullable Recent[] table = recent;
                int place = (int) (unit.hashCode() ^ split.hash()) & (RECENT - 1);
                Recent known = table[place];
                if (known == null
                        || !known.split().equals(split)
                        || !known.unit().equals(unit)) {
                    if (isTold(flag, outcome, split, attribute, unit, Observation.whole(context, user))) {
                        table[place] = new Recent(split, unit);
                    }
                }
                return;
            }
        }
    }

    /** Tells it unless it was told before; whether it is known now. */
    private boolean isTold(
            CompiledFlag flag,
            Outcome outcome,
            SplitUnit split,
            AttributeRef attribute,
            String unit,
            EvaluationContext whole) {
        Long key = Bucketing.hash(unit) ^ split.hash();
        if (seen.asMap().putIfAbsent(key, true) != null) {
            return true;
        }
        Evaluation<Object> evaluation = outcome.evaluation();
        boolean isTaken = recipient.test(new Exposure(
                flag.name(),
                outcome.variant(),
                evaluation.rule(),
                attribute.toString(),
                unit,
                evaluation.revision(),
                whole,
                clock.instant()));
        if (isTaken) {
            told.increment();
        } else {
            dropped.increment();
            seen.invalidate(key);
        }
        return isTaken;
    }

    /** Looks into the cache again at each unit's next answer: its window may be over. */
    void forgetRecent() {
        recent = new Recent[RECENT];
    }

    LongAdder told() {
        return told;
    }

    LongAdder dropped() {
        return dropped;
    }
}
