package dev.flags.rollout;

/**
 * Says whether the candidate is good enough. Called on a thread of the manager's, again and again while a stage lasts; one
 * that throws, or takes longer than its analysis allows, is in error, and interrupted.
 */
@FunctionalInterface
public interface Validator {
    /** @throws Exception if it cannot say: that is an error, and no failure of the candidate */
    @SuppressWarnings("MissingSummary")
    Verdict validate(StageContext context) throws Exception;
}
