package dev.flags.store;

import dev.flags.config.Kind;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps documents, and changes them by commits. What every store promises, {@code ConfigStoreContract} of the testkit tests.
 *
 * <p><b>Documents.</b> A document is a key, a revision and one JSON object, which the store keeps and does not judge. Its
 * revision is the number of the version that last changed it; a document that does not exist has revision 0. A document
 * that is deleted and made again has a higher revision than it ever had.
 *
 * <p><b>Versions.</b> Each commit that is applied makes one version; all that it writes gets its number. Numbers rise
 * within an epoch, and may skip some. A store that was reset, or restored from an older copy, has a new epoch: its
 * versions are neither older nor newer than those of the old one, only other ones. Of number 0, before the first commit,
 * the epoch says nothing.
 *
 * <p><b>Ephemeral kinds.</b> Their documents are compared and set like all others, but a store may lose all of them at
 * once. No history is kept of them.
 *
 * <p><b>Errors.</b> {@link StoreException} means that certainly nothing was done, and everything else that a store throws is a
 * defect of it. What may or may not have been applied is {@link CommitResult.Unknown}, and nothing else is. A call that
 * cannot be answered should fail rather than wait; callers set their own time limits and may interrupt the thread.
 *
 * <p>Implementations are thread-safe. Every method but {@code capabilities} and {@code watch} may block. After
 * {@code close}, which may be called again, every method but these throws {@link StoreException}.
 *
 * <h2>For whoever writes a store</h2>
 * <ul>
 *   <li><b>Keys</b> are equal if their kinds and, as Java strings, their names are: case, accents and spaces at the ends
 *       count, whatever the collation of a database makes of them. A store keeps names of 1 to
 *       {@value dev.flags.config.Limits#MAX_NAME_LENGTH} characters ({@code char}s, up to 3 bytes each in UTF-8) of any
 *       script. It may refuse control characters and lone surrogates.
 *   <li><b>Texts</b> of up to {@value dev.flags.config.Limits#MAX_DOCUMENT_BYTES} bytes of UTF-8 are kept, to the literal of each
 *       number and the order of members: {@code 1.10} is not {@code 1.1}, and the order of weights decides who gets
 *       which variant. Only white space may change. PostgreSQL's {@code jsonb}, for one, changes the rest too.
 *   <li><b>What is refused</b> is refused as a whole, with a {@link StoreException}.
 *   <li><b>A commit is one transaction</b>: it compares, writes the documents, and records the versions of the kinds, the
 *       events and the origin. What it compares includes documents that do not exist and whole kinds, for which there is no
 *       row to lock: let commits take turns on one row, or let the database serialize them. Where two meet, one conflicts;
 *       a deadlock or a serialization failure is the store's to try again.
 *   <li><b>Numbers of versions appear in their order.</b> Who has seen version 5 looks for newer ones only, so that a
 *       version 4 that appears later is never seen. Draw them while it is your turn: a sequence gives them to transactions that
 *       end in another order, and a clock gives one twice or goes back.
 *   <li><b>A load is one snapshot</b>, of all its kinds and of their version. One query for each kind sees several. A version or
 *       an ETag is remembered only when what belongs to it was read to its end.
 *   <li><b>Events</b> are kept whole: see {@link AuditEvent}. They are in {@code history} as soon as their documents are in
 *       {@code load}, in the order of versions and not of their times.
 *   <li><b>Kinds</b> are kept with {@link Kind#isEphemeral}, or the keys of events that come back equal no others.
 *   <li><b>The origin</b> is kept beside the documents: see {@link Origin}.
 *   <li><b>Requests that a client repeats by itself</b>, as some do that connect again, make a commit conflict with itself.
 *       Turn that off, or look for the id of the commit in the history first.
 *   <li><b>Close</b> takes no lock that a call holds which waits for the network.
 * </ul>
 */
public interface ConfigStore extends AutoCloseable {

    /**
     * Every document of the kinds, all from one version; never a part. Kinds that the store has never seen have no
     * documents. Whoever loads again finds no change whose revision is not above the version loaded before.
     *
     * @throws StoreException if the store is out of reach, or its content cannot be read as a whole
     */
    StoreSnapshot load(Set<Kind> kinds);

    /**
     * The newest version that changed a document of the kinds, by a deletion too; number 0 if none did. Cheap: this is
     * asked again and again. Equal to the version of what {@code load} gives for the same kinds.
     *
     * @throws StoreException if the store is out of reach
     */
    Version version(Set<Kind> kinds);

    /**
     * Applies a commit as a whole or not at all. Revisions are compared document by document, never with the store's
     * version, so that changes of different documents do not get into each other's way.
     *
     * <p>A commit that is applied is durable, in {@code history} with its events, and in every {@code load} that begins
     * after this returns, in this process and in others. Commits are applied one after the other, or as if they were: of two
     * that expect the same revision of a document, or of which each expects what the other changes, one conflicts.
     *
     * @return {@link CommitResult.Conflict} with every document that is not as expected;
     *     {@link CommitResult.Unknown} if the store's answer was lost
     * @throws ReadOnlyStoreException if this store cannot be written, or a newer library has written to it
     * @throws StoreException if the commit was certainly not applied
     */
    CommitResult commit(Commit commit);

    /**
     * Asks to be told when documents of the kinds change after a version. Best effort: hints may be late, dropped and
     * repeated, and come together; but the change that one tells of can be loaded already. They are given on any thread
     * and must be taken quickly; what they throw is the store's to log. Never blocks: a store that cannot watch never hints.
     *
     * @return ends the watch when it is closed
     */
    Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints);

    /**
     * Audit events of the commits that were applied, newest first; those of one commit in the reverse of their order in
     * it.
     *
     * @throws StoreException if the store is out of reach
     */
    List<AuditEvent> history(HistoryQuery query);

    /** What this store can do. May change: a directory becomes read-only. */
    Capabilities capabilities();

    /** Lets go of what the store holds. Waits for no call that is under way. */
    @Override
    void close();

    /** A watch that can be ended, more than once. After that no hint begins. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
