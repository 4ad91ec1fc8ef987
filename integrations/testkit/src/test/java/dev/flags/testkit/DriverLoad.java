package dev.flags.testkit;

import dev.flags.Change;
import dev.flags.FeatureFlagManager;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.rollout.Analysis;
import dev.flags.rollout.Judge;
import dev.flags.rollout.Measurement;
import dev.flags.rollout.RolloutManager;
import dev.flags.rollout.RolloutPlan;
import dev.flags.rollout.RolloutStrategy;
import dev.flags.store.MemoryConfigStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what it costs to have many rollouts go on, each with a metric that is judged every minute and users who ask for
 * its flag.
 */
final class DriverLoad {
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String DRIVER = "flags-rollouts";

    private static final Change BEGIN = Change.by("load", "to be driven");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DriverLoad() {}

    /**
     * Measures.
     *
     * @param args how many rollouts, for how many seconds, and what percentage of a core the driver's thread may take
     */
    public static void main(String[] args) {
        int count = Integer.parseInt(args[0]);
        Duration time = Duration.ofSeconds(Integer.parseInt(args[1]));
        double limit = Double.parseDouble(args[2]);
        LongAdder measured = new LongAdder();
        try (FeatureFlagManager flags = FeatureFlagManager.builder()
                        .store(new MemoryConfigStore())
                        .build();
                RolloutManager rollouts = RolloutManager.builder(flags)
                        .metric("error_rate", stage -> {
                            measured.increment();
                            return Measurement.of(0.01, 0.01);
                        })
                        .build()) {
            begin(flags, rollouts, count);
            pass(WARM_UP, flags, count);
            measured.reset();
            long before = driverNanos();
            pass(time, flags, count);
            double driver = 100.0 * (driverNanos() - before) / time.toNanos();
            System.out.printf(
                    Locale.ROOT,
                    "driver: %d live rollouts, %d measurements in %d s, %.2f %% of a core, at most %.1f %%%n",
                    rollouts.listRollouts().stream()
                            .filter(status -> status.phase().isLive())
                            .count(),
                    measured.sum(),
                    time.toSeconds(),
                    driver,
                    limit);
            System.exit(driver <= limit && measured.sum() >= count ? 0 : 1);
        }
    }

    private static void begin(FeatureFlagManager flags, RolloutManager rollouts, int count) {
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ofHours(1), 1, 10, 100)
                .analyses(Analysis.metric("error_rate", Judge.Ratio.atMost(1.5)).build())
                .build();
        for (int i = 0; i < count; i++) {
            String name = "flag-" + i;
            flags.setFlag(Flag.builder(name).percentage(Percentage.NONE).build(), BEGIN);
            rollouts.startRollout(name, plan, BEGIN);
        }
    }

    private static void pass(Duration time, FeatureFlagManager flags, int count) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            String user = "user-" + System.nanoTime();
            for (int i = 0; i < count; i++) {
                flags.isEnabled("flag-" + i, user);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** What the thread that drives has taken until now. */
    private static long driverNanos() {
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals(DRIVER)) {
                return THREADS.getThreadCpuTime(thread.getThreadId());
            }
        }
        throw new IllegalStateException("there is no thread " + DRIVER);
    }
}
