package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flags.store.ConfigStore;
import dev.flags.store.Hint;
import dev.flags.store.StoreException;
import dev.flags.store.Version;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Hints: that they help, and that they harm nobody. Whether there are any, a store says itself. */
abstract class HintContract extends HandleContract {
    /** Of which one at least has to be hinted at. */
    private static final int COMMITS = 10;

    @Test
    void watch_ofAStoreThatPushes_hintsAtOneOfManyCommits() throws InterruptedException {
        assumeThat(store().capabilities().pushes()).as("the store pushes").isTrue();
        CountDownLatch hinted = new CountDownLatch(1);
        watch(another(), hint -> hinted.countDown());

        for (int i = 0; i < COMMITS; i++) {
            store().commit(put(A, revision(A), Integer.toString(i)));
        }

        assertThat(await(hinted)).as("whether a hint came").isTrue();
    }

    @Test
    void version_tellsWithoutAnyHint() {
        ConfigStore other = another();
        Version after = other.version(ALL);
        watch(other, hint -> {});

        Version made = applied(store().commit(put(A, 0, "enabled")));

        assertThat(made).isNotEqualTo(after);
        assertThat(other.version(ALL)).isEqualTo(made);
    }

    @Test
    void watcherThatThrows_harmsNoCommit() {
        watch(store(), hint -> {
            throw new IllegalStateException("a watcher's own trouble");
        });

        applied(store().commit(put(A, 0, "enabled")));
        applied(store().commit(put(B, 0, "enabled")));

        assertThat(store().load(ALL).documents()).containsOnlyKeys(A, B);
    }

    @Test
    void watcherThatThrows_harmsNoOtherWatcher() throws InterruptedException {
        assumeThat(store().capabilities().pushes()).as("the store pushes").isTrue();
        CountDownLatch hinted = new CountDownLatch(1);
        watch(store(), hint -> {
            throw new IllegalStateException("a watcher's own trouble");
        });
        watch(store(), hint -> hinted.countDown());

        for (int i = 0; i < COMMITS; i++) {
            store().commit(put(A, revision(A), Integer.toString(i)));
        }

        assertThat(await(hinted)).as("whether a hint came").isTrue();
    }

    @Test
    void watchThatHasEnded_givesNoHint() throws InterruptedException {
        AtomicInteger late = new AtomicInteger();
        CountDownLatch hinted = new CountDownLatch(1);
        ConfigStore.Watch ended = watch(store(), hint -> late.incrementAndGet());
        watch(store(), hint -> hinted.countDown());
        ended.close();
        ended.close();

        store().commit(put(A, 0, "enabled"));

        // That a hint comes is not promised; but when it has come here, the other one would have come as well.
        if (store().capabilities().pushes()) {
            await(hinted);
        }
        assertThat(late).hasValue(0);
    }

    /** Whoever gets a hint asks for the version at once; if that is still the old one, nobody asks again. */
    @Test
    void hint_comesWhenWhatItTellsOfCanBeSeen() throws InterruptedException {
        assumeThat(store().capabilities().pushes()).as("the store pushes").isTrue();
        ConfigStore reader = another();
        AtomicLong seen = new AtomicLong();
        BlockingQueue<Hint> hints = new LinkedBlockingQueue<>();
        watch(another(), hints::add);
        Thread looking = Together.start(() -> seeAtEachOf(hints, reader, seen));
        try {
            assertThat(isSeenAtOnce(seen))
                    .as("whether a hint came when its commit could be seen")
                    .isTrue();
        } finally {
            looking.interrupt();
        }
    }

    /** Whether the looks that hints give rise to find one of several commits. */
    private boolean isSeenAtOnce(AtomicLong seen) throws InterruptedException {
        for (int i = 0; i < COMMITS; i++) {
            long made = applied(store().commit(put(A, revision(A), Integer.toString(i))))
                    .number();
            long deadline = System.nanoTime() + patience().toNanos() / COMMITS;
            Together.await(() -> seen.get() >= made || System.nanoTime() > deadline);
            if (seen.get() >= made) {
                return true;
            }
        }
        return false;
    }

    private static void seeAtEachOf(BlockingQueue<Hint> hints, ConfigStore reader, AtomicLong seen) {
        try {
            while (true) {
                hints.take();
                seen.set(reader.version(ALL).number());
            }
        } catch (InterruptedException | StoreException over) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean await(CountDownLatch hinted) throws InterruptedException {
        return hinted.await(patience().toNanos(), TimeUnit.NANOSECONDS);
    }
}
