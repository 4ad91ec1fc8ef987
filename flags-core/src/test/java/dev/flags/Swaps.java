package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.Document;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.Write;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.helpers.NOPLogger;

/**
 * Evaluates on one thread while another changes the configuration, by commits and refreshes. In every configuration
 * exactly one of two flags is on, and exactly one of two segments holds the user: who asks for both of either sort, and
 * gets them, has seen two configurations at once.
 */
final class Swaps {
    private static final String BOTH_FLAGS =
            "{\"name\": \"flags\", \"status\": \"enabled\", \"requires\": [{\"flag\": \"x\"}, {\"flag\": \"y\"}],"
                    + " \"default\": \"on\"}";
    private static final String BOTH_SEGMENTS =
            "{\"name\": \"segments\", \"status\": \"enabled\", \"default\": \"off\", \"rules\": [{\"id\": \"r\","
                    + " \"when\": {\"all\": [{\"segment\": \"s\"}, {\"segment\": \"t\"}]}, \"serve\": \"on\"}]}";

    private final MemoryConfigStore store = new MemoryConfigStore();
    private final Evaluator evaluator = new Evaluator(Snapshot.notReady(InstantSource.system()), Observer.NONE);
    private final ConfigRefresher refresher;

    Swaps() {
        ConfigLoader loader = new ConfigLoader(null);
        InstantSource clock = InstantSource.system();
        refresher = new ConfigRefresher(
                store,
                evaluator,
                loader,
                new ConfigCompiler(clock),
                new ColdStart(loader, null, null, NOPLogger.NOP_LOGGER),
                new Listeners(NOPLogger.NOP_LOGGER),
                clock,
                Duration.ofSeconds(30),
                NOPLogger.NOP_LOGGER);
        commit(Map.of(DocumentKey.flag("flags"), BOTH_FLAGS, DocumentKey.flag("segments"), BOTH_SEGMENTS));
        swap(true);
    }

    /**
     * What happened.
     *
     * @param mixed evaluations that saw two configurations
     */
    record Result(long evaluations, int swaps, long mixed) {}

    /** Goes on until there were enough of both. The predicate gets an evaluator and says whether an answer is mixed. */
    Result run(long evaluations, int swaps, Predicate<Flags> isMixed) {
        AtomicBoolean isSwapped = new AtomicBoolean();
        CompletableFuture<Result> evaluating = CompletableFuture.supplyAsync(
                () -> {
                    long mixed = 0;
                    long count = 0;
                    while (count < evaluations || !isSwapped.get()) {
                        mixed += isMixed.test(evaluator) ? 1 : 0;
                        count++;
                    }
                    return new Result(count, 0, mixed);
                },
                OwnThread.EXECUTOR);
        int done = 0;
        while (done < swaps || !evaluating.isDone()) {
            swap((++done & 1) == 0);
            isSwapped.set(done >= swaps);
        }
        Result result = evaluating.join();
        return new Result(result.evaluations(), done, result.mixed());
    }

    /** Asks flags that need both: one evaluation each. */
    static boolean seesBoth(Flags flags) {
        return flags.isEnabled("flags", "u") || flags.isEnabled("segments", "u");
    }

    /** The known-bad twin: one decision out of two looks. */
    static boolean seesBothInTwoLooks(Flags flags) {
        return flags.isEnabled("x", "u") && flags.isEnabled("y", "u");
    }

    private void swap(boolean first) {
        commit(Map.of(
                DocumentKey.flag("x"), flag("x", first),
                DocumentKey.flag("y"), flag("y", !first),
                DocumentKey.segment("s"), segment("s", first),
                DocumentKey.segment("t"), segment("t", !first)));
        if (!refresher.refresh()) {
            throw new AssertionError(refresher.health().toString());
        }
    }

    private static String flag(String name, boolean isOn) {
        return "{\"name\": \"" + name + "\", \"status\": \"" + (isOn ? "enabled" : "disabled") + "\"}";
    }

    private static String segment(String name, boolean holds) {
        return "{\"name\": \"" + name + "\", \"included\": [" + (holds ? "\"u\"" : "") + "]}";
    }

    private void commit(Map<DocumentKey, String> texts) {
        Map<DocumentKey, Document> known = store.load(ConfigRefresher.KINDS).documents();
        List<Write> writes = new ArrayList<>();
        texts.forEach((key, text) -> {
            Document before = known.get(key);
            writes.add(new Write.Put(key, before == null ? 0 : before.revision(), text));
        });
        CommitResult result = store.commit(new Commit(UUID.randomUUID(), writes, List.of(), List.of()));
        if (!(result instanceof CommitResult.Applied)) {
            throw new AssertionError(result.toString());
        }
    }

    ConfigState state() {
        return refresher.state();
    }

    Flags flags() {
        return evaluator;
    }
}
