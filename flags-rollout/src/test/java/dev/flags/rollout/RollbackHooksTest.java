package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which hooks are called at rollbacks, in which order, and who waits for them. */
class RollbackHooksTest {
    /** How long anything may take that waits for nobody. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Verdict verdict = Verdict.pass("fine");
    private @Nullable Rig rig;

    /** Says what it is called for, and hangs for some flags. */
    private final class Telling implements RollbackHook {
        @Override
        public void before(RollbackContext rollback) {
            calls.add("before " + rollback.flag() + ": " + rollback.reason());
            if (hanging.contains(rollback.flag())) {
                Uninterruptibles.awaitUninterruptibly(end);
            }
        }

        @Override
        public void after(RollbackContext rollback) {
            calls.add("after " + rollback.flag() + ": " + rollback.reason());
        }
    }

    private Rig rig(Duration hookLimit) {
        Rig made = Rig.alone(builder -> builder.validator("healthy", stage -> verdict)
                .rollbackHook(new Telling())
                .hookLimit(hookLimit));
        rig = made;
        return made;
    }

    @AfterEach
    void close() {
        end.countDown();
        if (rig != null) {
            rig.close();
        }
    }

    private static RolloutPlan plan() {
        return RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(
                        Stage.of(Percentage.ofPercent(50))
                                .bake(Duration.ofMinutes(5))
                                .minSamples(0)
                                .build(),
                        Stage.of(Percentage.ALL).minSamples(0).build())
                .analyses(Analysis.validation("healthy").build())
                .build();
    }

    private static List<String> begun(Rig rig, int count) {
        List<String> flags = IntStream.range(0, count).mapToObj(i -> "f" + i).toList();
        flags.forEach(flag -> {
            rig.withFlag(flag).rollouts().startRollout(flag, plan(), ALICE);
        });
        rig.rollouts().tick();
        return flags;
    }

    private static void abort(Rig rig, String flag) {
        rig.rollouts().abortRollout(flag, ALICE);
    }

    private String nextCall() throws InterruptedException {
        String call = calls.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        return call == null ? "none" : call;
    }

    private List<String> nextCalls(int count) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            next.add(nextCall());
        }
        return next;
    }

    @Test
    void rollbacksThatEndInOneTick_haveAllTheirCalls() throws InterruptedException {
        Rig rig = rig(RolloutManagerBuilder.DEFAULT_HOOK_LIMIT);
        List<String> flags = begun(rig, 50);

        flags.forEach(flag -> abort(rig, flag));
        assertThat(nextCalls(50))
                .isEqualTo(
                        flags.stream().map(flag -> "before " + flag + ": CHK-7").toList());
        rig.rollouts().tick();

        assertThat(nextCalls(50))
                .containsExactlyInAnyOrderElementsOf(
                        flags.stream().map(flag -> "after " + flag + ": CHK-7").toList());
        assertThat(calls).isEmpty();
    }

    @Test
    void after_waitsForBefore_andOtherFlagsDoNot() throws InterruptedException {
        Rig rig = rig(MOMENT);
        begun(rig, 2);
        hanging.add("f0");

        abort(rig, "f0");
        assertThat(nextCall()).startsWith("before f0");
        abort(rig, "f1");
        assertThat(nextCall()).startsWith("before f1");
        List<String> logs = CapturedLogs.of(rig.rollouts()::tick);
        assertThat(nextCall()).startsWith("after f1");

        assertThat(calls).isEmpty();
        assertThat(logs)
                .contains(
                        "WARN The hooks after the rollback of flag f0 wait for those before it, which have not come back");
        end.countDown();
        assertThat(nextCall()).startsWith("after f0");
    }

    @Test
    void gradualRollback_hasOneCallBeforeItsFirstShare_andOneAfterItsLast() throws InterruptedException {
        Rig rig = rig(DEADLINE);
        rig.rollouts().startRollout(FLAG, plan(), ALICE);
        rig.advance(Duration.ofMinutes(6));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);

        RollbackManager.of(rig.rollouts()).rollbackGradual(FLAG, ALICE);
        assertThat(nextCall()).isEqualTo("before new_model: CHK-7");
        rig.advance(Duration.ofMinutes(9));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(50));
        assertThat(calls).isEmpty();
        rig.advance(Duration.ofMinutes(2));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(nextCall()).isEqualTo("after new_model: CHK-7");
        assertThat(calls).isEmpty();
    }

    @Test
    void rollbackOfTheEngine_hasItsCalls() throws InterruptedException {
        Rig rig = rig(DEADLINE);
        rig.rollouts().startRollout(FLAG, plan(), ALICE);
        rig.tick();

        verdict = Verdict.fail("worse");
        rig.advance(Duration.ofSeconds(5));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(nextCalls(2)).containsExactly("before new_model: healthy worse", "after new_model: healthy worse");
    }

    /** Each hook for itself would take more than the deadline. */
    @Test
    void tick_waitsForTheHooksOfAllRolloutsTogether() throws InterruptedException {
        Rig rig = rig(Duration.ofSeconds(1));
        List<String> flags = begun(rig, 6);
        rig.rollouts().tick();
        hanging.addAll(flags);
        verdict = Verdict.fail("worse");
        rig.clock().advance(Duration.ofMinutes(1));

        long start = System.nanoTime();
        rig.rollouts().tick();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
        assertThat(nextCalls(6)) // the last ones may not have begun yet, since nobody waits for them
                .doesNotContain("none")
                .doesNotHaveDuplicates();
    }

    /** Of {@value RollbackHooks#THREADS} flags, that is all there are threads for; and then they come back. */
    @Test
    void hooksThatHang_keepThoseOfOneMoreFlagWaiting_andTheLogNamesIt() throws InterruptedException {
        Rig rig = rig(MOMENT);
        List<String> flags = begun(rig, RollbackHooks.THREADS + 1);
        hanging.addAll(flags);
        List<String> first = flags.subList(0, RollbackHooks.THREADS);

        List<String> before = CapturedLogs.of(() -> first.forEach(flag -> abort(rig, flag)));
        assertThat(nextCalls(RollbackHooks.THREADS)).doesNotContain("none");
        List<String> logs = CapturedLogs.of(() -> abort(rig, "f16"));

        assertThat(before)
                .contains("WARN The rollback of flag f0 does not wait for its hooks any more")
                .noneMatch(line -> line.contains("others"));
        assertThat(logs)
                .contains(
                        "WARN The hooks before the rollback of flag f16 wait, since those of 16 others have not come back");
        assertThat(calls).isEmpty();
        end.countDown();
        assertThat(nextCall()).startsWith("before f16");
    }

    @Test
    void close_namesTheFlagWhoseHooksHang_andRollbacksAreMadeWithoutHooksThen() throws InterruptedException {
        Rig rig = rig(MOMENT);
        begun(rig, 2);
        hanging.add("f0");
        abort(rig, "f0");
        assertThat(nextCall()).startsWith("before f0");

        List<String> closing = CapturedLogs.of(rig.rollouts()::close);
        List<String> after = CapturedLogs.of(() -> abort(rig, "f1"));

        assertThat(closing)
                .contains("WARN The hooks before the rollback of flag f0 have not come back: the manager is closed");
        assertThat(after)
                .contains("WARN The hooks before the rollback of flag f1 are not called: the manager is closed");
        assertThat(rig.flags().isEnabled("f1", "user-1")).isFalse();
    }

    @Test
    void hookThatThrows_keepsNoOtherFromBeingCalled_andTheLogHasItsClassOnly() {
        RollbackHook throwing = new RollbackHook() {
            @Override
            public void before(RollbackContext rollback) {
                throw new IllegalStateException("user-4711 is not there");
            }
        };
        RollbackHook breaking = new RollbackHook() {
            @Override
            public void before(RollbackContext rollback) {
                throw new NoClassDefFoundError("user-4711");
            }
        };

        List<String> logs = CapturedLogs.of(() ->
                abort(new RollbackHooks(List.of(throwing, breaking, new Telling()), DEADLINE, Runnable::run), run()));

        assertThat(calls).containsExactly("before new_model: because of abort");
        assertThat(logs)
                .containsExactly(
                        "WARN A hook before the rollback of flag new_model threw java.lang.IllegalStateException",
                        "WARN A hook before the rollback of flag new_model threw java.lang.NoClassDefFoundError");
    }

    /** As a step is that cannot be committed: its hooks are not called at each tick while they hang. */
    @Test
    void stepThatIsTriedAgain_whileItsHooksHaveNotComeBack_callsThemOnce() {
        List<Runnable> waiting = new ArrayList<>();
        RollbackHooks hooks = new RollbackHooks(List.of(new Telling()), MOMENT, waiting::add);
        Runs run = run();
        RolloutDocument begun = run.document();
        run.command(new RolloutCommand.Abort());
        RolloutDocument back = run.document();

        hooks.before(begun, back, hooks.patience());
        hooks.before(begun, back, hooks.patience());
        run.tick();
        hooks.after(back, run.document());
        assertThat(waiting).hasSize(1);
        waiting.remove(0).run();
        assertThat(waiting).hasSize(1);
        waiting.remove(0).run();

        assertThat(calls).containsExactly("before new_model: because of abort", "after new_model: because of abort");
        hooks.before(begun, back, hooks.patience());
        assertThat(waiting).hasSize(1);
    }

    @Test
    void hookLimit_leavesTheLeaseTimeEnough() {
        Rig rig = rig(DEADLINE);
        RolloutManagerBuilder builder = RolloutManager.builder(rig.flags()).leaseTimeToLive(Duration.ofSeconds(30));

        assertThat(builder.hookPatience()).isEqualTo(RolloutManagerBuilder.DEFAULT_HOOK_LIMIT);
        assertThat(builder.hookLimit(Duration.ofHours(1)).hookPatience()).isEqualTo(Duration.ofSeconds(15));
    }

    private static Runs run() {
        return Runs.started(RolloutPlans.canary());
    }

    private static void abort(RollbackHooks hooks, Runs run) {
        RolloutDocument before = run.document();
        run.command(new RolloutCommand.Abort());
        hooks.before(before, run.document(), hooks.patience());
    }
}
