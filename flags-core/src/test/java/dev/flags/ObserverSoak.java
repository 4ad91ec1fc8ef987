package dev.flags;

import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.store.MemoryConfigStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What whoever asks pays for listeners and registries: as much for those that hang or throw as for those that behave. And what
 * is left of a million users and a hundred thousand names of flags that do not exist.
 */
final class ObserverSoak {
    private static final Change CHANGE = Change.by("soak", "figures");
    private static final int THREADS = 2;
    private static final int USERS = 1_000_000;
    private static final int UNKNOWN = 100_000;
    /** Who is asked for while times are measured: enough to fill the queue of a listener that hangs. */
    private static final int DISTINCT = 8 * Courier.CAPACITY;

    private static final Duration HANG = Duration.ofSeconds(10);
    /** How much slower the slow answers may be than with listeners that behave: the rest is the machine's. */
    private static final int MAX_RATIO = 3;

    private ObserverSoak() {}

    /** How those behave who are told. */
    private enum Manner {
        NOBODY,
        BEHAVES,
        THROWS,
        HANGS;

        void meet() {
            if (this == THROWS) {
                throw new IllegalStateException("as the soak wants it");
            }
            if (this == HANGS) {
                LockSupport.parkNanos(HANG.toNanos());
            }
        }
    }

    /** Asks for each manner for some seconds; exits with 1 if one of them makes the slow answers slower. */
    public static void main(String[] args) {
        Duration length = Duration.ofSeconds(Long.parseLong(args[0]));
        measure(Manner.BEHAVES, length); // so that all is compiled
        Latencies nobody = measure(Manner.NOBODY, length);
        Latencies behaves = measure(Manner.BEHAVES, length);
        boolean isUnchanged = true;
        for (Manner manner : List.of(Manner.THROWS, Manner.HANGS)) {
            isUnchanged &= measure(manner, length).percentile(99) <= MAX_RATIO * behaves.percentile(99);
        }
        System.out.println("soak: telling makes the 99th percentile "
                + (behaves.percentile(99) - nobody.percentile(99)) + " ns longer; those who throw or hang make it "
                + (isUnchanged ? "no longer" : "LONGER"));
        System.exit(isUnchanged && isBounded() ? 0 : 1);
    }

    private static Latencies measure(Manner manner, Duration length) {
        try (FeatureFlagManager manager = manager(manner)) {
            long end = System.nanoTime() + length.toNanos();
            List<CompletableFuture<Latencies>> askers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> ask(manager, end), OwnThread.EXECUTOR))
                    .limit(THREADS)
                    .toList();
            Latencies together = askers.stream()
                    .map(CompletableFuture::join)
                    .reduce(Latencies::and)
                    .orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "soak: %-8s %,12d answers, p50 %,5d ns, p99 %,6d ns, p99.9 %,7d ns%n",
                    manner.name().toLowerCase(Locale.ROOT),
                    together.count(),
                    together.percentile(50),
                    together.percentile(99),
                    together.percentile(99.9));
            return together;
        }
    }

    private static Latencies ask(FeatureFlagManager manager, long end) {
        Latencies latencies = new Latencies();
        String[] users = new String[DISTINCT];
        for (int i = 0; i < users.length; i++) {
            users[i] = "user-" + i;
        }
        long last = System.nanoTime();
        for (int i = 0; last - end < 0; i++) {
            manager.isEnabled("half", users[i & (DISTINCT - 1)]);
            long now = System.nanoTime();
            latencies.add(now - last);
            last = now;
        }
        return latencies;
    }

    private static FeatureFlagManager manager(Manner manner) {
        FeatureFlagManager.Builder builder = FeatureFlagManager.builder().store(new MemoryConfigStore());
        if (manner != Manner.NOBODY) {
            builder.meterRegistry(new SimpleMeterRegistry() {
                @Override
                protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T counted, ToDoubleFunction<T> count) {
                    manner.meet();
                    return super.newFunctionCounter(id, counted, count);
                }
            });
        }
        FeatureFlagManager manager = builder.build();
        if (manner != Manner.NOBODY) {
            manager.addListener((version, changed) -> manner.meet());
            manager.addExposureListener(exposure -> manner.meet());
            manager.addEvaluationListener(event -> manner.meet());
        }
        manager.setFlag(
                Flag.builder("half").percentage(Percentage.ofPercent(50)).build(), CHANGE);
        return manager;
    }

    /** Whether meters and memory stay small, whoever asks for whatever. */
    private static boolean isBounded() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(new MemoryConfigStore())
                .meterRegistry(registry)
                .build()) {
            manager.addExposureListener(exposure -> {});
            manager.setFlag(
                    Flag.builder("half").percentage(Percentage.ofPercent(50)).build(), CHANGE);
            long before = usedHeap();
            for (int i = 0; i < USERS; i++) {
                manager.isEnabled("half", "user-" + i);
            }
            for (int i = 0; i < UNKNOWN; i++) {
                manager.isEnabled("none-" + i, "user");
            }
            long grown = usedHeap() - before;
            int meters = registry.getMeters().size();
            System.out.printf(
                    Locale.ROOT,
                    "soak: %,d users and %,d unknown flags: %d meters, %.1f MiB more heap%n",
                    USERS,
                    UNKNOWN,
                    meters,
                    grown / (double) (1 << 20));
            return meters < 30 && grown < 64L << 20;
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** How often which latency was seen, in steps of 10 ns. */
    private static final class Latencies {
        private static final int STEP = 10;

        private final long[] counts;

        Latencies() {
            this(new long[100_000]);
        }

        private Latencies(long[] counts) {
            this.counts = counts;
        }

        void add(long nanos) {
            counts[(int) Math.min(nanos / STEP, counts.length - 1L)]++;
        }

        Latencies and(Latencies other) {
            long[] sums = counts.clone();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += other.counts[i];
            }
            return new Latencies(sums);
        }

        long count() {
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        }

        long percentile(double percent) {
            double rank = count() * percent / 100;
            long seen = 0;
            int step = 0;
            while (seen + counts[step] < rank) {
                seen += counts[step];
                step++;
            }
            return (long) step * STEP;
        }
    }
}
