package dev.flags;

import dev.flags.config.Rollout;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often the split of a flag's rollout has served each of its arms, since the rollout came. Thread-safe.
 *
 * <p>An answer is one addition, to a part of the flag's own count. There are two parts, and the rollouts of a flag take
 * turns: however many there are, they make no more objects, and none of their counts is ever moved, so that an answer that
 * comes while one rollout takes the place of another is neither lost nor counted twice. It is counted for the rollout that gave
 * it. Only if two others have come since then, as they may for a pin that is held for long, it is counted for the second of
 * them, in whose part it is.
 */
final class RolloutCounts implements ServedCount.Source {
    private final FlagCounters counters;
    private final Rollout rollout;
    private final int turn;
    /** What earlier rollouts have counted in the same parts. */
    private final Map<ServedCount, Long> before;

    private RolloutCounts(FlagCounters counters, Rollout rollout, int turn, Map<ServedCount, Long> before) {
        this.counters = counters;
        this.rollout = rollout;
        this.turn = turn;
        this.before = before;
    }

    /**
     * Those of a rollout that has come now.
     *
     * @param turn 0 or 1, and not that of the rollout before
     */
    static RolloutCounts begin(FlagCounters counters, Rollout rollout, int turn) {
        Map<ServedCount, Long> before = new HashMap<>();
        counters.served().forEach(count -> before.put(count, count.sumOf(turn)));
        return new RolloutCounts(counters, rollout, turn, before);
    }

    /** These, once the rollout has been changed. */
    RolloutCounts with(Rollout changed) {
        return new RolloutCounts(counters, changed, turn, before);
    }

    Rollout rollout() {
        return rollout;
    }

    @Override
    public ServedCount of(String variant, Reason reason) {
        return counters.of(variant, reason).part(turn);
    }

    /** By variant: the baseline and the candidate in any case, and what else the split has served. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>(Map.of(rollout.baseline(), 0L));
        counts.put(rollout.candidate(), 0L);
        for (ServedCount count : counters.served()) {
            long served = count.sumOf(turn) - before.getOrDefault(count, 0L);
            if (served > 0) {
                counts.merge(count.variant(), served, Long::sum);
            }
        }
        return Collections.unmodifiableMap(counts);
    }
}
