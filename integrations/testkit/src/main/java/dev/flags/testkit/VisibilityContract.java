package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.AT;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.FLAGS_AND_SEGMENTS;
import static dev.flags.testkit.Commits.S;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.event;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader may not see while others commit. */
abstract class VisibilityContract extends IsolationContract {
    private static final long PAUSE_NANOS = 20_000;

    @Test
    void load_duringCommits_isOfOneVersion() {
        ConfigStore reader = another();
        IntConsumer writing = numbering(store(), A, B, S);

        during(List.of(writing), () -> {
            StoreSnapshot loaded = reader.load(FLAGS_AND_SEGMENTS);
            assertThat(loaded.documents()).containsOnlyKeys(A, B, S);
            assertThat(loaded.documents().values())
                    .extracting(Document::revision)
                    .containsOnly(loaded.version().number());
            assertThat(loaded.documents().values().stream().map(Commits::status).distinct())
                    .hasSize(1);
            return loaded.version().number();
        });
    }

    @Test
    void version_duringCommits_neverFallsAndIsNeverAheadOfLoad() {
        ConfigStore reader = another();
        IntConsumer writing = numbering(store(), A, B, S);
        long[] highest = {0};

        during(List.of(writing), () -> {
            long version = reader.version(FLAGS_AND_SEGMENTS).number();
            assertThat(version).isGreaterThanOrEqualTo(highest[0]);
            long loaded = reader.load(FLAGS_AND_SEGMENTS).version().number();
            assertThat(loaded).isGreaterThanOrEqualTo(version);
            highest[0] = loaded;
            return loaded;
        });
    }

    /** Whoever has seen a version looks for what is newer only: what turns up below it later is never seen. */
    @Test
    void load_duringCommitsOfMany_findsNoChangeBelowTheVersionBefore() {
        ConfigStore reader = another();
        List<ConfigStore> handles = handles();
        List<IntConsumer> writing = IntStream.range(0, CALLERS)
                .mapToObj(caller -> inTurn(handles.get(caller % 2), caller < 2 ? Kind.FLAG : Kind.SEGMENT, caller))
                .toList();
        StoreSnapshot[] last = {reader.load(FLAGS_AND_SEGMENTS)};

        during(writing, () -> {
            StoreSnapshot before = last[0];
            StoreSnapshot now = reader.load(FLAGS_AND_SEGMENTS);
            assertThat(now.documents().values())
                    .filteredOn(document -> !document.equals(before.documents().get(document.key())))
                    .allSatisfy(document -> assertThat(document.revision())
                            .as("the revision of %s", document.key())
                            .isGreaterThan(before.version().number())
                            .isLessThanOrEqualTo(now.version().number()));
            last[0] = now;
            return now.version().number();
        });
    }

    /** Whoever does not know what became of a commit trusts the history as soon as its document has moved on. */
    @Test
    void history_duringCommits_isNeverBehindLoad() {
        ConfigStore reader = another();
        IntConsumer writing = numbering(store(), A);

        during(List.of(writing), () -> {
            int loaded = Integer.parseInt(Commits.status(document(reader, A)));
            AuditEvent newest = reader.history(HistoryQuery.of(A, 1)).get(0);
            assertThat(Integer.parseInt(newest.action())).isGreaterThanOrEqualTo(loaded);
            return loaded;
        });
    }

    /** What commits one of several documents after the other, so that what turns up late is still there to be seen. */
    private IntConsumer inTurn(ConfigStore writer, Kind kind, int caller) {
        List<IntConsumer> each = IntStream.range(0, rounds())
                .mapToObj(i -> numbering(writer, new DocumentKey(kind, "of" + caller + "_" + i)))
                .toList();
        return number -> each.get(number % each.size()).accept(number);
    }

    /** What commits documents with a number as their status, each time all of them; and the first time now. */
    private static IntConsumer numbering(ConfigStore writer, DocumentKey... keys) {
        AtomicLong revision = new AtomicLong();
        IntConsumer writing = number -> {
            String status = Integer.toString(number);
            UUID id = UUID.randomUUID();
            List<Write> writes = Stream.of(keys)
                    .map(key -> write(key, revision.get(), status))
                    .toList();
            Commit commit = new Commit(id, writes, List.of(), List.of(event(id, AT, "writer", status, keys[0])));
            revision.set(applied(writer.commit(commit)).number());
        };
        writing.accept(0);
        return writing;
    }

    /**
     * Has writers go on until looks have found something new so and so often.
     *
     * @param look gives the number that it has seen
     */
    private void during(List<IntConsumer> writers, LongSupplier look) {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (IntConsumer writer : writers) {
            tasks.add(over(isOver, () -> {
                for (int number = 1; !isOver.get(); number++) {
                    writer.accept(number);
                }
            }));
        }
        tasks.add(over(isOver, () -> {
            long last = -1;
            for (int news = 0; news < 2 * rounds() && !isOver.get(); ) {
                long seen = look.getAsLong();
                if (seen == last) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                } else {
                    news++;
                }
                last = seen;
            }
        }));
        try {
            Together.run(patience(), tasks);
        } finally {
            isOver.set(true);
        }
    }

    /** A task at whose end, whatever it is, the others end too. */
    private static Callable<Boolean> over(AtomicBoolean isOver, Runnable task) {
        return () -> {
            try {
                task.run();
                return true;
            } finally {
                isOver.set(true);
            }
        };
    }
}
