package dev.flags;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/**
 * However changes of one flag and questions about it interleave, it is as if they came one after the other. What a manager
 * is made of, without its threads: the editor, the refresher and the evaluator.
 */
class UpdateInterleavingSimulation {
    /** What of the editor threads switch in; all else in it computes. */
    private static final Set<String> EDITING = Set.of("flag", "run", "isCommitted", "requireNewer", "eventually");

    @Test
    void changesAndQuestions_areLinearizable() {
        modelChecking().check(OfEditor.class);
    }

    @Test
    void changesAndQuestions_onRealThreads_areLinearizable() {
        onRealThreads().check(OfEditor.class);
    }

    @Test
    void storeThatIgnoresRevisions_isCaught() {
        assertThatThrownBy(() -> modelChecking().check(OfLastWriteWins.class))
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void storeThatIgnoresRevisions_onRealThreads_isCaught() {
        assertThatThrownBy(() -> {
                    for (int round = 0; round < 20; round++) { // on a busy machine the threads may take turns
                        onRealThreads().check(OfLastWriteWins.class);
                    }
                })
                .isInstanceOf(LincheckAssertionError.class);
    }

    /** The store is one step, which {@code MemoryConfigStoreInterleavingSimulation} shows; threads switch in what is shared besides it. */
    private static ModelCheckingOptions modelChecking() {
        Set<String> shared =
                Set.of(ConfigEditor.class.getName(), ConfigRefresher.class.getName(), Evaluator.class.getName());
        return small(new ModelCheckingOptions())
                .iterations(10)
                .invocationsPerIteration(80)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(ConfigEditor.class.getName())
                        .methods((String name) -> !EDITING.contains(name))
                        .ignore())
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(MemoryConfigStore.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(
                                (String name) -> !name.startsWith(UpdateInterleavingSimulation.class.getName())
                                        && !name.startsWith("java.util.concurrent.")
                                        && !name.equals(MemoryConfigStore.class.getName())
                                        && !shared.contains(name))
                        .allMethods()
                        .ignore());
    }

    private static StressOptions onRealThreads() {
        return small(new StressOptions()).iterations(30).invocationsPerIteration(100);
    }

    private static <T extends Options<T, ?>> T small(Options<T, ?> options) {
        return options.threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .sequentialSpecification(Model.class);
    }

    /** What is called. The user is on a list, and so the flag is on for them unless it is disabled. */
    @Param(name = "share", gen = IntGen.class, conf = "1:3")
    public abstract static class Calls {
        private static final String NAME = "f";
        private static final Change CHANGE = Change.by("alice", "a test");
        private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
        private static final Commit FIRST = new Commit(
                new UUID(0, 0),
                List.of(
                        new Write.Put(
                                DocumentKey.flag(NAME),
                                0,
                                "{\"name\": \"f\", \"status\": \"percentage\", \"rollout_percentage\": 1, \"enabled_users\": [\"u\"]}")),
                List.of(),
                List.of());

        private final Evaluator evaluator = new Evaluator(Snapshot.notReady(CLOCK), Observer.NONE);
        private final ConfigRefresher refresher;
        private final ConfigEditor editor;

        Calls(ConfigStore store) {
            ConfigLoader loader = new ConfigLoader(null);
            refresher = new ConfigRefresher(
                    store,
                    evaluator,
                    loader,
                    new ConfigCompiler(CLOCK),
                    new ColdStart(loader, null, null, NOPLogger.NOP_LOGGER),
                    new Listeners(NOPLogger.NOP_LOGGER),
                    CLOCK,
                    Duration.ofSeconds(30),
                    NOPLogger.NOP_LOGGER);
            ChurnBudget none =
                    new ChurnBudget(new ChangePreview(new ContextSample(0, CLOCK), CLOCK), evaluator, Optional.empty());
            editor = new ConfigEditor(store, refresher, none, CLOCK, Duration.ofSeconds(1));
            refresher.refresh();
        }

        static MemoryConfigStore memory() {
            MemoryConfigStore store = new MemoryConfigStore();
            store.commit(FIRST);
            return store;
        }

        /** As {@code update}: what is set comes from what was read. */
        @Operation
        public final boolean raise() {
            return edit(flag -> FlagEdits.percentage(flag, Percentage.ofPercent(percentOf(flag) + 1)));
        }

        /** As {@code setRolloutPercentage}: false if the flag is disabled. */
        @Operation(params = "share")
        public final boolean set(int share) {
            return edit(flag -> FlagEdits.percentage(flag, Percentage.ofPercent(share)));
        }

        @Operation
        public final boolean disable() {
            return edit(Flag::disabled);
        }

        @Operation
        public final boolean restore() {
            return edit(FlagEdits::restore);
        }

        /** As {@code getFlag}. */
        @Operation
        public final int share() {
            return percentOf(refresher.state().flag(NAME).orElseThrow());
        }

        @Operation
        public final boolean isEnabled() {
            return evaluator.isEnabled(NAME, "u");
        }

        private boolean edit(UnaryOperator<Flag> function) {
            try {
                editor.flag(NAME, "update", CHANGE, before -> Optional.of(function.apply(before.orElseThrow())));
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }

        private static int percentOf(Flag flag) {
            return Objects.requireNonNull(((Plain) flag.definition()).percentage())
                    .toPercent()
                    .intValueExact();
        }
    }

    /** The editor itself. */
    public static final class OfEditor extends Calls {
        public OfEditor() {
            super(memory());
        }
    }

    /** The known bad twin: its store takes any write of the flag, whatever it was computed from. */
    public static final class OfLastWriteWins extends Calls {
        public OfLastWriteWins() {
            super(new LastWriteWins(memory()));
        }
    }

    private static final class LastWriteWins extends ForwardingStore {
        LastWriteWins(ConfigStore store) {
            super(store);
        }

        @Override
        public CommitResult commit(Commit commit) {
            Write.Put put = (Write.Put) commit.writes().get(0);
            while (true) {
                Document now = Objects.requireNonNull(
                        load(ConfigRefresher.KINDS).documents().get(put.key()));
                CommitResult result = super.commit(new Commit(
                        commit.id(),
                        List.of(new Write.Put(put.key(), now.revision(), put.json())),
                        List.of(),
                        commit.events()));
                if (result instanceof CommitResult.Applied) {
                    return result;
                }
            }
        }
    }

    /** What the calls answer one after the other. */
    public static final class Model {
        private int share = 1;
        private boolean isDisabled;

        public boolean raise() {
            return set(share + 1);
        }

        public boolean set(int newShare) {
            if (isDisabled) {
                return false;
            }
            share = newShare;
            return true;
        }

        public boolean disable() {
            isDisabled = true;
            return true;
        }

        public boolean restore() {
            boolean wasDisabled = isDisabled;
            isDisabled = false;
            return wasDisabled;
        }

        public int share() {
            return share;
        }

        public boolean isEnabled() {
            return !isDisabled;
        }
    }
}
