package dev.flags;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flags.bucketing.Bucketing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what one listener has to be told among the answers that splits have given: each unit once within a window.
 * Remembers them by their hashes of 64 bits in a bounded cache, and before it, since almost all answers are repeats, the
 * very last ones in a small table that a look at costs a few nanoseconds and the time of day. Thread-safe.
 *
 * <p>A repeat that the table knows takes no lock and allocates nothing. A unit's first answer allocates the exposure, and
 * holds one bin of the cache while it hands it over; the cache is tidied up on another thread.
 */
final class Exposures {
    /** The table has places for {@value #PLACE} units each: those that meet in one do not drive each other out. */
    private static final int PLACE = 4;

    private static final int PLACE_BITS = 11;

    /** In characters: longer units are not kept in the table, so that it cannot become large. */
    private static final int MAX_RECENT_UNIT = 256;

    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final InstantSource clock;
    private final BooleanSupplier isFull;
    private final Predicate<Exposure> recipient;
    private final LongAdder dropped;
    private final long windowMillis;

    /** When each was told, in milliseconds. */
    private final Cache<Long, Long> seen;

    /** Threads may race for a place; what stands there is immutable. */
    private final @Nullable Recent[] recent = new Recent[PLACE << PLACE_BITS];

    /** @param toldAt in milliseconds; null if the listener could not be told */
    private record Recent(
            SplitUnit split, String unit, @Nullable Long toldAt) {}

    /**
     * Makes one that has seen nothing.
     *
     * @param isFull whether the listener has too much to catch up with; then nothing is looked at
     * @param recipient takes an exposure, or says that it cannot; then the unit's next answer is taken for its first
     * @param dropped counts units that could not be told, each once as far as the table remembers it
     */
    Exposures(
            ExposureSettings settings,
            InstantSource clock,
            BooleanSupplier isFull,
            Predicate<Exposure> recipient,
            LongAdder dropped) {
        this.clock = clock;
        this.isFull = isFull;
        this.recipient = recipient;
        this.dropped = dropped;
        Duration window = settings.window();
        this.windowMillis = window.compareTo(FOR_EVER) > 0 ? Long.MAX_VALUE : window.toMillis();
        this.seen = Caffeine.newBuilder()
                .maximumSize(settings.capacity())
                .expireAfterWrite(window)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    void answered(
            CompiledFlag flag, Outcome outcome, SplitUnit split, EvaluationContext context, @Nullable String user) {
        AttributeRef attribute = split.bucketBy().present(context, user);
        if (attribute == null) {
            return;
        }
        String unit = attribute.unitIn(context, user);
        if (unit != null && !isRepeat(split, unit)) {
            Long toldAt = isFull.getAsBoolean() ? null : tell(flag, outcome, split, attribute, unit, context, user);
            remember(split, unit, toldAt);
        }
    }

    /** Whether nothing has changed since the unit was last looked at: it is told, or still cannot be. */
    private boolean isRepeat(SplitUnit split, String unit) {
        int place = place(split, unit);
        for (int i = place; i < place + PLACE; i++) {
            Recent known = recent[i];
            if (known != null && known.split().equals(split) && known.unit().equals(unit)) {
                Long toldAt = known.toldAt();
                return toldAt == null ? isFull.getAsBoolean() : clock.millis() - toldAt < windowMillis;
            }
        }
        return false;
    }

    private void remember(SplitUnit split, String unit, @Nullable Long toldAt) {
        if (toldAt == null) {
            dropped.increment();
        }
        if (unit.length() <= MAX_RECENT_UNIT) {
            put(place(split, unit), new Recent(split, unit, toldAt));
        }
    }

    /** Takes the place of the same unit, or goes first and drives out the last. */
    private void put(int place, Recent newest) {
        int at = place;
        while (at < place + PLACE - 1 && !isOfTheSame(recent[at], newest)) {
            at++;
        }
        for (; at > place; at--) {
            recent[at] = recent[at - 1];
        }
        recent[place] = newest;
    }

    private static boolean isOfTheSame(@Nullable Recent known, Recent other) {
        return known == null
                || (known.split().equals(other.split()) && known.unit().equals(other.unit()));
    }

    /** The first index of a place: by the upper bits of a product, since ids that differ little have hashes that do. */
    private static int place(SplitUnit split, String unit) {
        int mixed = (unit.hashCode() ^ (int) split.hash()) * 0x9e3779b9;
        return (mixed >>> (Integer.SIZE - PLACE_BITS)) * PLACE;
    }

    /** Tells it unless it was told before; when that was, or null if it cannot be told. */
    @SuppressWarnings("NullAway") // null keeps nothing in the cache, and comes back
    private @Nullable Long tell(
            CompiledFlag flag,
            Outcome outcome,
            SplitUnit split,
            AttributeRef attribute,
            String unit,
            EvaluationContext context,
            @Nullable String user) {
        return seen.get(Bucketing.hash(unit) ^ split.hash(), unseen -> {
            Evaluation<Object> evaluation = outcome.evaluation();
            Exposure exposure = new Exposure(
                    flag.name(),
                    outcome.variant(),
                    evaluation.rule(),
                    attribute.toString(),
                    unit,
                    evaluation.revision(),
                    Observation.whole(context, user),
                    clock.instant());
            return recipient.test(exposure) ? clock.millis() : null;
        });
    }
}
