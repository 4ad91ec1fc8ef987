package dev.flags.rollout;

import dev.flags.Change;
import dev.flags.config.ConfigException;
import dev.flags.config.Percentage;
import dev.flags.store.Commit;
import dev.flags.store.StoreException;
import dev.flags.store.SupervisedConfigStore;
import dev.flags.store.UnknownOutcomeException;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;

/**
 * Some members that drive the rollouts of some flags, under whatever may happen: they die, their store fails and loses
 * answers, clocks jump, ticks come twice, functions fail, throw and never answer, and a person gives commands. All of it is
 * decided by a seed, on one thread.
 */
final class SimulatedFleet implements AutoCloseable {
    private static final int PROCESSES = 3;
    private static final List<String> FLAGS = List.of("flag-0", "flag-1", "flag-2");
    private static final Change PERSON = Change.by("ada", "because");
    private static final Duration PATIENCE =
            Duration.ofMinutes(10); // of this machine: nothing is to depend on its speed

    private final Random random;
    private final VirtualClock clock = VirtualClock.startingAt(Rig.START);
    private final CommitLog.Verdicts verdicts = new CommitLog.Verdicts();
    private final CommitLog log;
    private final List<Member> members = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final List<Commit> late = new ArrayList<>();
    private UUID lastCommand = new UUID(0, 0);
    private boolean goesWrong = true;
    private int started;
    private int rollouts;
    private int crashes;

    /** A member, and its way to the store. */
    private record Member(SimulatedStore store, SupervisedConfigStore supervised, Rig rig) {
        void close() {
            rig.close();
            supervised.close();
        }
    }

    SimulatedFleet(long seed, boolean keepsAll, boolean tellsEarly) {
        random = new Random(seed);
        log = new CommitLog(verdicts, keepsAll, tellsEarly);
        for (int i = 0; i < PROCESSES; i++) {
            members.add(start());
        }
        FLAGS.forEach(members.get(0).rig()::withFlag);
        members.forEach(member -> member.store().goWrong(true));
    }

    CommitLog log() {
        return log;
    }

    int crashes() {
        return crashes;
    }

    private Member start() {
        started++;
        SimulatedStore store = new SimulatedStore(log, random, late);
        SupervisedConfigStore supervised = SupervisedConfigStore.builder(store, clock)
                .readLimit(PATIENCE)
                .commitLimit(PATIENCE)
                .build();
        Rig rig = Rig.on(
                supervised,
                clock,
                builder -> builder.instance("member-" + started)
                        .leaseTimeToLive(Duration.ofMinutes(1))
                        .ids(() -> "rollout-" + ++rollouts)
                        .validator("guard", stage -> verdicts.said(stage, "guard", guard()))
                        .asyncValidator("later", this::later)
                        .metric("signal", this::signal));
        rig.rollouts().events().subscribe(new Subscriber(store));
        return new Member(store, supervised, rig);
    }

    /** Tells what it hears for as long as its member lives. */
    private final class Subscriber implements Flow.Subscriber<RolloutEvent> {
        private final SimulatedStore store;

        Subscriber(SimulatedStore store) {
            this.store = store;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(RolloutEvent event) {
            if (!store.isDead()) {
                log.tell(event);
            }
        }

        @Override
        public void onError(Throwable why) {}

        @Override
        public void onComplete() {}
    }

    private Verdict guard() {
        return switch (goesWrong ? random.nextInt(150) : -1) {
            case 0 -> Verdict.fail("bad");
            case 1, 2 -> throw new IllegalStateException("not now");
            case 3, 4 -> throw new StackOverflowError();
            case 5, 6, 7, 8 -> Verdict.inconclusive("unknown");
            case 9, 10, 11 -> Verdict.error("broken");
            default -> Verdict.pass("fine");
        };
    }

    /** An answer that comes in a while, much too late, or never. */
    private CompletionStage<Verdict> later(StageContext stage) {
        CompletableFuture<Verdict> answer = new CompletableFuture<>();
        Verdict verdict = random.nextInt(100) == 0 ? Verdict.fail("bad") : Verdict.pass("fine");
        if (!goesWrong || random.nextInt(20) > 0) {
            answers.add(() -> answer.complete(verdicts.said(stage, "later", verdict)));
        }
        return answer;
    }

    private Measurement signal(StageContext stage) {
        int kind = goesWrong ? random.nextInt(20) : 19;
        double value = kind == 0 ? Double.NaN : kind <= 2 ? 2 : 1;
        if (Double.isFinite(value)) {
            verdicts.said(stage, "signal", value > 1 ? Verdict.fail("") : Verdict.pass(""));
        }
        return Measurement.of(value);
    }

    /** One tick of one member, and what happens before it. */
    void step() {
        passTime();
        if (!answers.isEmpty() && random.nextInt(2) == 0) {
            answers.remove(random.nextInt(answers.size())).run();
        }
        if (!late.isEmpty() && random.nextInt(10) == 0) {
            log.commit(late.remove(random.nextInt(late.size())));
        }
        Member member = members.get(random.nextInt(PROCESSES));
        if (random.nextInt(4) == 0) {
            ask(member);
        }
        member.store().cut(random.nextInt(50) == 0);
        if (random.nextInt(8) == 0) {
            person(member);
        }
        member.rig().rollouts().tick();
        if (random.nextInt(20) == 0) {
            member.rig().rollouts().tick();
        }
        if (member.store().isDead() || random.nextInt(2_000) == 0) {
            replace(member);
        }
        log.requireSound();
    }

    private void passTime() {
        switch (random.nextInt(200)) {
            case 0 -> clock.advance(Duration.ofSeconds(random.nextInt(7_200)));
            case 1 -> clock.advance(Duration.ofSeconds(-random.nextInt(600)));
            default -> clock.advance(Duration.ofSeconds(random.nextInt(20)));
        }
    }

    private void ask(Member member) {
        String flag = FLAGS.get(random.nextInt(FLAGS.size()));
        int from = random.nextInt(1_000);
        IntStream.range(from, from + 40).forEach(i -> member.rig().flags().isEnabled(flag, "user-" + i));
    }

    private void replace(Member dead) {
        crashes++;
        dead.close();
        Member next = start();
        next.store().goWrong(goesWrong);
        members.set(members.indexOf(dead), next);
    }

    private void person(Member member) {
        String flag = FLAGS.get(random.nextInt(FLAGS.size()));
        RolloutDocument document = log.rollouts().get(flag);
        try {
            if (document == null || (document.state().phase().isTerminal() && random.nextInt(4) > 0)) {
                member.rig().rollouts().startRollout(flag, plan(), PERSON);
            } else if (random.nextInt(8) == 0) {
                interfere(member.rig(), flag);
            } else {
                UUID id = random.nextInt(5) == 0 ? lastCommand : new UUID(random.nextLong(), random.nextLong());
                lastCommand = id;
                member.rig().rollouts().execute(flag, id, command(document), PERSON);
            }
        } catch (StoreException
                | UnknownOutcomeException
                | ConfigException
                | IllegalStateException
                | IllegalArgumentException e) {
            // Not possible now, or not known; whoever gives commands has to live with that.
        }
    }

    private void interfere(Rig rig, String flag) {
        switch (random.nextInt(12)) {
            case 0 -> rig.flags().disableFlag(flag, PERSON);
            case 1 -> rig.flags().addUserToFlag(flag, "user-" + random.nextInt(100), PERSON);
            case 2 -> rig.rollouts().freeze(PERSON);
            default -> {
                if (rig.rollouts().freeze().isPresent()) {
                    rig.rollouts().unfreeze(PERSON);
                }
                rig.flags().restoreFlag(flag, PERSON);
            }
        }
    }

    private RolloutCommand command(RolloutDocument document) {
        int stage = RolloutDocument.stageOf(document.state());
        return switch (random.nextInt(document.state().phase() == RolloutPhase.PROGRESSING ? 80 : 24)) {
            case 0, 1, 2 -> new RolloutCommand.Promote(stage);
            case 3 -> new RolloutCommand.Promote(random.nextInt(4));
            case 4 -> new RolloutCommand.PromoteFully();
            case 5, 6 -> new RolloutCommand.Pause();
            case 7 -> new RolloutCommand.Abort();
            case 8 ->
                new RolloutCommand.RollBackGradually(
                        List.of(Percentage.ofPercent(5), Percentage.NONE), Duration.ofMinutes(1));
            case 9, 10 -> new RolloutCommand.Retry();
            case 11 -> new RolloutCommand.Cancel();
            case 12 -> new RolloutCommand.Supersede();
            case 13 -> new RolloutCommand.IgnoreFreeze();
            case 14 -> new RolloutCommand.Deny(stage, document.attempt());
            case 15, 16, 17 -> new RolloutCommand.Approve(stage, document.attempt());
            default -> new RolloutCommand.Resume();
        };
    }

    private RolloutPlan plan() {
        RolloutPlanBuilder plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ofSeconds(60 + random.nextInt(60)), 10, 50, 100)
                .stagesNeedApproval(random.nextInt(5) == 0)
                .needsApproval(random.nextInt(8) == 0)
                .enables(random.nextBoolean())
                .mayLower(true)
                .soak(Duration.ofMinutes(random.nextInt(3)));
        if (random.nextInt(4) == 0) {
            plan.deadline(Duration.ofHours(2));
        }
        List<Analysis> analyses = new ArrayList<>();
        analyses.add(often(Analysis.validation("guard")));
        if (random.nextBoolean()) {
            analyses.add(often(Analysis.validation("later").role(Role.SIGNAL)));
        }
        if (random.nextBoolean()) {
            analyses.add(often(Analysis.metric("signal", Judge.Threshold.atMost(1))
                    .role(random.nextBoolean() ? Role.SIGNAL : Role.OBSERVE)));
        }
        RolloutPlan built = plan.analyses(analyses).build();
        int minSamples = random.nextInt(3);
        return built.toBuilder()
                .stages(built.stages().stream()
                        .map(stage -> stage.toBuilder().minSamples(minSamples).build())
                        .toList())
                .build();
    }

    private Analysis often(Analysis.Builder analysis) {
        return analysis.interval(Duration.ofSeconds(10 + random.nextInt(40))).build();
    }

    /** Lets everything come to rest, with nothing going wrong any more. */
    void settle() {
        goesWrong = false;
        late.forEach(log::commit);
        late.clear();
        clock.advance(Duration.ofHours(3)); // where the farthest jump back has left off
        for (Member member : members) {
            member.store().cut(false);
            member.store().goWrong(false);
        }
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(1));
            members.forEach(member -> member.rig().rollouts().tick());
            log.requireSound();
        }
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        log.store().close();
    }
}
