package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.OwnThread;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
class DirectoryLockTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() throws IOException {
        file = directory.toRealPath().resolve("lock");
    }

    /** A channel that nobody closes is closed by the garbage collector some day, and takes the lock from its holder then. */
    @Test
    void storeThatIsClosedWhileItsCommitWaits_leavesNoChannel() throws Exception {
        DirectoryLock lock = DirectoryLock.enter(file);
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.lock().isValid()).isTrue(); // as this library does that was loaded a second time
            Thread waiting = new Thread(() -> assertThatThrownBy(() -> lock.holding(PATIENCE, () -> 1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("interrupted"));
            waiting.start();
            await(() -> channels() == 2);

            lock.leave();
            waiting.interrupt();
            waiting.join();

            assertThat(channels()).isEqualTo(1);
        }
    }

    @Test
    void storeThatIsOpenedWhileACommitOfAClosedOneGoesOn_sharesItsLock() throws Exception {
        DirectoryLock lock = DirectoryLock.enter(file);
        Hang hang = Hang.deaf();
        CompletableFuture<Void> commit = holding(lock, hang);
        await(hang::hasBegun);
        lock.leave();

        DirectoryLock next = DirectoryLock.enter(file);

        assertThat(next).isSameAs(lock);
        assertThat(next.ifFree(() -> 1)).isEmpty();
        hang.letGo();
        commit.get(60, TimeUnit.SECONDS);
        assertThat(next.holding(PATIENCE, () -> 2)).isEqualTo(2);
        next.leave();
        assertThat(channels()).isZero();
    }

    @Test
    void threadsThatWaitWhenTheLastStoreIsClosed_shareTheLockWithTheNext() throws Exception {
        DirectoryLock lock = DirectoryLock.enter(file);
        Hang first = Hang.deaf();
        CompletableFuture<Void> holder = holding(lock, first);
        await(first::hasBegun);
        Hang second = Hang.deaf();
        Thread waiting = new Thread(() -> run(lock, second));
        waiting.start();
        await(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        lock.leave();
        first.letGo();
        holder.get(60, TimeUnit.SECONDS);
        await(second::hasBegun);

        DirectoryLock next = DirectoryLock.enter(file);

        assertThat(next).isSameAs(lock);
        second.letGo();
        waiting.join();
        next.leave();
        assertThat(channels()).isZero();
    }

    @Test
    void lockThatEverybodyHasLeft_isOfNoUse() {
        DirectoryLock lock = DirectoryLock.enter(file);
        lock.leave();

        assertThatThrownBy(() -> lock.holding(PATIENCE, () -> 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is closed");
        assertThat(file).doesNotExist();
    }

    @Test
    void lock_isGivenInOrder() throws Exception {
        DirectoryLock lock = DirectoryLock.enter(file);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        lock.holding(PATIENCE, () -> {
            Thread thread = new Thread(() -> run(lock, () -> order.add("who waited")));
            thread.start();
            waiting.add(thread);
            await(() -> thread.getState() == Thread.State.TIMED_WAITING);
            return 1;
        });
        lock.holding(PATIENCE, () -> order.add("who had it before"));
        waiting.get(0).join();

        assertThat(order).containsExactly("who waited", "who had it before");
        lock.leave();
    }

    private static CompletableFuture<Void> holding(DirectoryLock lock, Runnable action) {
        return CompletableFuture.runAsync(() -> run(lock, action), OwnThread.EXECUTOR);
    }

    private static void run(DirectoryLock lock, Runnable action) {
        try {
            lock.holding(PATIENCE, () -> {
                action.run();
                return Optional.empty();
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Condition {
        boolean isMet() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.isMet()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** How many channels this process has open on the lock. */
    private long channels() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(this::isLock).count();
        }
    }

    private boolean isLock(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false; // it was closed just now
        }
    }
}
