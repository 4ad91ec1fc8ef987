package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.C;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.StoreFixture.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a store says of a commit is true, whatever the network did to it. */
abstract class NetworkCommitContract extends NetworkFixture {
    private static final int CUTS = 10;

    @Test
    void commitWhoseAnswerIsLost_isUnknownOrCertainlyNotApplied() {
        assertSettled(A, proxy()::loseAnswers);
    }

    @Test
    void commitIntoABlackHole_isUnknownOrCertainlyNotApplied() {
        assertSettled(B, proxy()::blackHole);
    }

    @Test
    void commitIntoACut_isUnknownOrCertainlyNotApplied() {
        assertSettled(C, proxy()::cut);
    }

    /** What a client does that connects and tries again by itself: the second time it meets its own first. */
    @Test
    void commitThatMayBeTriedAgain_isNoConflictWithItself() {
        assertSettled(A, proxy()::cutNextAnswer);
    }

    @Test
    void nothingThatWasAcknowledged_isLost() {
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong failures = new AtomicLong();
        AtomicLong roundsLeft = new AtomicLong(rounds());
        Callable<Boolean> counting = () -> {
            try (Reopened store = new Reopened(this::openUnclosed, failures)) {
                while (roundsLeft.get() > 0) {
                    store.increment();
                    acknowledged.incrementAndGet();
                }
            }
            return true;
        };
        Callable<Boolean> breaking = () -> {
            List<Runnable> breaks = List.of(proxy()::cut, proxy()::loseAnswers, proxy()::blackHole);
            for (int round = 0; round < rounds(); round++) {
                // Some of these hit a commit, and none costs the time that a call has.
                for (int i = 0; i < CUTS; i++) {
                    proxy().cutNextRequest();
                    awaitMore(acknowledged);
                    proxy().cutNextAnswer();
                    awaitMore(acknowledged);
                }
                breaks.get(round % breaks.size()).run();
                awaitMore(failures);
                proxy().pass();
                roundsLeft.decrementAndGet();
            }
            return true;
        };

        Together.run(timeLimit().multipliedBy(4L * rounds()), List.of(counting, counting, breaking));

        ConfigStore store = open();
        assertThat(Counter.count(store)).isEqualTo(acknowledged.get());
        assertThat(Counter.counts(store))
                .isEqualTo(LongStream.iterate(acknowledged.get(), n -> n > 0, n -> n - 1)
                        .boxed()
                        .toList());
    }

    /** What the store said of a commit is true, and one that it cannot tell of is in the history or is nowhere. */
    private void assertSettled(DocumentKey key, Runnable breaks) {
        ConfigStore store = open();
        long seen = applied(store.commit(put(key, 0, "before"))).number();
        breaks.run();
        Commit commit = put(key, seen, "after");

        boolean isFailed = false;
        boolean isApplied = false;
        try {
            CommitResult result = within(() -> store.commit(commit));
            isApplied = result instanceof CommitResult.Applied;
            assertThat(result).isNotInstanceOf(CommitResult.Conflict.class);
            if (result instanceof CommitResult.Unknown unknown) {
                assertThat(unknown.commitId()).isEqualTo(commit.id());
            }
        } catch (StoreException nothingWasDone) {
            isFailed = true;
        }

        proxy().pass();
        ConfigStore later = open();
        moveOn(later, key);
        boolean isThere = document(later, key).json().contains("after");
        assertThat(Counter.isInHistory(later, commit)).isEqualTo(isThere);
        assertThat(isThere && isFailed)
                .as("applied, though the store said that it was not")
                .isFalse();
        assertThat(!isThere && isApplied)
                .as("not applied, though the store said that it was")
                .isFalse();
    }

    /** A request that is still on its way conflicts from now on. */
    private static void moveOn(ConfigStore store, DocumentKey key) {
        Document now = document(store, key);
        Write same = new Write.Put(key, now.revision(), now.json());
        CommitResult moved = store.commit(new Commit(UUID.randomUUID(), List.of(same), List.of(), List.of()));
        assertThat(moved).isNotInstanceOf(CommitResult.Unknown.class);
    }

    private static void awaitMore(AtomicLong counter) throws InterruptedException {
        long before = counter.get();
        Together.await(() -> counter.get() >= before + 2);
    }
}
