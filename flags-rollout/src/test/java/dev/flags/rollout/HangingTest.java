package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.flags.config.Percentage;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions, subscribers, hooks and registries that do not come back, or come back with anything, on the threads of a manager. */
class HangingTest {
    /** How long anything may take that waits for nobody. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String CALLS = "flags-rollout-calls";

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final VirtualClock clock = VirtualClock.startingAt(Rig.START);
    private final Rig rig = Rig.onThreads(memory, clock, this::settings).withFlag(FLAG);

    private RolloutManagerBuilder settings(RolloutManagerBuilder builder) {
        IntStream.range(0, 20).forEach(i -> builder.validator("hangs" + i, stage -> hang()));
        return builder.validator("healthy", stage -> Verdict.pass("fine"))
                .validator("throws", stage -> {
                    throw new IllegalStateException("user-4711 is not there");
                })
                .validator("breaks", stage -> {
                    throw new StackOverflowError();
                })
                .validator("null", HangingTest::nothing)
                .asyncValidator("never", stage -> new CompletableFuture<>())
                .asyncValidator("fails", stage -> CompletableFuture.failedFuture(new AssertionError("user-4711")))
                .asyncValidator("hostile", stage -> new HostileStage());
    }

    @SuppressWarnings("NullAway") // what a caller's function may do nevertheless
    private static Verdict nothing(StageContext stage) {
        return null;
    }

    /** An answer that breaks whoever waits for it. */
    private static final class HostileStage extends CompletableFuture<Verdict> {
        @Override
        public <U> CompletableFuture<U> thenApply(Function<? super Verdict, ? extends U> function) {
            throw new UnsupportedOperationException("user-4711");
        }
    }

    private Verdict hang() {
        hanging.incrementAndGet();
        Uninterruptibles.awaitUninterruptibly(end);
        return Verdict.pass("fine, and too late");
    }

    @AfterEach
    void close() {
        end.countDown();
        rig.close();
        memory.close();
    }

    private static RolloutPlan plan(String... validators) {
        RolloutPlan plan = RolloutPlans.canary()
                .analyses(Arrays.stream(validators)
                        .map(name -> Analysis.validation(name).build())
                        .toList())
                .build();
        UnaryOperator<Stage> unsampled =
                stage -> stage.toBuilder().minSamples(0).build();
        return plan.toBuilder()
                .stages(plan.stages().stream().map(unsampled).toList())
                .build();
    }

    private void begin(String flag, RolloutPlan plan) {
        rig.rollouts().startRollout(flag, plan, ALICE);
        rig.tick();
    }

    private static void await(BooleanSupplier isSo) {
        long start = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
            Thread.onSpinWait();
        }
    }

    /** Until something is so that other threads bring about, at one moment of the clock. */
    private void tickUntil(BooleanSupplier isSo) {
        await(() -> {
            rig.tick();
            return isSo.getAsBoolean();
        });
    }

    private Tally tally(String analysis) {
        return rig.status().tallies().getOrDefault(analysis, Tally.NONE);
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    private static Flow.Subscriber<RolloutEvent> subscriber(Runnable onNext) {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(RolloutEvent event) {
                onNext.run();
            }

            @Override
            public void onError(Throwable why) {}

            @Override
            public void onComplete() {}
        };
    }

    /** A registry that does not return from the first meter on that it is asked to make. */
    private static final class HangingRegistry extends SimpleMeterRegistry {
        private final CountDownLatch end;
        private final CountDownLatch entered = new CountDownLatch(1);

        HangingRegistry(CountDownLatch end) {
            this.end = end;
        }

        @Override
        protected Counter newCounter(Meter.Id id) {
            entered.countDown();
            Uninterruptibles.awaitUninterruptibly(end);
            return super.newCounter(id);
        }
    }

    @Test
    void abort_isDoneAtOnce_whateverHangs() throws InterruptedException {
        HangingRegistry registry = new HangingRegistry(end);
        try (Rig one = Rig.onThreads(
                new MemoryConfigStore(),
                clock,
                builder -> settings(builder).registry(registry).instance("one"))) {
            one.withFlag(FLAG);
            AtomicInteger subscribers = new AtomicInteger();
            for (int i = 0; i < 20; i++) {
                one.rollouts().events().subscribe(subscriber(() -> {
                    subscribers.incrementAndGet();
                    Uninterruptibles.awaitUninterruptibly(end);
                }));
            }
            String[] validators =
                    IntStream.range(0, 20).mapToObj(i -> "hangs" + i).toArray(String[]::new);
            one.rollouts().startRollout(FLAG, plan(validators), ALICE);
            await(() -> {
                one.tick();
                return hanging.get() == 20 && subscribers.get() == 20;
            });
            assertThat(registry.entered.await(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(one.share()).isEqualTo(Percentage.ofPercent(1));

            long start = System.nanoTime();
            one.rollouts().abortRollout(FLAG, ALICE);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(one.in(200)).isEmpty();
            one.tick();

            assertThat(one.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
            assertThat(took).isLessThan(DEADLINE);
            System.out.println("abort with 20 functions, 20 subscribers and the registry hanging: "
                    + took.toNanos() / 1_000 + " µs");
            end.countDown();
        }
    }

    @Test
    void abort_isDoneSoon_whileHooksHang() {
        AtomicInteger hooks = new AtomicInteger();
        RollbackHook hook = new RollbackHook() {
            @Override
            public void before(RollbackContext rollback) {
                hooks.incrementAndGet();
                Uninterruptibles.awaitUninterruptibly(end);
            }
        };
        try (Rig one = Rig.onThreads(
                new MemoryConfigStore(),
                clock,
                builder -> settings(builder).rollbackHook(hook).instance("one"))) {
            one.withFlag(FLAG).withFlag("other");
            one.rollouts().startRollout("other", plan("hangs0"), ALICE);
            one.rollouts().startRollout(FLAG, plan("hangs0"), ALICE);
            one.tick();
            one.rollouts().abortRollout("other", ALICE);

            long start = System.nanoTime();
            one.rollouts().abortRollout(FLAG, ALICE);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            one.tick();

            assertThat(one.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
            assertThat(hooks).hasValue(2);
            assertThat(took).isLessThan(DEADLINE);
            System.out.println("abort with the hooks of two flags hanging: " + took.toMillis() + " ms, of which "
                    + RolloutManagerBuilder.DEFAULT_HOOK_LIMIT.toMillis() + " are the limit of hooks");
            end.countDown();
        }
    }

    @Test
    void abortElsewhere_isDoneAtOnce_whateverHangs() throws Exception {
        String[] validators = IntStream.range(0, 20).mapToObj(i -> "hangs" + i).toArray(String[]::new);
        begin(FLAG, plan(validators));
        tickUntil(() -> hanging.get() == 20);

        RolloutStatus status = rig.rollouts()
                .async(rollouts -> rollouts.abortRollout(FLAG, ALICE))
                .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);

        assertThat(status.share()).isEqualTo(Percentage.NONE);
    }

    @Test
    void otherRollouts_goOn() {
        for (int i = 0; i < 20; i++) {
            rig.withFlag("flag" + i);
            begin("flag" + i, plan("hangs" + i));
        }
        begin(FLAG, plan("healthy"));
        tickUntil(() -> hanging.get() == 20);

        clock.advance(Duration.ofMinutes(5));
        tickUntil(() -> rig.status().stage() == 1);

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
    }

    @Test
    void rolloutsThatShareAFunctionThatHangs_takeFewThreads() {
        long before = threads(CALLS);
        for (int i = 0; i < 50; i++) {
            rig.withFlag("flag" + i);
            begin("flag" + i, plan("hangs0"));
        }
        begin(FLAG, plan("healthy"));

        for (int minute = 1; minute <= 10; minute++) {
            clock.advance(Duration.ofMinutes(1));
            tickUntil(() -> clock.instant().equals(tally("healthy").lastAt()));
        }

        assertThat(threads(CALLS) - before).isLessThanOrEqualTo(2L * RolloutManagerBuilder.DEFAULT_THREADS);
        assertThat(rig.status().stage()).isPositive();
    }

    @Test
    void functionThatHangs_isInErrorAtItsTimeout_andHasOneThread() {
        begin(FLAG, plan("hangs0", "healthy"));
        tickUntil(() -> hanging.get() == 1);

        clock.advance(Analysis.DEFAULT_TIMEOUT.minusMillis(1));
        rig.tick();
        assertThat(tally("hangs0")).isEqualTo(Tally.NONE);
        clock.advance(Duration.ofMillis(1));
        rig.tick();
        assertThat(tally("hangs0").last()).isEqualTo(Verdict.error("has not answered within PT10S"));

        for (int i = 0; i < 5; i++) {
            clock.advance(Analysis.DEFAULT_INTERVAL);
            rig.tick();
        }
        assertThat(tally("hangs0").inARow()).isEqualTo(6);
        assertThat(tally("hangs0").last())
                .isEqualTo(Verdict.error("has not returned since it was asked at " + Rig.START));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(rig.status().pauses()).extracting(PauseReason::kind).containsExactly(PauseReason.Kind.ERROR);
        assertThat(hanging).hasValue(1);
    }

    @Test
    void functionThatHasHungAndComesBack_isAskedAgain() {
        begin(FLAG, plan("hangs0"));
        tickUntil(() -> hanging.get() == 1);
        clock.advance(Duration.ofMinutes(1));
        rig.tick();

        end.countDown();
        await(
                () -> { // it may not have returned yet, and is then asked again an interval later
                    clock.advance(Analysis.DEFAULT_INTERVAL);
                    rig.tick();
                    return rig.status().stage() == 1;
                });

        assertThat(tally("hangs0")).isEqualTo(Tally.NONE);
    }

    @Test
    void answersOfAnyKind_areErrors_andSayNobodysId() {
        List<String> names = List.of("throws", "breaks", "null", "fails", "never", "hostile");
        begin(FLAG, plan(names.toArray(String[]::new)));

        tickUntil(() -> rig.status().tallies().size() == names.size() - 1);
        clock.advance(Analysis.DEFAULT_TIMEOUT);
        tickUntil(() -> rig.status().tallies().size() == names.size());

        assertThat(tally("throws").last()).isEqualTo(Verdict.error("threw java.lang.IllegalStateException"));
        assertThat(tally("breaks").last()).isEqualTo(Verdict.error("threw java.lang.StackOverflowError"));
        assertThat(tally("null").last()).isEqualTo(Verdict.error("returned no verdict"));
        assertThat(tally("fails").last()).isEqualTo(Verdict.error("threw java.lang.AssertionError"));
        assertThat(tally("never").last()).isEqualTo(Verdict.error("has not answered within PT10S"));
        assertThat(tally("hostile").last()).isEqualTo(Verdict.error("threw java.lang.UnsupportedOperationException"));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
    }

    @Test
    void subscriberThatHangs_keepsNoOtherFromItsEvents() {
        for (int i = 0; i < 20; i++) {
            rig.rollouts().events().subscribe(subscriber(this::hang));
        }
        AtomicInteger told = new AtomicInteger();
        rig.rollouts().events().subscribe(subscriber(told::incrementAndGet));
        begin(FLAG, plan("healthy"));

        rig.tick();
        tickUntil(() -> hanging.get() == 20);
        rig.rollouts().pause(FLAG, ALICE);
        rig.tick();

        await(() -> told.get() == 2);
    }

    /** What waits for a registry is bounded, so that some of it is refused. */
    @Test
    void registryThatHasHung_showsSharesAgain() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        AtomicBoolean isFull = new AtomicBoolean(true);
        RolloutMeters meters = new RolloutMeters(Optional.of(registry), task -> {
            if (isFull.get()) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        });
        begin(FLAG, plan("healthy"));
        StoredRollouts rollouts = new RolloutStore(memory).load();

        meters.show(rollouts, flag -> Percentage.ofPercent(1), 0);
        isFull.set(false);
        meters.show(rollouts, flag -> Percentage.ofPercent(5), 0);

        assertThat(registry.get("feature.flag.rollout.percentage").gauge().value())
                .isEqualTo(5);
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void close_comesBack_whateverHangs() {
        String[] validators = IntStream.range(0, 20).mapToObj(i -> "hangs" + i).toArray(String[]::new);
        begin(FLAG, plan(validators));
        tickUntil(() -> hanging.get() == 20);

        long start = System.nanoTime();
        rig.rollouts().close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
    }

    @Test
    void callsElsewhere_thatCloseHasForestalled_failAndSaySo() {
        CountDownLatch entered = new CountDownLatch(RolloutThreads.COMMAND_THREADS);
        for (int i = 0; i < RolloutThreads.COMMAND_THREADS; i++) {
            assertThat(rig.rollouts().async(rollouts -> {
                        entered.countDown();
                        return hang();
                    }))
                    .isNotDone();
        }
        await(() -> entered.getCount() == 0);
        CompletableFuture<Boolean> queued = rig.rollouts().async(RolloutManager::isDriving);

        rig.rollouts().close();
        CompletableFuture<Boolean> late = rig.rollouts().async(RolloutManager::isDriving);

        for (CompletableFuture<Boolean> call : List.of(queued, late)) {
            assertThat(call)
                    .failsWithin(DEADLINE)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(IllegalStateException.class)
                    .withMessage("the manager is closed");
        }
    }

    @Test
    void callElsewhereThatThrows_failsWithWhatItThrew() {
        assertThat(rig.rollouts().async(rollouts -> rollouts.abortRollout(FLAG, ALICE)))
                .failsWithin(DEADLINE)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessage("there is no rollout of flag new_model");
    }

    /** A tick of the manager's own thread that fails in a way that nobody has thought of is not the last one. */
    @Test
    void tickThatBreaks_isNotTheLastOne() throws InterruptedException {
        CountDownLatch again = new CountDownLatch(3);
        try (RolloutThreads threads = new RolloutThreads(1)) {
            threads.every(Duration.ofMillis(1), () -> {
                again.countDown();
                throw new StackOverflowError();
            });

            assertThat(again.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
