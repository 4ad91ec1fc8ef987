package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.flags.store.ConfigStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model agrees with a sound store, and with none that has one of these faults. */
class StoreModelContractTest {
    /** Where jqwik keeps failures, and that it tells of them here only. */
    private static final Map<String, String> PARAMETERS = Map.of(
            "jqwik.database", "target/jqwik-database-of-broken-stores",
            "jqwik.failures.runfirst", "false",
            "jqwik.reporting.usejunitplatform", "true");

    @Test
    void soundStore_agrees() {
        Run run = Run.of(Run.JQWIK, PARAMETERS, List.of(selectClass(Sound.class)));

        assertThat(run.causes()).isEmpty();
        assertThat(run.passed()).containsExactly("everySequenceOfCalls_isAnsweredAsByTheModel");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                LosesUpdates.class,
                AppliesHalf.class,
                IgnoresReads.class,
                IgnoresReadsOfKinds.class,
                HidesDeletes.class,
                ReusesRevisions.class,
                RecordsConflicts.class,
                RecordsLeases.class,
                KeepsACommitsOrder.class
            })
    void fault_isFound(Class<?> broken) {
        assertThat(Run.of(Run.JQWIK, PARAMETERS, List.of(selectClass(broken))).failed())
                .hasSize(1);
    }

    /** A store with a fault; jqwik takes no parameter of a run, so that each fault has its class. */
    private abstract static class Broken extends StoreModelContract {
        private final Fault fault;

        Broken(Fault fault) {
            this.fault = fault;
        }

        @Override
        protected ConfigStore openEmpty() {
            return new BrokenStore(new BrokenData(fault), BrokenStore.Access.WRITES);
        }
    }

    static final class Sound extends Broken {
        Sound() {
            super(Fault.NONE);
        }
    }

    static final class LosesUpdates extends Broken {
        LosesUpdates() {
            super(Fault.LOSES_UPDATES);
        }
    }

    static final class AppliesHalf extends Broken {
        AppliesHalf() {
            super(Fault.APPLIES_HALF);
        }
    }

    static final class IgnoresReads extends Broken {
        IgnoresReads() {
            super(Fault.IGNORES_READS);
        }
    }

    static final class IgnoresReadsOfKinds extends Broken {
        IgnoresReadsOfKinds() {
            super(Fault.IGNORES_READS_OF_KINDS);
        }
    }

    static final class HidesDeletes extends Broken {
        HidesDeletes() {
            super(Fault.HIDES_DELETES);
        }
    }

    static final class ReusesRevisions extends Broken {
        ReusesRevisions() {
            super(Fault.REUSES_REVISIONS);
        }
    }

    static final class RecordsConflicts extends Broken {
        RecordsConflicts() {
            super(Fault.RECORDS_CONFLICTS);
        }
    }

    static final class RecordsLeases extends Broken {
        RecordsLeases() {
            super(Fault.RECORDS_LEASES);
        }
    }

    static final class KeepsACommitsOrder extends Broken {
        KeepsACommitsOrder() {
            super(Fault.KEEPS_A_COMMITS_ORDER);
        }
    }
}
