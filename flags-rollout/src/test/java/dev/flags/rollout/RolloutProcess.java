package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;

import dev.flags.FeatureFlagManager;
import dev.flags.config.Flag;
import dev.flags.config.FlagsException;
import dev.flags.config.Percentage;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.store.FileConfigStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A process that begins a rollout, or goes on with one, until it is completed, and that writes down each event that it is
 * told. Made to be killed: whatever of it is not on disk is lost.
 */
final class RolloutProcess {
    static final Duration LEASE = Duration.ofSeconds(1);
    static final Duration TICK = Duration.ofMillis(20);

    /** Short stages, to be killed around their ends, and long ones, which outlast a start of the process. */
    static final RolloutPlan PLAN = plan(200, 600);

    private static final Duration POLL = Duration.ofMillis(10);

    /** How long a forgetful one keeps an event in mind before it writes it down. */
    private static final Duration FORGETFUL = Duration.ofSeconds(1);

    private RolloutProcess() {}

    private static RolloutPlan plan(long shortBake, long longBake) {
        double[] percents = {1, 2, 5, 10, 25, 50, 75, 100};
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < percents.length; i++) {
            Duration bake = Duration.ofMillis(i % 2 == 0 ? shortBake : longBake);
            stages.add(Stage.of(Percentage.ofPercent(percents[i]))
                    .bake(bake)
                    .minSamples(0)
                    .build());
        }
        return RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(stages)
                .analyses(Analysis.validation("healthy")
                        .interval(Duration.ofMillis(50))
                        .build())
                .build();
    }

    static Path configuration(Path directory) {
        return directory.resolve("flags.json");
    }

    static Path told(Path directory, String instance) {
        return directory.resolve("told-" + instance);
    }

    /**
     * Runs until the rollout has ended, and its events are told. Says one thing: that it is at work.
     *
     * @param args a directory, a name for the process, and {@code forgetful} for the known-bad twin, which takes events
     *     before it has written them down
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try (Notes notes = new Notes(told(directory, args[1]), args.length > 2);
                FeatureFlagManager flags = FeatureFlagManager.builder()
                        .store(FileConfigStore.of(configuration(directory)))
                        .build();
                RolloutManager rollouts = RolloutManager.builder(flags)
                        .validator("healthy", stage -> Verdict.pass("all is well"))
                        .instance(args[1])
                        .leaseTimeToLive(LEASE)
                        .tickInterval(TICK)
                        .subscriber(notes)
                        .build()) {
            RolloutStore store = new RolloutStore(flags.store());
            until(() -> isBegun(flags, rollouts));
            System.out.print('.');
            System.out.flush();
            until(() -> isOver(store.load().require(FLAG).document()));
        }
    }

    /** Does it again until it is so. A disk that others keep busy may take longer than a store waits. */
    private static void until(BooleanSupplier step) {
        while (!isSo(step)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean isSo(BooleanSupplier step) {
        try {
            return step.getAsBoolean();
        } catch (FlagsException e) {
            return false;
        }
    }

    private static boolean isBegun(FeatureFlagManager flags, RolloutManager rollouts) {
        if (rollouts.getRolloutStatus(FLAG).isPresent()) {
            return true;
        }
        if (flags.refresh() && flags.getFlag(FLAG).isEmpty()) {
            flags.setFlag(Flag.builder(FLAG).percentage(Percentage.NONE).build(), ALICE);
        }
        rollouts.startRollout(FLAG, PLAN, ALICE);
        return true;
    }

    static boolean isOver(RolloutDocument document) {
        return document.state() instanceof Ended && document.outbox().isEmpty();
    }

    /** Writes down each event, on disk before it has taken it. */
    private static final class Notes implements Flow.Subscriber<RolloutEvent>, AutoCloseable {
        private final FileChannel file;
        private final boolean isForgetful;
        private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

        Notes(Path path, boolean isForgetful) throws IOException {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            this.isForgetful = isForgetful;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(RolloutEvent event) {
            if (isForgetful) {
                ScheduledFuture<?> unused =
                        later.schedule(() -> write(event), FORGETFUL.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                write(event);
            }
        }

        private void write(RolloutEvent event) {
            String line = event.number() + " " + event.flag() + " " + event.to().key() + " " + event.stage() + "\n";
            try {
                file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                file.force(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onError(Throwable why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void onComplete() {}

        /** Only if nobody kills it has it written down everything. */
        @Override
        public void close() throws IOException {
            try {
                later.shutdown();
                if (!later.awaitTermination(1, TimeUnit.MINUTES)) {
                    throw new IOException("events are not written down");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            file.close();
        }
    }
}
