package dev.flags.rollout;

import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.Shadowing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices stages that do not go on although their time is over, and says so once for each. Used by one thread. */
final class Stalls {
    /** How long a stage may wait for something after its bake. */
    static final Duration GRACE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Stalls.class);

    private final Map<String, Window.Place> stalled = new HashMap<>();

    /** Looks at a rollout before a step. */
    void look(RolloutDocument document, Tick tick) {
        RolloutState state = document.state();
        boolean isStage = state instanceof Progressing || state instanceof Shadowing;
        if (!isStage || !isOverdue(document, state, tick.now())) {
            stalled.remove(document.flag());
            return;
        }
        List<String> waits = Waits.of(new Moment(document, tick), state);
        Window.Place place = Window.Place.of(document);
        if (!waits.isEmpty() && !place.equals(stalled.put(document.flag(), place))) {
            LOG.warn(
                    "The rollout of flag {} does not go on: {} after its bake it waits for {}",
                    document.flag(),
                    GRACE,
                    String.join("; ", waits));
        }
    }

    private static boolean isOverdue(RolloutDocument document, RolloutState state, Instant now) {
        StageRun run = ((RolloutState.Watched) state).run();
        Duration bake = document.plan().stage(run).bake();
        return !now.isBefore(run.since().plus(bake).plus(GRACE));
    }

    /** Forgets rollouts that have ended. */
    void keepOnly(Set<String> flags) {
        stalled.keySet().retainAll(flags);
    }

    /** How many rollouts do not go on. */
    int count() {
        return stalled.size();
    }
}
