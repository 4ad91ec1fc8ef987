package dev.flags;

import com.google.common.collect.Sets;
import dev.flags.config.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How often each variant of one flag was served, and why. Lives beside the snapshots, so that a change of configuration
 * keeps the counts. Thread-safe; counting is one striped addition.
 */
final class FlagCounters implements ServedCount.Source {
    /** What stands for a variant where a caller got the fallback. */
    static final String FALLBACK = "_fallback";

    private static final String OTHER = "_other";

    private final LongAdder fallbacks = new LongAdder();
    private Set<String> defined = Set.of();
    private volatile ServedCount[] served = {};
    private int turn;
    private volatile @Nullable RolloutCounts rollout;
    private long sampledTotal;
    private volatile @Nullable Instant since;
    private volatile @Nullable Instant lastEvaluated;

    /** There are a few, so that looking through them is fine. */
    @Override
    public synchronized ServedCount of(String variant, Reason reason) {
        for (ServedCount count : served) {
            if (count.variant().equals(variant) && count.reason() == reason) {
                return count;
            }
        }
        ServedCount added = new ServedCount(variant, reason);
        ServedCount[] more = Arrays.copyOf(served, served.length + 1);
        more[served.length] = added;
        served = more;
        return added;
    }

    /**
     * Says which variants there are from now on. Of those that there were neither now nor before, the answers are counted
     * together, as {@code _other}, so that a flag with ever new variants has not ever more counts.
     *
     * @param variants unmodifiable
     */
    synchronized void define(Set<String> variants) {
        Set<String> kept = Sets.union(variants, defined);
        defined = variants;
        List<ServedCount> dropped = new ArrayList<>();
        for (ServedCount count : served) {
            if (!kept.contains(count.variant()) && !count.variant().equals(OTHER)) {
                dropped.add(count);
            }
        }
        if (dropped.isEmpty()) {
            return;
        }
        dropped.stream()
                .filter(count -> count.sum() > 0)
                .forEach(count -> of(OTHER, count.reason()).add(count.sum()));
        served = Arrays.stream(served).filter(count -> !dropped.contains(count)).toArray(ServedCount[]::new);
    }

    /**
     * Says which rollout there is from now on. One with the id of the one so far goes on from its counts; any other begins
     * at 0, also if it had been there before.
     */
    synchronized void defineRollout(@Nullable Rollout next) {
        RolloutCounts known = rollout;
        if (next == null) {
            rollout = null;
        } else if (known != null && known.rollout().id().equals(next.id())) {
            rollout = known.with(next);
        } else {
            turn = 1 - turn;
            rollout = RolloutCounts.begin(this, next, turn);
        }
    }

    /** What counts the answers of a rule: those of the rollout that there is are counted for themselves, too. */
    ServedCount.Source by(@Nullable String rule) {
        RolloutCounts known = rollout;
        return known != null && known.rollout().ruleId().equals(rule) ? known : this;
    }

    /** How often each arm of the rollout was served since it came, by variant; empty if there is none. */
    Map<String, Long> rolloutCounts() {
        RolloutCounts known = rollout;
        return known == null ? Map.of() : known.counts();
    }

    /** How often a caller got the fallback. */
    LongAdder fallbacks() {
        return fallbacks;
    }

    List<ServedCount> served() {
        return List.of(served);
    }

    /** Evaluations by variant since the process began, by name; those of variants of old as {@code _other}. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (ServedCount count : served) {
            counts.merge(count.variant(), count.sum(), Long::sum);
        }
        return counts;
    }

    /** How often it was asked for. */
    long total() {
        long total = fallbacks.sum();
        for (ServedCount count : served) {
            total += count.sum();
        }
        return total;
    }

    /** How often an answer had a reason. */
    long of(Reason reason) {
        long sum = reason == Reason.ERROR ? fallbacks.sum() : 0;
        for (ServedCount count : served) {
            sum += count.reason() == reason ? count.sum() : 0;
        }
        return sum;
    }

    /** Notes the time if the flag was evaluated since the last call. Called by one thread, about once a second. */
    void sample(Instant now) {
        if (since == null) {
            since = now;
        }
        long total = total();
        if (total != sampledTotal) {
            sampledTotal = total;
            lastEvaluated = now;
        }
    }

    /** Since when evaluations are counted, to about a second; null if that is less than a second ago. */
    @Nullable Instant since() {
        return since;
    }

    /** When the flag was last evaluated, to about a second; null if it was not, or less than a second ago. */
    @Nullable Instant lastEvaluated() {
        return lastEvaluated;
    }
}
