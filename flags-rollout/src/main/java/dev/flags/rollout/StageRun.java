package dev.flags.rollout;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One stage while it lasts. Immutable.
 *
 * @param stage its index in the plan, {@value #BEFORE_FIRST} for what comes before the first
 * @param since when it began, later by what it was paused
 * @param asksSince what was asked before does not count: when it began, or a person decided otherwise
 * @param tallies what its analyses have said, by their names; those that have said nothing are missing
 */
public record StageRun(int stage, Instant since, Instant asksSince, Map<String, Tally> tallies) {
    /** Where a rollout stands that gives nobody anything yet. */
    static final int BEFORE_FIRST = -1;

    public StageRun {
        tallies = ImmutableMap.copyOf(tallies);
    }

    static StageRun begin(int stage, Instant now) {
        return new StageRun(stage, now, now, Map.of());
    }

    Tally tally(Analysis analysis) {
        return tallies.getOrDefault(analysis.name(), Tally.NONE);
    }

    StageRun with(String analysis, Verdict verdict, Instant at) {
        Map<String, Tally> next = new HashMap<>(tallies);
        next.put(analysis, tallies.getOrDefault(analysis, Tally.NONE).with(verdict, at));
        return new StageRun(stage, since, asksSince, next);
    }

    /** The same without what was said: a person has decided otherwise, and only what comes counts. */
    StageRun forgetting(Instant now) {
        return new StageRun(stage, since, now, Map.of());
    }

    /** The same, as if it had begun later. Analyses go on during a pause, so that what they have said stays when it was. */
    StageRun shifted(Duration by) {
        return new StageRun(stage, since.plus(by), asksSince, tallies);
    }
}
