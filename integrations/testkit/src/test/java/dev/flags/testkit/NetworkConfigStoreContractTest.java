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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each test of the network's contract passes on a sound store, and catches something. */
class NetworkConfigStoreContractTest {

    @Test
    void soundStore_passesAllAndSkipsNone() {
        Run run = Run.of(parameters(NetworkFault.NONE), List.of(selectClass(BrokenNetworkCase.class)));

        assertThat(run.causes()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).isEqualTo(Run.testsOf(NetworkConfigStoreContract.class));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void fault_isCaught(NetworkFault fault) {
        Run run = Run.of(
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

    private static Map<String, String> parameters(NetworkFault fault) {
        return Map.of(BrokenNetworkCase.FAULT, fault.name());
    }
}
