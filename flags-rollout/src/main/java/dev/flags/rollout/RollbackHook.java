package dev.flags.rollout;

/**
 * Does what a rollback needs besides the flag, such as swapping a component or undoing a step of a database. Called for each
 * rollback of a rollout, in the process that makes it, be it a person's or the engine's.
 *
 * <p>A rollback waits for hooks a moment only ({@link RolloutManagerBuilder#hookLimit}), and is made whatever they do. One
 * that throws is logged.
 */
public interface RollbackHook {
    /**
     * Before the baseline is given back. If that then fails, or somebody else was faster, it may be called again.
     *
     * @throws Exception if it cannot do it; the rollback is made all the same
     */
    default void before(RollbackContext rollback) throws Exception {}

    /**
     * Once everybody has the baseline again.
     *
     * @throws Exception if it cannot do it
     */
    default void after(RollbackContext rollback) throws Exception {}
}
