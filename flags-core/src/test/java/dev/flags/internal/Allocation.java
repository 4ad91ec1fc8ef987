package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.function.IntSupplier;

/** Shows that code allocates nothing, by the JVM's own count of the bytes that a thread has allocated. */
public final class Allocation {
    private static final int CALLS = 20_000;

    /** Keeps the results alive, so that the calls are not optimised away. */
    static volatile int sink;

    private Allocation() {}

    public static void assertNone(IntSupplier call) {
        repeat(call); // warm-up: classes are loaded and the coverage agent has its arrays
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = allocatedBytes();
            repeat(call);
            least = Math.min(least, allocatedBytes() - before);
        }
        // Reading the counter by reflection costs some bytes itself: far below one a call.
        assertThat(least / CALLS).as("bytes allocated per call").isZero();
        assertThat(least).as("bytes allocated by %d calls", CALLS).isLessThan(CALLS / 4);
    }

    private static void repeat(IntSupplier call) {
        int sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += call.getAsInt();
        }
        sink = sum;
    }

    /** By reflection, because the module under test reads neither java.management nor jdk.management. */
    private static long allocatedBytes() {
        try {
            Object bean = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            Method counter =
                    Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
            return (Long) counter.invoke(bean, Thread.currentThread().getId());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no count of allocated bytes on this JVM", e);
        }
    }
}
