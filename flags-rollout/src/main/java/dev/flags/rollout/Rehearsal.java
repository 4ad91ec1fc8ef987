package dev.flags.rollout;

import dev.flags.Impact;
import dev.flags.config.Percentage;
import java.util.List;

/**
 * What a rollout would do to a flag, tried without changing anything.
 *
 * @param steps each stage of the plan, and its end, compared with what the flag is now
 * @param isTakenBack whether giving the baseline back after each of the stages leaves the flag as it is now
 */
public record Rehearsal(List<Step> steps, boolean isTakenBack) {
    public Rehearsal {
        steps = List.copyOf(steps);
    }

    /**
     * One stage.
     *
     * @param name what the plan calls it; {@code completed} for the end
     * @param share what the candidate gets
     * @param impact what it would do to the answers that contexts of the last minutes got
     */
    public record Step(String name, Percentage share, Impact impact) {}
}
