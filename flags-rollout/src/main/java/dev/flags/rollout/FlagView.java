package dev.flags.rollout;

import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.Percentage;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout sees of its flag.
 *
 * @param isEnabled whether it is not disabled
 * @param share the share that its rollout gives to the candidate, 0 % if it has none
 * @param digest of everything that changes an answer
 * @param obstacle what keeps a rollout that waits for its beginning from it, null if there is nothing
 */
record FlagView(
        boolean isEnabled,
        Percentage share,
        String digest,
        @Nullable String obstacle) {
    /** Of a flag that does not exist. */
    static final FlagView MISSING = new FlagView(false, Percentage.NONE, "");

    FlagView(boolean isEnabled, Percentage share, String digest) {
        this(isEnabled, share, digest, null);
    }

    static FlagView of(Flag flag) {
        return new FlagView(flag.status() != FlagStatus.DISABLED, FlagEffects.share(flag), FlagEffects.digest(flag));
    }

    /** With what keeps a rollout of the flag from its beginning, if it waits for that. */
    FlagView seenBy(RolloutDocument document, Flag flag) {
        return document.state() instanceof RolloutState.Pending
                ? new FlagView(isEnabled, share, digest, StartChecks.obstacle(flag, document))
                : this;
    }
}
