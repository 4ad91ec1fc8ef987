package dev.flags.rollout;

/**
 * A rollback that is about to be made, or was made.
 *
 * @param flag its name
 * @param rollout the id of the rollout
 * @param baseline the variant that everybody gets
 * @param candidate the variant that nobody gets any more
 * @param actor who wants it: a person, or {@link RolloutEvent#ENGINE}
 * @param reason why
 */
public record RollbackContext(
        String flag, String rollout, String baseline, String candidate, String actor, String reason) {
    static RollbackContext of(RolloutDocument before, RolloutDocument after) {
        RolloutEvent event = after.outbox().get(after.outbox().size() - 1);
        return new RollbackContext(
                before.flag(), after.id(), before.baseline(), before.candidate(), event.actor(), event.reason());
    }
}
