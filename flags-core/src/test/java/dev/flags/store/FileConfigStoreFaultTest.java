package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.OwnThread;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.FaultyDisk.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample of what {@link FileConfigStoreEveryFault} runs in full. */
@SuppressWarnings("NullAway") // what is absent fails the test
@Execution(ExecutionMode.CONCURRENT) // most of it is waiting
class FileConfigStoreFaultTest {
    @TempDir(factory = FastDirectory.class)
    private Path directory;

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#quick")
    void death_atAnyStep_leavesOldOrNew(FaultScenario scenario) throws IOException {
        new FaultMatrix(scenario, directory, FaultyDisk::new, 499).run(Manner.DEATH);
    }

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#some")
    void failure_atAnyStep_isToldAsItIs(FaultScenario scenario) throws IOException {
        new FaultMatrix(scenario, directory, FaultyDisk::new, 1).run(Manner.FAILS_ONCE);
    }

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#others")
    void failureFromAnyStepOn_isToldAsItIs(FaultScenario scenario) throws IOException {
        new FaultMatrix(scenario, directory, FaultyDisk::new, 1).run(Manner.FAILS_FOR_EVER);
    }

    /** The renaming is done, says that it failed, and then the head cannot be read either. */
    @Test
    void commitOfWhichNobodyCanTell_isUnknown_andThereLater() throws IOException {
        Path file = directory.resolve("feature_flags.json");
        Path head = Layout.of(file).head();
        Path hidden = directory.resolve("hidden");
        boolean[] isFailing = {false};
        FaultyDisk disk = new FaultyDisk() {
            @Override
            public void move(Path from, Path to) throws IOException {
                super.move(from, to);
                if (isFailing[0] && to.equals(head)) {
                    Files.move(head, hidden);
                    Files.createDirectory(head);
                    throw new IOException("Input/output error");
                }
            }
        };
        try (FileConfigStore store =
                FileConfigStore.of(file, InstantSource.system(), disk, Duration.ofSeconds(5), AuditLog.SEGMENT_BYTES)) {
            store.commit(FaultScenario.put(FaultScenario.A, 0, "old"));
            isFailing[0] = true;
            Commit commit = FaultScenario.put(FaultScenario.A, 1, "new");

            assertThat(store.commit(commit)).isEqualTo(new CommitResult.Unknown(commit.id()));

            isFailing[0] = false;
            Files.delete(head);
            Files.move(hidden, head);
            assertThat(store.history(HistoryQuery.of(commit.id()))).hasSize(1);
            assertThat(store.commit(FaultScenario.put(FaultScenario.A, 2, "newer")))
                    .isInstanceOf(CommitResult.Applied.class);
            assertThat(store.verifyAudit(Optional.empty())).isInstanceOf(AuditCheck.Intact.class);
        }
    }

    /** What a writer has made that died, another one has to make durable. */
    @Test
    void firstCommit_afterOneThatDied_forcesEveryNameThatItNeeds() throws IOException {
        boolean isReached = true;
        for (int step = 1; isReached; step++) {
            for (FaultyDisk.Effect effect : List.of(FaultyDisk.Effect.NONE, FaultyDisk.Effect.ALL)) {
                Path file = directory.resolve("died" + step + effect).resolve("feature_flags.json");
                FaultyDisk dying = new FaultyDisk(FaultyDisk.Fault.death(step, effect));
                try (FileConfigStore store = store(file, dying)) {
                    store.commit(FaultScenario.put(FaultScenario.A, 0, "new"));
                } catch (FaultyDisk.Died e) {
                    // and the next one comes
                }
                isReached = dying.isReached();
                FaultyDisk disk = new FaultyDisk();
                try (FileConfigStore store = store(file, disk)) {
                    store.commit(FaultScenario.put(FaultScenario.B, 0, "new"));
                    boolean isFirst = store.history(HistoryQuery.latest(10)).size() == 1;
                    assertThat(disk.steps())
                            .as("after %s", dying.steps())
                            .contains("force .flags")
                            .containsAll(isFirst ? List.of("force audit", "force died" + step + effect) : List.of());
                }
            }
        }
    }

    private static FileConfigStore store(Path file, Disk disk) {
        return FileConfigStore.of(file, InstantSource.system(), disk, Duration.ofSeconds(5), AuditLog.SEGMENT_BYTES);
    }

    /** All that is left of the file is what the store remembers of it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{\"flags\": ["})
    void firstCommitBesideAFileThatIsGone_takesNothingAway_whateverFails(String left) throws IOException {
        boolean isReached = true;
        for (int step = 1; isReached; step++) {
            Path file = directory.resolve("gone" + step).resolve("feature_flags.json");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, "{\"flags\": [" + FaultScenario.json(FaultScenario.A, "old") + "], \"revision\": 9}");
            FaultyDisk disk = new FaultyDisk(new FaultyDisk.Fault(step, FaultyDisk.Effect.NONE, Manner.FAILS_ONCE));
            try (FileConfigStore store = store(file, disk)) {
                store.load(Set.of(Kind.FLAG));
                if (left.isEmpty()) {
                    Files.delete(file);
                } else {
                    Files.writeString(file, left);
                }
                Commit lease = FaultScenario.commit(new Write.Put(FaultScenario.LEASE, 0, "{}"));
                assertThatCode(() -> store.commit(lease))
                        .satisfiesAnyOf(
                                none -> assertThat(none).isNull(),
                                refused -> assertThat(refused).isInstanceOf(StoreException.class));
                isReached = disk.isReached();
                disk.heal();
                store.commit(FaultScenario.put(FaultScenario.B, 0, "new"));

                assertThat(store.load(Set.of(Kind.FLAG)).documents())
                        .as("after step %d of %s failed", step, disk.steps())
                        .containsOnlyKeys(FaultScenario.A, FaultScenario.B)
                        .allSatisfy((key, document) ->
                                assertThat(document.revision()).isGreaterThan(9));
            }
        }
    }

    /** A flag and a rollout that are always committed together, and a reader without a lock. */
    @Test
    void reader_besideAWriter_seesOneVersion() throws Exception {
        Path file = directory.resolve("feature_flags.json");
        Set<Kind> kinds = Set.of(Kind.FLAG, FaultScenario.ROLLOUT.kind());
        AtomicBoolean isDone = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> commitPairs(file, 150), OwnThread.EXECUTOR)
                .whenComplete((none, failure) -> isDone.set(true));
        try (FileConfigStore reader = FileConfigStore.of(
                file, InstantSource.system(), FaultyDisk.refusing(), Duration.ZERO, AuditLog.SEGMENT_BYTES)) {
            while (!isDone.get()) {
                Map<DocumentKey, Document> seen = reader.load(kinds).documents();
                String flag = seen.containsKey(FaultScenario.A)
                        ? seen.get(FaultScenario.A).json()
                        : "";
                String rollout = seen.containsKey(FaultScenario.ROLLOUT)
                        ? seen.get(FaultScenario.ROLLOUT).json()
                        : "";
                assertThat(flag.replaceAll("[^0-9]", "")).isEqualTo(rollout.replaceAll("[^0-9]", ""));
            }
        }
        writer.get(60, TimeUnit.SECONDS);
    }

    private static void commitPairs(Path file, int times) {
        try (FileConfigStore store = FileConfigStore.of(
                file, InstantSource.system(), new FaultyDisk(), Duration.ofSeconds(5), AuditLog.SEGMENT_BYTES)) {
            for (int i = 0; i < times; i++) {
                store.commit(FaultScenario.commit(
                        new Write.Put(FaultScenario.A, i, FaultScenario.json(FaultScenario.A, "n" + i)),
                        new Write.Put(FaultScenario.ROLLOUT, i, "{\"n\":" + i + "}")));
            }
        }
    }

    /** Known to be bad: writes over files in place. */
    @Test
    void diskThatTruncates_isFoundOut() {
        requireFoundOut(fault -> new FaultyDisk(fault) {
            @Override
            public void move(Path from, Path to) throws IOException {
                byte[] content = Files.readAllBytes(from);
                step("write over " + name(to), content, part -> Files.write(to, part));
                delete(from);
            }
        });
    }

    /** Known to be bad: the head is there before the end of the log that it names. */
    @Test
    void diskThatWritesTheHeadFirst_isFoundOut() {
        requireFoundOut(fault -> new FaultyDisk(fault) {
            private FaultyDisk.@Nullable Step late;

            @Override
            public void writeFrom(Path file, long offset, byte[] content) {
                late = () -> super.writeFrom(file, offset, content);
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                super.move(from, to);
                if (late != null) {
                    late.run();
                    late = null;
                }
            }
        });
    }

    private void requireFoundOut(FaultMatrix.Disks bad) {
        FaultScenario scenario = FaultScenario.all().get(2);
        assertThatThrownBy(() -> new FaultMatrix(scenario, directory, bad, 37).run(Manner.DEATH))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("DEATH");
    }
}
