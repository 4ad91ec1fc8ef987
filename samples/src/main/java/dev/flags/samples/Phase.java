package dev.flags.samples;

import dev.flags.samples.digits.PhaseStats.Summary;
import java.util.Set;

/**
 * What one phase was like.
 *
 * @param newModelUsers who was served by the new model at least once
 */
record Phase(Summary summary, Set<String> newModelUsers) {
    Phase {
        newModelUsers = Set.copyOf(newModelUsers);
    }

    /** Whether everybody who has the new model in this phase has it in the other one, too. */
    boolean keepsItsUsersIn(Phase other) {
        return other.newModelUsers.containsAll(newModelUsers);
    }
}
