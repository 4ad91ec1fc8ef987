package dev.flags.store;

/** Counts the live threads of this process. */
public final class Threads {
    private Threads() {}

    public static long named(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}
