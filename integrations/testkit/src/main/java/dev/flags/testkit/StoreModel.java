package dev.flags.testkit;

import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.contents;
import static dev.flags.testkit.Commits.mismatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store, and what must be in it after all that was done to it. */
final class StoreModel {
    private final ConfigStore store;
    private final Map<DocumentKey, Document> documents = new HashMap<>();
    /** What each document's revision was before the last change of it. */
    private final Map<DocumentKey, Long> before = new HashMap<>();

    private final Map<Kind, Long> versions = new HashMap<>();
    private final List<AuditEvent> history = new ArrayList<>();
    private long number;

    StoreModel(ConfigStore store) {
        this.store = store;
    }

    /** Which revision a writer believes in. */
    enum Belief {
        /** That which the document has. */
        NOW,
        /** That which it had before its last change. */
        BEFORE,
        /** None: that it does not exist. */
        NONE,
        /** One that is yet to come. */
        FUTURE
    }

    /** A change of a document, deleted if there is no text. */
    record Change(DocumentKey key, boolean isPut, int text, Belief belief) {
        private Write write(long revision) {
            return isPut ? Commits.write(key, revision, "text " + text) : new Write.Delete(key, revision);
        }
    }

    /** What a commit depends on: a document, or all of its kind. */
    record Read(DocumentKey key, boolean isOfKind, Belief belief) {}

    /** Commits, and compares the result with what it must be. Of several changes of one document the last one counts. */
    void commit(List<Change> changes, List<Read> reads) {
        Map<DocumentKey, Write> writes = new LinkedHashMap<>();
        changes.forEach(change -> writes.put(change.key(), change.write(believed(change.key(), change.belief()))));
        // Whether making sure that there is nothing is a change is for the store to say.
        writes.values().removeIf(write -> write instanceof Write.Delete && write.expectedRevision() == 0);
        if (writes.isEmpty()) {
            return;
        }
        List<Expect> expects = reads.stream().map(this::expect).distinct().toList();
        Commit commit = Commits.commit(List.copyOf(writes.values()), expects);
        List<Mismatch> mismatches = mismatches(commit);

        CommitResult result = store.commit(commit);

        if (mismatches.isEmpty()) {
            Version made = Commits.applied(result);
            assertThat(made.number()).as("the new version").isGreaterThan(number);
            number = made.number();
            commit.writes().forEach(this::apply);
            record(commit);
        } else {
            assertThat(result)
                    .asInstanceOf(type(CommitResult.Conflict.class))
                    .extracting(CommitResult.Conflict::documents, LIST)
                    .containsExactlyInAnyOrderElementsOf(mismatches);
        }
        check(ALL);
        check(Commits.DATA_PLANE);
    }

    /** Compares what is there of some kinds. */
    void check(Set<Kind> kinds) {
        Map<DocumentKey, Document> expected = new HashMap<>(documents);
        expected.keySet().removeIf(key -> !kinds.contains(key.kind()));
        long version = newest(kinds);
        StoreSnapshot loaded = store.load(kinds);

        assertThat(contents(loaded.documents())).isEqualTo(contents(expected));
        loaded.documents()
                .forEach((key, document) -> assertThat(document.revision())
                        .as("the revision of %s", key)
                        .isEqualTo(believed(key, Belief.NOW)));
        assertThat(loaded.version().number()).as("the version loaded").isEqualTo(version);
        assertThat(store.version(kinds)).isEqualTo(loaded.version());
    }

    /** Compares what the history tells of a document. */
    void checkHistory(DocumentKey key, int limit) {
        assertThat(store.history(HistoryQuery.of(key, limit)))
                .isEqualTo(history.stream()
                        .filter(event -> event.document().equals(key))
                        .limit(limit)
                        .toList());
        assertThat(store.history(HistoryQuery.latest(limit)))
                .isEqualTo(history.stream().limit(limit).toList());
    }

    private void apply(Write write) {
        DocumentKey key = write.key();
        before.put(key, believed(key, Belief.NOW));
        if (write instanceof Write.Put put) {
            documents.put(key, new Document(key, number, put.json()));
        } else {
            documents.remove(key);
        }
        versions.put(key.kind(), number);
    }

    private void record(Commit commit) {
        if (commit.writes().stream().anyMatch(write -> !write.key().kind().isEphemeral())) {
            commit.events().forEach(event -> history.add(0, event));
        }
    }

    private List<Mismatch> mismatches(Commit commit) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (Write write : commit.writes()) {
            long actual = believed(write.key(), Belief.NOW);
            if (actual != write.expectedRevision()) {
                mismatches.add(mismatch(write.key(), write.expectedRevision(), actual));
            }
        }
        for (Expect read : commit.reads()) {
            long newest = newest(Set.of(read.key().kind()));
            long actual = read.isAboutKind() ? newest : believed(read.key(), Belief.NOW);
            if (read.isAboutKind() ? actual > read.revision() : actual != read.revision()) {
                mismatches.add(mismatch(read.key(), read.revision(), actual));
            }
        }
        return mismatches;
    }

    private Expect expect(Read read) {
        if (!read.isOfKind()) {
            return new Expect(read.key(), believed(read.key(), read.belief()));
        }
        long newest = newest(Set.of(read.key().kind()));
        long believed = switch (read.belief()) {
            case NOW -> newest;
            case BEFORE -> Math.max(0, newest - 1);
            case NONE -> 0;
            case FUTURE -> newest + 1;
        };
        return Expect.noneNewer(read.key().kind(), new Version("", believed));
    }

    private long believed(DocumentKey key, Belief belief) {
        Document now = documents.get(key);
        return switch (belief) {
            case NOW -> now == null ? 0 : now.revision();
            case BEFORE -> before.getOrDefault(key, 0L);
            case NONE -> 0;
            case FUTURE -> number + 1;
        };
    }

    private long newest(Set<Kind> kinds) {
        return kinds.stream()
                .mapToLong(kind -> versions.getOrDefault(kind, 0L))
                .max()
                .orElse(0);
    }
}
