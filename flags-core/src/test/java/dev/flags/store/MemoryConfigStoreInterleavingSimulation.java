package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** However two threads' calls of the memory store interleave, it is as if they came one after the other. */
class MemoryConfigStoreInterleavingSimulation {
    @Test
    void memoryConfigStore_isLinearizable() {
        options().check(OfMemory.class);
    }

    @Test
    void storeThatChecksAndThenWrites_isCaught() {
        assertThatThrownBy(() -> options().check(OfCheckThenWrite.class)).isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void storeThatLoadsInTwoSteps_isCaught() {
        assertThatThrownBy(() -> options().check(OfTwoSteps.class)).isInstanceOf(LincheckAssertionError.class);
    }

    /** No calls before those that meet, and two after them: with the defaults a planted defect was not found. */
    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(20)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(0)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .sequentialSpecification(Model.class)
                .addGuarantee(ownOfOneThread());
    }

    /** Switching threads inside values and streams, which no two threads share, would take twenty times as long. */
    private static ManagedStrategyGuarantee ownOfOneThread() {
        List<String> prefixes = Stream.concat(
                        Stream.of(
                                "java.util.stream.",
                                "java.util.ImmutableCollections",
                                "java.util.UUID",
                                "java.security."),
                        Stream.of(
                                        Commit.class,
                                        Document.class,
                                        Expect.class,
                                        Expectations.class,
                                        StoreSnapshot.class,
                                        Version.class,
                                        Write.class,
                                        DocumentKey.class,
                                        Kind.class)
                                .map(Class::getName))
                .toList();
        return ManagedStrategyGuaranteeKt.forClasses(
                        (String name) -> prefixes.stream().anyMatch(name::startsWith))
                .allMethods()
                .ignore();
    }

    /** What is called: compare-and-set and questions, on two documents. Answers are numbers, so that they are compared at once. */
    @Param(name = "key", gen = IntGen.class, conf = "0:1")
    @Param(name = "revision", gen = IntGen.class, conf = "0:2")
    public abstract static class Calls {
        private static final UUID ID = new UUID(0, 0);
        private static final Set<Kind> KINDS = Set.of(Kind.FLAG);
        private static final List<DocumentKey> KEYS = List.of(DocumentKey.flag("f0"), DocumentKey.flag("f1"));

        final ConfigStore store = new MemoryConfigStore();

        /** The number of the new version, or -1. */
        @Operation(params = {"key", "revision"})
        public final long put(int key, int revision) {
            return commit(new Write.Put(KEYS.get(key), revision, "{}"));
        }

        @Operation(params = {"key", "revision"})
        public final long delete(int key, int revision) {
            return commit(new Write.Delete(KEYS.get(key), revision));
        }

        /** The version and both revisions. */
        @Operation
        public final List<Long> load() {
            StoreSnapshot loaded = snapshot();
            return List.of(loaded.version().number(), revision(loaded, KEYS.get(0)), revision(loaded, KEYS.get(1)));
        }

        @Operation
        public final long version() {
            return store.version(KINDS).number();
        }

        StoreSnapshot snapshot() {
            return store.load(KINDS);
        }

        long commit(Write write) {
            CommitResult result = store.commit(new Commit(ID, List.of(write), List.of(), List.of()));
            return result instanceof CommitResult.Applied applied
                    ? applied.version().number()
                    : -1;
        }

        static long revision(StoreSnapshot loaded, DocumentKey key) {
            Document document = loaded.documents().get(key);
            return document == null ? 0 : document.revision();
        }
    }

    /** The memory store itself. */
    public static final class OfMemory extends Calls {}

    /** The known bad twin of commit: compares under the lock, and writes under the lock, but lets go of it in between. */
    public static final class OfCheckThenWrite extends Calls {
        @Override
        long commit(Write write) {
            if (revision(snapshot(), write.key()) != write.expectedRevision()) {
                return -1;
            }
            while (true) {
                long now = revision(snapshot(), write.key());
                long number = super.commit(
                        write instanceof Write.Put put
                                ? new Write.Put(put.key(), now, put.json())
                                : new Write.Delete(write.key(), now));
                if (number > 0) {
                    return number;
                }
            }
        }
    }

    /** The known bad twin of load: asks for the version first, and then for the documents. */
    public static final class OfTwoSteps extends Calls {
        @Override
        StoreSnapshot snapshot() {
            Version version = store.version(Calls.KINDS);
            return StoreSnapshot.of(version, store.load(Calls.KINDS).documents());
        }
    }

    /** What the calls answer one after the other. */
    public static final class Model {
        private final long[] revisions = new long[2];
        private long number;

        public long put(int key, int revision) {
            if (revisions[key] != revision) {
                return -1;
            }
            revisions[key] = ++number;
            return number;
        }

        public long delete(int key, int revision) {
            if (revisions[key] != revision) {
                return -1;
            }
            revisions[key] = 0;
            return ++number;
        }

        public List<Long> load() {
            return List.of(number, revisions[0], revisions[1]);
        }

        public long version() {
            return number;
        }
    }
}
