package dev.flags.rollout;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;

/** The kinds of documents that rollouts keep in the store. */
final class RolloutKinds {
    /** A rollout; named like its flag, so that a flag has one at most. */
    static final Kind ROLLOUT = new Kind("rollout", false);

    /** That nothing may be rolled out. */
    static final Kind FREEZE = new Kind("freeze", false);

    /** Who drives. */
    static final Kind LEASE = new Kind("lease", true);

    /** How often each arm has answered in one process. */
    static final Kind WINDOW = new Kind("window", true);

    static final DocumentKey FREEZE_KEY = new DocumentKey(FREEZE, "rollouts");
    static final DocumentKey LEASE_KEY = new DocumentKey(LEASE, "rollouts");

    private RolloutKinds() {}

    static DocumentKey rollout(String flag) {
        return new DocumentKey(ROLLOUT, flag);
    }
}
