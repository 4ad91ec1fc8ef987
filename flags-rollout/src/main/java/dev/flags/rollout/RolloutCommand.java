package dev.flags.rollout;

import dev.flags.config.Checks;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What people, and programs on their behalf, want of a rollout. What is possible depends on where it stands. */
public sealed interface RolloutCommand {
    /** The next stage, without waiting for this one; {@code stage} is the one that the person has seen, -1 while it shadows. */
    record Promote(int stage) implements RolloutCommand {}

    /** The last share, at once. */
    record PromoteFully() implements RolloutCommand {}

    /** Leaves traffic as it is. */
    record Pause() implements RolloutCommand {}

    /** Goes on, whatever the reasons for the pause. */
    record Resume() implements RolloutCommand {}

    /** Makes an exception of it: no freeze concerns it from now on. */
    record IgnoreFreeze() implements RolloutCommand {}

    /** Agrees that a stage of an attempt is over. */
    record Approve(int stage, int attempt) implements RolloutCommand {}

    /** Does not agree. */
    record Deny(int stage, int attempt) implements RolloutCommand {}

    /** Gives the baseline back. */
    record Abort() implements RolloutCommand {}

    /**
     * Gives the baseline back share by share, and all of it once a guardrail fails meanwhile.
     *
     * @param shares what the candidate has, one after the other; those that are not below what it has already are left out
     * @param bake how long each lasts
     */
    record RollBackGradually(List<Percentage> shares, Duration bake) implements RolloutCommand {
        /** @throws IllegalArgumentException if the shares do not fall to 0 %, or {@code bake} is negative */
        public RollBackGradually {
            shares = List.copyOf(shares);
            List<Percentage> all = shares;
            Checks checks = new Checks()
                    .require(
                            !all.isEmpty() && all.get(all.size() - 1).equals(Percentage.NONE),
                            "/shares",
                            () -> "do not end at 0 %: " + all);
            Spans.notNegative(checks, bake, "/bake");
            for (int i = 1; i < all.size(); i++) {
                Percentage before = all.get(i - 1);
                Percentage share = all.get(i);
                checks.require(
                        share.compareTo(before) < 0,
                        "/shares/" + i,
                        () -> "does not fall: " + share + " after " + before);
            }
            checks.done();
        }
    }

    /** Tries again what was rolled back. */
    record Retry() implements RolloutCommand {}

    /** Takes back what has not begun. */
    record Cancel() implements RolloutCommand {}

    /** Makes room for another rollout of the flag. */
    record Supersede() implements RolloutCommand {}

    /** What people call it, {@code promote fully}. */
    default String words() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
