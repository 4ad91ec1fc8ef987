package dev.flags.rollout;

/**
 * Does what a rollback needs besides the flag, such as swapping a component or undoing a step of a database. Called for each
 * rollback of a rollout, be it a person's or the engine's, at once or gradual: {@link #before} in the process that makes it,
 * {@link #after} in the one that drives then. A rollout whose place another one takes is not rolled back.
 *
 * <p>The calls for one flag come one after the other, in order: that of {@code after} waits until {@code before} has
 * returned, however long that takes. Hooks of different flags may run at the same time, those of 16 flags at most.
 *
 * <p>A rollback waits for hooks a moment only ({@link RolloutManagerBuilder#hookLimit}), and is made whatever they do; those
 * that it has not waited for are called all the same. The log has the class of what one throws, and names the flags whose
 * hooks keep others waiting. A call is lost only with its process.
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
