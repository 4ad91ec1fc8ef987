package dev.flags.store;

import dev.flags.config.Kind;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps documents, and changes them by commits.
 *
 * <p>Implementations are thread-safe. Every method but {@code capabilities} may block and may throw
 * {@link StoreException}, which means that nothing was done. After {@code close} every method throws it.
 */
public interface ConfigStore extends AutoCloseable {

    /**
     * Every document of the kinds, all from one version; never a part.
     *
     * @throws StoreException if the store is out of reach, or its content cannot be read as a whole
     */
    StoreSnapshot load(Set<Kind> kinds);

    /**
     * The newest version that changed a document of the kinds. Cheap: this is asked again and again.
     *
     * @throws StoreException if the store is out of reach
     */
    Version version(Set<Kind> kinds);

    /**
     * Applies a commit as a whole or not at all. Revisions are compared document by document, never with the store's
     * version, so that changes of different documents do not get into each other's way.
     *
     * @throws ReadOnlyStoreException if this store cannot be written
     * @throws StoreException if the commit was certainly not applied
     */
    CommitResult commit(Commit commit);

    /**
     * Asks to be told when documents of the kinds change after a version. Best effort: hints may be dropped, repeated and
     * come together. They are given on a thread of the store's and must be taken quickly.
     *
     * @return ends the watch when it is closed
     */
    Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints);

    /**
     * Audit events, newest first.
     *
     * @throws StoreException if the store is out of reach
     */
    List<AuditEvent> history(HistoryQuery query);

    Capabilities capabilities();

    @Override
    void close();

    /** A watch that can be ended. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
