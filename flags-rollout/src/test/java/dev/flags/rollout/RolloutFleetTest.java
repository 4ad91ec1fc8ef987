package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Percentage;
import dev.flags.store.AuditEvent;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.FileConfigStore;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ReadOnlyStoreException;
import dev.flags.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several processes on one store. Scenarios are named by their numbers. */
class RolloutFleetTest {
    private static final Duration TIME_TO_LIVE = RolloutManagerBuilder.DEFAULT_LEASE;

    private final VirtualClock clock = VirtualClock.startingAt(Rig.START);
    private final List<Rig> rigs = new ArrayList<>();
    private final MemoryConfigStore memory = new MemoryConfigStore();

    @TempDir
    private Path directory;

    /** Where a fleet keeps its flags. */
    enum Place {
        MEMORY,
        FILE
    }

    @AfterEach
    void close() {
        rigs.forEach(Rig::close);
        memory.close();
    }

    /** What a process opens: the file anew, or what is in memory. */
    private Supplier<ConfigStore> stores(Place place) {
        return place == Place.MEMORY
                ? () -> memory
                : () -> FileConfigStore.of(directory.resolve("feature_flags.json"), clock);
    }

    private Rig process(ConfigStore store) {
        Rig rig = Rig.on(
                store,
                clock,
                builder ->
                        builder.instance("process-" + rigs.size()).validator("healthy", stage -> Verdict.pass("fine")));
        rigs.add(rig);
        return rig;
    }

    private static RolloutPlan plan() {
        return RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ofMinutes(5), 1, 5, 10, 25, 50, 100)
                .build();
    }

    private static RolloutPlan analysed() {
        return plan().toBuilder()
                .analyses(Analysis.validation("healthy").build())
                .build();
    }

    /** A rollout at its first stage, which a process drives. */
    private Rig driving(ConfigStore store, RolloutPlan plan) {
        Rig rig = process(store).withFlag(FLAG);
        rig.rollouts().startRollout(FLAG, plan, ALICE);
        rig.tick();
        assertThat(rig.rollouts().isDriving()).isTrue();
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
        return rig;
    }

    private long transitionsTo(String action) {
        return rigs.get(0).rollouts().history(FLAG, 100).stream()
                .map(AuditEvent::action)
                .filter(action::equals)
                .count();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void scenario7_promotionsOfOneStageAtOnce_areOne(Place place) throws Exception {
        int processes = place == Place.MEMORY ? 8 : 3; // a file has a lock that is waited for, and not for ever
        Supplier<ConfigStore> stores = stores(place);
        driving(stores.get(), plan());
        while (rigs.size() < processes) {
            process(stores.get());
        }

        CyclicBarrier barrier = new CyclicBarrier(rigs.size());
        List<String> results = atOnce(rigs.stream()
                .<Callable<String>>map(rig -> () -> {
                    barrier.await(10, TimeUnit.SECONDS);
                    return rig.rollouts().promotePhase(FLAG, 0, ALICE).share().toString();
                })
                .toList());

        assertThat(results).filteredOn("5 %"::equals).hasSize(1);
        assertThat(results)
                .filteredOn(("IllegalStateException: the rollout of flag " + FLAG
                        + " is as it was: it is at stage 1, and not at 0")::equals)
                .hasSize(processes - 1);
        assertThat(rigs.get(processes - 1).status().stage()).isEqualTo(1);
        assertThat(transitionsTo("progressing")).isEqualTo(2);
    }

    @Test
    void freezeThatHasReturned_letsNoStepThrough_thatWasOnItsWay() {
        FaultyStore way = new FaultyStore(memory);
        Rig driver = driving(way, plan());
        Rig other = process(memory);
        driver.advance(Duration.ofMinutes(5).minus(Rig.TICK));
        way.atNextStep((commit, store) -> {
            other.rollouts().freeze(ALICE);
            return store.commit(commit);
        });

        driver.advance(Duration.ofMinutes(1));

        assertThat(driver.shares()).containsExactly("1 %");
        assertThat(driver.phase()).isEqualTo(RolloutPhase.PAUSED);
    }

    private static List<String> atOnce(List<Callable<String>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<String> results = new ArrayList<>();
            for (Future<String> result : threads.invokeAll(calls, 1, TimeUnit.MINUTES)) {
                results.add(outcome(result));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String outcome(Future<String> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            Throwable why = Objects.requireNonNull(e.getCause());
            return why.getClass().getSimpleName() + ": " + why.getMessage();
        }
    }

    /** Has the driver's next step wait at the store until somebody else has done something. */
    private AtomicReference<CommitResult> stall(FaultyStore store, Runnable meanwhile) {
        AtomicReference<CommitResult> result = new AtomicReference<>();
        store.atNextStep((commit, behind) -> {
            clock.advance(TIME_TO_LIVE);
            meanwhile.run();
            CommitResult answer = behind.commit(commit);
            result.set(answer);
            return answer;
        });
        return result;
    }

    @Test
    void scenario9_stalledDriver_isFencedOffByWhoeverHasTakenItsPlace() {
        FaultyStore store = new FaultyStore(memory);
        Rig stalled = driving(store, plan());
        Rig next = process(memory);

        AtomicReference<CommitResult> result = stall(store, next::tick);
        clock.advance(Duration.ofMinutes(5));
        stalled.tick();

        assertThat(result.get()).isInstanceOf(CommitResult.Conflict.class);
        assertThat(next.rollouts().isDriving()).isTrue();
        assertThat(next.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(transitionsTo("progressing")).isEqualTo(2);
        stalled.tick();
        assertThat(stalled.rollouts().isDriving()).isFalse();
        assertThat(stalled.share()).isEqualTo(Percentage.ofPercent(5));
    }

    /** A step that changes the flag goes another way to the store than one that only notes a verdict. */
    @ParameterizedTest
    @EnumSource(Step.class)
    void scenario9_stalledDriver_isFencedOffThoughNothingElseHasChanged(Step step) {
        FaultyStore store = new FaultyStore(memory);
        Rig stalled = driving(store, step.plan);
        String before = rollout();

        AtomicReference<CommitResult> result = stall(
                store,
                () -> assertThat(new Lease(memory, "somebody else", TIME_TO_LIVE).hold(clock.instant()))
                        .isPresent());
        clock.advance(step.after);
        stalled.tick();

        assertThat(result.get()).isInstanceOf(CommitResult.Conflict.class);
        assertThat(rollout()).isEqualTo(before);
        assertThat(FlagEffects.share(stalled.flags().getFlag(FLAG).orElseThrow()))
                .isEqualTo(Percentage.ofPercent(1));
    }

    /** What a driver commits. */
    @SuppressWarnings("ImmutableEnumChecker") // plans are immutable
    enum Step {
        STAGE(plan(), Duration.ofMinutes(5)),
        VERDICT(analysed(), Duration.ofMinutes(1));

        private final RolloutPlan plan;
        private final Duration after;

        Step(RolloutPlan plan, Duration after) {
            this.plan = plan;
            this.after = after;
        }
    }

    private String rollout() {
        return memory.load(Set.of(RolloutKinds.ROLLOUT)).documents().toString();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void scenario10_anotherGoesOn_withinTheLeasesTimeToLive(Place place) {
        Supplier<ConfigStore> stores = stores(place);
        Rig dead = driving(stores.get(), plan());
        Rig next = process(stores.get());
        clock.advance(Duration.ofMinutes(4));
        dead.tick();

        clock.advance(TIME_TO_LIVE.minusMillis(1));
        next.tick();
        assertThat(next.rollouts().isDriving()).isFalse();
        clock.advance(Duration.ofMillis(1));
        next.tick();
        assertThat(next.rollouts().isDriving()).isTrue();
        assertThat(next.status().stage()).isZero();

        clock.advance(Duration.ofMinutes(1).minus(TIME_TO_LIVE)); // what is left of five minutes
        next.tick();
        assertThat(next.share()).isEqualTo(Percentage.ofPercent(5));
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void answersOfAnotherProcess_promote(Place place) {
        Supplier<ConfigStore> stores = stores(place);
        Rig driver = driving(stores.get(), analysed());
        Rig busy = process(stores.get());
        busy.tick();
        clock.advance(Duration.ofMinutes(5));
        driver.tick();
        assertThat(driver.share()).isEqualTo(Percentage.ofPercent(1));

        busy.ask(30_000);
        clock.advance(SampleWindows.INTERVAL);
        busy.tick();
        driver.tick();

        assertThat(driver.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(busy.rollouts().isDriving()).isFalse();
        busy.tick();
        assertThat(busy.status().candidateSamples()).isZero();
    }

    @Test
    void processThatDoesNotDrive_showsItsOwnAnswersOfThePresentStage() {
        driving(memory, plan());
        Rig busy = process(memory);
        busy.tick();

        busy.ask(30_000).tick();

        assertThat(busy.rollouts().isDriving()).isFalse();
        assertThat(busy.status().candidateSamples()).isBetween(200L, 400L);
    }

    @Test
    void answersOfAProcessThatHasEnded_stillCount() {
        Rig driver = driving(memory, analysed());
        Rig busy = process(memory);
        busy.tick();
        busy.ask(30_000);
        clock.advance(SampleWindows.INTERVAL);
        busy.tick();
        busy.close();

        clock.advance(Duration.ofMinutes(5));
        driver.tick();

        assertThat(driver.share()).isEqualTo(Percentage.ofPercent(5));
    }

    @Test
    void readOnlyProcess_followsAndNeverDrives() {
        FaultyStore store = new FaultyStore(memory);
        store.makeReadOnly();
        Rig driver = driving(memory, plan());
        Rig reader = process(store);
        driver.close();
        clock.advance(Duration.ofMinutes(5));
        reader.tick();
        assertThat(reader.rollouts().isDriving()).isFalse();
        assertThat(reader.status().stage()).isZero();

        Rig next = process(memory);
        next.tick();
        reader.tick();

        assertThat(reader.status().stage()).isEqualTo(1);
        assertThat(reader.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(reader.rollouts().listRollouts()).hasSize(1);
        assertThatThrownBy(() -> reader.rollouts().abortRollout(FLAG, ALICE))
                .isInstanceOf(ReadOnlyStoreException.class);
        assertThatThrownBy(() -> reader.rollouts().pause(FLAG, ALICE)).isInstanceOf(ReadOnlyStoreException.class);
        assertThatThrownBy(() -> reader.rollouts().freeze(ALICE)).isInstanceOf(ReadOnlyStoreException.class);
        assertThat(next.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void driverThatCanOnlyReadFromNowOn_drivesNoMore() {
        FaultyStore store = new FaultyStore(memory);
        Rig driver = driving(store, plan());

        store.makeReadOnly();
        clock.advance(Duration.ofMinutes(5));
        driver.tick();

        assertThat(driver.rollouts().isDriving()).isFalse();
        assertThat(driver.share()).isEqualTo(Percentage.ofPercent(1));
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void close_letsAnotherDriveAtItsNextTick(Place place) {
        Supplier<ConfigStore> stores = stores(place);
        Rig driver = driving(stores.get(), plan());
        Rig next = process(stores.get());
        next.tick();
        assertThat(next.rollouts().isDriving()).isFalse();

        driver.rollouts().close();
        driver.rollouts().tick(); // comes late, and must not take the lease again
        next.tick();

        assertThat(next.rollouts().isDriving()).isTrue();
        assertThat(driver.rollouts().isDriving()).isFalse();
    }

    @Test
    void processWhoseFlagsAreBehind_doesNotTakeTheDriversStepForAnEdit() {
        Rig driver = driving(memory, plan());
        Rig next = process(memory); // has seen the flag at 1 %
        clock.advance(Duration.ofMinutes(5));
        driver.tick();
        driver.rollouts().close();

        next.tick();

        assertThat(next.rollouts().isDriving()).isTrue();
        assertThat(next.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(next.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(transitionsTo("paused")).isZero();
    }

    /** The other one steps after the rollout was read, and before its flag is. */
    @Test
    void stepBetweenTwoReads_isNotTakenForAnEdit() {
        Rig driver = driving(memory, plan());
        FaultyStore store = new FaultyStore(memory);
        Rig other = process(store);
        clock.advance(Duration.ofMinutes(5));

        store.afterNextLoad(driver::tick);
        RolloutStatus status = other.rollouts().pause(FLAG, ALICE);

        assertThat(status.pauses()).extracting(PauseReason::kind).containsExactly(PauseReason.Kind.COMMAND);
        assertThat(status.stage()).isEqualTo(1);
        assertThat(transitionsTo("paused")).isEqualTo(1);
    }

    @Test
    void driverThatIsOvertakenBetweenTwoReads_doesNotTakeThatForAnEdit() {
        FaultyStore store = new FaultyStore(memory);
        Rig driver = driving(store, plan());
        Rig other = process(memory);
        other.rollouts().pause(FLAG, ALICE); // so that the driver reads anew

        store.afterNextLoad(() -> {
            other.rollouts().resume(FLAG, ALICE);
            other.rollouts().promotePhase(FLAG, 0, ALICE);
        });
        driver.tick();
        driver.tick();

        assertThat(driver.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(driver.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(transitionsTo("paused")).isEqualTo(1);
    }

    @Test
    void processThatWasSlowToRead_leavesTheLeaseThatAnotherHasRenewedMeanwhile() {
        FaultyStore slow = new FaultyStore(memory);
        Rig driver = process(memory);
        Rig other = process(slow);
        driver.rollouts().tick();
        slow.afterNextLoad(() -> {
            clock.advance(TIME_TO_LIVE.multipliedBy(3));
            driver.rollouts().tick();
        });

        other.rollouts().tick();

        assertThat(driver.rollouts().isDriving()).isTrue();
        assertThat(other.rollouts().isDriving()).isFalse();
    }
}
