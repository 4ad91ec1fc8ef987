package dev.flags.testkit;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.Hint;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What handles of a {@link BrokenStore} share, and what outlives them. Whoever uses it holds its monitor. */
final class BrokenData {
    private static final long TICK_NANOS = 50_000_000;

    final Fault fault;
    final BrokenTexts texts;
    final BrokenHistory history;
    final Map<DocumentKey, Document> documents = new HashMap<>();
    /** For anybody, with the monitor or without it. */
    final List<Consumer<Hint>> watchers = new CopyOnWriteArrayList<>();

    /** Who has forgotten to let the others go on. */
    @Nullable BrokenStore locking;

    private final Map<Kind, Long> versions = new HashMap<>();
    /** How often the version was asked for. */
    final AtomicInteger calls = new AtomicInteger();

    private final AtomicInteger meeting = new AtomicInteger();
    private final AtomicInteger records = new AtomicInteger();
    private final long start = System.nanoTime();
    private String epoch = UUID.randomUUID().toString();
    private long number;
    private int handles;
    private boolean isClosed;

    BrokenData(Fault fault) {
        this.fault = fault;
        this.texts = new BrokenTexts(fault);
        this.history = new BrokenHistory(fault);
        this.number = has(Fault.BEGINS_AT_ONE) ? 1 : 0;
    }

    boolean has(Fault one) {
        return fault == one;
    }

    // --- handles

    /** A new place in which there is nothing. */
    BrokenData reset() {
        BrokenData reset = new BrokenData(fault);
        if (has(Fault.KEEPS_THE_EPOCH_AT_A_RESET)) {
            reset.epoch = epoch;
        }
        return reset;
    }

    synchronized void opened() {
        handles++;
    }

    void closed() {
        handles--;
        isClosed |= has(Fault.CLOSES_ALL_HANDLES);
        if (handles > 0) {
            return;
        }
        if (has(Fault.FORGETS_ALL_AT_A_RESTART)) {
            documents.clear();
        }
        if (has(Fault.FORGETS_HISTORY_AT_A_RESTART)) {
            history.clear();
        }
        if (has(Fault.FORGETS_REVISIONS_AT_A_RESTART)) {
            number = newestRevision(documents.keySet());
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    // --- versions

    Version version() {
        return new Version(epoch, number);
    }

    Version newest(Set<Kind> kinds) {
        long newest = kinds.stream()
                .mapToLong(kind -> versions.getOrDefault(kind, 0L))
                .max()
                .orElse(0);
        if (has(Fault.GOES_BY_WHAT_IS_LEFT)) {
            newest = newestRevision(documents.keySet().stream()
                    .filter(key -> kinds.contains(key.kind()))
                    .toList());
        }
        boolean isNumber = has(Fault.HAS_ONE_VERSION) || (has(Fault.BEGINS_AT_ONE) && newest == 0);
        return new Version(epoch, isNumber ? number : newest);
    }

    private long newestRevision(Iterable<DocumentKey> keys) {
        long newest = 0;
        for (DocumentKey key : keys) {
            newest = Math.max(newest, revision(key));
        }
        return newest;
    }

    void changeEpoch() {
        epoch = UUID.randomUUID().toString();
    }

    Version next() {
        number = has(Fault.GOES_BY_THE_CLOCK)
                ? Math.max(number, (System.nanoTime() - start) / TICK_NANOS + 1)
                : number + 1;
        return version();
    }

    // --- what is expected

    List<Mismatch> mismatches(Commit commit) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (Write write : commit.writes()) {
            if (!isAsExpected(write)) {
                mismatches.add(new Mismatch(write.key(), write.expectedRevision(), revision(write.key())));
            }
        }
        int page = has(Fault.COMPARES_ONE_PAGE_OF_READS) ? 1_000 : Integer.MAX_VALUE;
        for (Expect read : commit.reads().stream().limit(page).toList()) {
            if (!isAsExpected(commit, read)) {
                long actual = read.isAboutKind() ? newestOf(read) : revision(read.key());
                mismatches.add(new Mismatch(read.key(), read.revision(), actual));
            }
        }
        return mismatches;
    }

    private boolean isAsExpected(Write write) {
        long expected = write.expectedRevision();
        return switch (fault) {
            case LOSES_UPDATES -> true;
            case TAKES_ZERO_FOR_ANY -> expected == 0 || isAsExpected(write.key(), expected);
            case COMPARES_NO_LEASES -> write.key().kind().isEphemeral() || isAsExpected(write.key(), expected);
            case COMPARES_WITH_THE_STORES_VERSION ->
                (expected == 0 || expected >= number) && isAsExpected(write.key(), expected);
            case CANNOT_DELETE_NOTHING ->
                (write instanceof Write.Put || revision(write.key()) > 0) && isAsExpected(write.key(), expected);
            default -> isAsExpected(write.key(), expected);
        };
    }

    private boolean isAsExpected(Commit commit, Expect read) {
        if (has(Fault.IGNORES_READS) || (has(Fault.IGNORES_READS_OF_NOTHING) && read.revision() == 0)) {
            return true;
        }
        if (read.isAboutKind()) {
            return has(Fault.IGNORES_READS_OF_KINDS) || newestOf(read) <= read.revision();
        }
        boolean isOwn = commit.writes().stream().anyMatch(write -> write.key().equals(read.key()));
        return isAsExpected(read.key(), read.revision()) && !(isOwn && has(Fault.COMPARES_AFTER_WRITING));
    }

    private long newestOf(Expect read) {
        return has(Fault.TAKES_ALL_KINDS_FOR_ONE)
                ? number
                : newest(Set.of(read.key().kind())).number();
    }

    private boolean isAsExpected(DocumentKey key, long expected) {
        long actual = revision(key);
        return switch (fault) {
            case LETS_THE_FUTURE_IN -> expected >= actual;
            case TAKES_NONE_FOR_ANY -> expected == actual || actual == 0;
            case KEEPS_INTS -> (int) expected == (int) actual;
            default -> expected == actual;
        };
    }

    private long revision(DocumentKey key) {
        Document document = documents.get(texts.stored(key));
        return document == null ? 0 : document.revision();
    }

    // --- changes

    void apply(Write write, long version) {
        DocumentKey key = texts.stored(write.key());
        Document before = documents.get(key);
        if (write instanceof Write.Put put) {
            String text = before != null && has(Fault.KEEPS_THE_OLD_TEXT) ? before.json() : texts.stored(put.json());
            if (has(Fault.SKIPS_A_TEXT_THAT_IS_THERE)
                    && before != null
                    && before.json().equals(text)) {
                return;
            }
            documents.put(key, new Document(key, revisionAfter(before, version), text));
        } else if (!has(Fault.DELETES_NOTHING)) {
            documents.remove(key);
        }
        if (write instanceof Write.Put || !has(Fault.HIDES_DELETES)) {
            touch(key.kind(), version);
        }
        if (has(Fault.MOVES_OTHER_KINDS)) {
            Commits.ALL.forEach(kind -> touch(kind, version));
        }
    }

    void touch(Kind kind, long version) {
        versions.merge(kind, version, Math::max);
    }

    private long revisionAfter(@Nullable Document before, long version) {
        return switch (fault) {
            case REUSES_REVISIONS -> before == null ? 1 : before.revision() + 1;
            case GIVES_ANOTHER_REVISION -> version + 1;
            default -> version;
        };
    }

    // --- what makes a race certain

    /** Waits without the monitor until another one is here too, but not for long; whether one came. */
    boolean meetAnother() {
        int arrived = meeting.incrementAndGet();
        long deadline = System.nanoTime() + 2_000_000;
        while (meeting.get() == arrived && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return meeting.get() != arrived;
    }

    /** Waits without the monitor until another one has recorded, but not for long. */
    void waitForARecord() {
        int before = records.get();
        long deadline = System.nanoTime() + 20_000_000;
        while (records.get() == before && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** Records, and lets go whoever waits for it. */
    synchronized void record(Commit commit) {
        history.record(commit);
        records.incrementAndGet();
    }

    /** Lets go of the monitor until the next commit, but not for long. */
    void waitForACommit() {
        long before = number;
        long deadline = System.nanoTime() + 5_000_000;
        try {
            while (number == before && System.nanoTime() < deadline) {
                wait(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
