package dev.flags.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * How much of the heap 10 000 flags take: what is used once garbage is collected, with them and before. For a JVM of its own,
 * since what others leave behind counts too.
 */
public final class Footprint {
    /** What the line with the figure begins with: some libraries write lines of their own. */
    static final String RESULT = "bytes for a flag: ";

    private static final int COLLECTIONS = 5;

    private Footprint() {}

    /**
     * Prints the bytes for one flag.
     *
     * @param args the contender
     */
    public static void main(String[] args) throws Exception {
        Contender contender = Contenders.named(args[0]);
        Path one = Files.createTempFile("flags", ".json");
        Path many = Files.createTempFile("flags", ".json");
        // Classes, caches and threads are there already with one flag.
        Session first = contender.open(Workload.W2, one);
        first.question().ask(0);
        Files.writeString(many, contender.library().get().document(Workload.START));
        long before = used();
        Session session = contender.library().get().open(Workload.START, many);
        session.question().ask(0);
        System.out.println(RESULT + (used() - before) / Workload.START.flags());
        session.question().ask(0);
        session.resources().close();
        first.resources().close();
        Files.delete(one);
        Files.delete(many);
        System.exit(0); // some of the others leave threads behind
    }

    static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        // As the last collection left it: what threads have taken since to allocate from counts as used, too.
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
