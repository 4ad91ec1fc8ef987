package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CourierTest {
    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final CountDownLatch letGo = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        letGo.countDown();
    }

    @Test
    void items_arriveInOrder_onAThreadOfTheCouriersOwn() {
        List<String> threads = new CopyOnWriteArrayList<>();
        Courier<Integer> courier = started(new Courier<>(
                "flags-test",
                item -> 1,
                item -> {
                    threads.add(Thread.currentThread().getName());
                    received.add(item);
                },
                failures::add));

        IntStream.range(0, 100).forEach(courier::offer);

        Await.until(() -> received.size() == 100);
        assertThat(received).isSorted();
        assertThat(threads).containsOnly("flags-test");
        courier.close(Duration.ofSeconds(10));
    }

    @Test
    void courierThatIsIdle_isWokenByTheNextItem() {
        Courier<Integer> courier = started(new Courier<>("flags-test", item -> 1, received::add, failures::add));
        for (int i = 0; i < 5; i++) {
            int item = i;
            Await.until(() -> isParked("flags-test"));

            courier.offer(item);

            Await.until(() -> received.contains(item));
        }
        courier.close(Duration.ofSeconds(10));
    }

    @Test
    void recipientThatThrows_isReported_andGetsTheNextItem() {
        Courier<Integer> courier = started(new Courier<>(
                "flags-test",
                item -> 1,
                item -> {
                    if (item == 1) {
                        throw new StackOverflowError("as the test wants it");
                    }
                    received.add(item);
                },
                failures::add));

        List.of(0, 1, 2).forEach(courier::offer);

        Await.until(() -> received.equals(List.of(0, 2)));
        assertThat(failures).singleElement().isInstanceOf(StackOverflowError.class);
        courier.close(Duration.ofSeconds(10));
    }

    @Test
    void recipientThatInterruptsItself_doesNotKeepTheCourierAwake() {
        Courier<Integer> courier = started(new Courier<>(
                "flags-test",
                item -> 1,
                item -> {
                    Thread.currentThread().interrupt();
                    received.add(item);
                },
                failures::add));

        courier.offer(0);
        Await.until(() -> isParked("flags-test"));
        courier.offer(1);

        Await.until(() -> received.equals(List.of(0, 1)));
        courier.close(Duration.ofSeconds(10));
    }

    @Test
    void fullCourier_takesNoMore_untilItHasDelivered() {
        Courier<Integer> courier = started(new Courier<>(
                "flags-test",
                item -> 1,
                item -> {
                    awaitLetGo();
                    received.add(item);
                },
                failures::add));
        courier.offer(-1);
        Await.until(() -> isParked("flags-test"));

        long taken =
                IntStream.range(0, Courier.CAPACITY + 10).filter(courier::offer).count();
        assertThat(taken).isBetween((long) Courier.CAPACITY - 1, (long) Courier.CAPACITY);
        letGo.countDown();

        Await.until(() -> received.size() == taken + 1);
        assertThat(courier.offer(7)).isTrue();
        courier.close(Duration.ofSeconds(10));
    }

    /** So that a recipient that hangs cannot fill the memory with contexts. */
    @Test
    void heavyItems_fillItSooner_andLightOnesDoNot() {
        int heavy = 1 << 20;
        Courier<Integer> courier =
                started(new Courier<>("flags-test", item -> item, item -> awaitLetGo(), failures::add));
        courier.offer(1);
        Await.until(() -> isParked("flags-test"));

        long taken = IntStream.range(0, Courier.CAPACITY)
                .filter(i -> courier.offer(heavy))
                .count();

        assertThat(taken * heavy).isLessThanOrEqualTo(Courier.CAPACITY * Courier.LEAST_WEIGHT);
        assertThat(taken).isPositive();
        assertThat(courier.isFull()).isTrue();
        letGo.countDown();
        courier.close(Duration.ofSeconds(10));
    }

    @Test
    void itemHeavierThanAllTheRoom_isTakenAlone() {
        Courier<Integer> courier =
                started(new Courier<>("flags-test", item -> Long.MAX_VALUE, received::add, failures::add));
        for (int i = 0; i < 3; i++) {
            int item = i;
            assertThat(courier.offer(item)).isTrue();
            Await.until(() -> received.contains(item) && isParked("flags-test"));
        }
        courier.close(Duration.ofSeconds(10));
    }

    @Test
    void fullness_endsWithTheNextDelivery() {
        Courier<Integer> courier = started(new Courier<>("flags-test", item -> 1, item -> awaitLetGo(), failures::add));
        assertThat(courier.isFull()).isFalse();
        Await.until(() -> IntStream.range(0, Courier.CAPACITY).anyMatch(i -> !courier.offer(1)));
        assertThat(courier.isFull()).isTrue();

        letGo.countDown();

        Await.until(() -> !courier.isFull() && courier.offer(2));
        courier.close(Duration.ofSeconds(10));
    }

    @Test
    void logThatThrows_doesNotEndTheCourier() {
        Courier<Integer> courier = started(new Courier<>(
                "flags-test",
                item -> 1,
                item -> {
                    received.add(item);
                    throw new IllegalStateException("as the test wants it");
                },
                why -> {
                    throw new AssertionError("and its log too");
                }));

        IntStream.range(0, 5).forEach(courier::offer);

        Await.until(() -> received.size() == 5);
        courier.close(Duration.ofSeconds(10));
    }

    @Test
    void closeByTheRecipient_dropsAllThatWaits() {
        CompletableFuture<Courier<Integer>> self = new CompletableFuture<>();
        List<Integer> dropped = new CopyOnWriteArrayList<>();
        Courier<Integer> courier = started(new Courier<>(
                "flags-test",
                item -> 1,
                item -> {
                    received.add(item);
                    dropped.add(self.join().close(Duration.ofSeconds(10)));
                },
                failures::add));
        IntStream.range(0, 100).forEach(courier::offer);

        self.complete(courier);

        Await.until(() -> thread("flags-test").isEmpty());
        assertThat(received).containsExactly(0);
        assertThat(dropped).containsExactly(99);
    }

    @Test
    void closeOfOneThatHangs_dropsWhatWaits_andSaysHowMuch() {
        Courier<Integer> courier = started(new Courier<>("flags-test", item -> 1, item -> awaitLetGo(), failures::add));
        courier.offer(-1);
        Await.until(() -> isParked("flags-test"));
        IntStream.range(0, 10).forEach(courier::offer);

        assertThat(courier.close(Duration.ZERO)).isBetween(10, 11);
    }

    @Test
    void close_deliversWhatWaits_andTakesNoMore() {
        Courier<Integer> courier = started(new Courier<>("flags-test", item -> 1, received::add, failures::add));
        IntStream.range(0, 1_000).forEach(courier::offer);

        assertThat(courier.close(Duration.ofSeconds(10))).isZero();

        assertThat(received).hasSize(1_000);
        assertThat(courier.offer(1)).isFalse();
        assertThat(thread("flags-test")).isEmpty();
    }

    @Test
    void closeOfOneThatHangs_interruptsIt() {
        Courier<Integer> courier = started(new Courier<>("flags-test", item -> 1, item -> awaitLetGo(), failures::add));
        courier.offer(0);
        Await.until(() -> isParked("flags-test"));

        courier.close(Duration.ZERO);

        Await.until(() -> thread("flags-test").isEmpty());
        assertThat(failures).hasSize(1);
    }

    private static Courier<Integer> started(Courier<Integer> courier) {
        courier.start();
        return courier;
    }

    private void awaitLetGo() {
        try {
            letGo.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Thread> thread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    private static boolean isParked(String name) {
        return thread(name).stream().anyMatch(thread -> thread.getState() == Thread.State.WAITING);
    }
}
