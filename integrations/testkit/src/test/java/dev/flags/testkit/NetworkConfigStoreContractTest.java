package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each test of the network's contract passes on a sound store, and catches something. */
@Execution(ExecutionMode.CONCURRENT) // most of it is waiting
class NetworkConfigStoreContractTest {

    @ParameterizedTest
    @MethodSource("sound")
    void soundStore_passesAllAndSkipsNone(NetworkFault none) {
        Run run = Run.of(Run.JUPITER, parameters(none), List.of(selectClass(BrokenNetworkCase.class)));

        assertThat(run.causes()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).isEqualTo(Run.testsOf(NetworkConfigStoreContract.class));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void fault_isCaught(NetworkFault fault) {
        Run run = Run.of(
                Run.JUPITER,
                parameters(fault),
                fault.caughtBy().stream()
                        .map(test -> selectMethod(BrokenNetworkCase.class, test))
                        .toList());

        assertThat(run.failed()).containsExactlyInAnyOrderElementsOf(fault.caughtBy());
    }

    @Test
    void everyTest_catchesAFault() {
        Set<String> catching = Stream.of(NetworkFault.values())
                .flatMap(fault -> fault.caughtBy().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(catching).isEqualTo(Run.testsOf(NetworkConfigStoreContract.class));
    }

    private static Stream<NetworkFault> sound() {
        return Stream.of(NetworkFault.values()).filter(NetworkFault::isNone);
    }

    private static Stream<NetworkFault> broken() {
        return Stream.of(NetworkFault.values()).filter(fault -> !fault.isNone());
    }

    private static Map<String, String> parameters(NetworkFault fault) {
        return Map.of(
                BrokenNetworkCase.FAULT,
                fault.name(),
                "junit.jupiter.execution.parallel.enabled",
                "true",
                "junit.jupiter.execution.parallel.mode.default",
                "concurrent",
                "junit.jupiter.execution.parallel.config.executor-service",
                "WORKER_THREAD_POOL",
                "junit.jupiter.execution.parallel.config.strategy",
                "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism",
                "6");
    }
}
