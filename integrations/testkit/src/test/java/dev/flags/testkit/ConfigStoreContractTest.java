package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each test of the contract passes on a sound store, and catches something. */
class ConfigStoreContractTest {

    @ParameterizedTest
    @MethodSource("sound")
    void soundStore_passesAllAndSkipsNone(Fault none) {
        Run run = Run.of(Run.JUPITER, parameters(none), List.of(selectClass(BrokenStoreCase.class)));

        assertThat(run.causes()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).isEqualTo(Run.testsOf(ConfigStoreContract.class));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void fault_isCaught(Fault fault) {
        Run run = Run.of(
                Run.JUPITER,
                parameters(fault),
                fault.caughtBy().stream()
                        .map(test -> selectMethod(BrokenStoreCase.class, test))
                        .toList());

        assertThat(run.failed()).containsExactlyInAnyOrderElementsOf(fault.caughtBy());
    }

    @Test
    void storeThatFailsAtAnInterrupt_leavesNobodyWhoInterrupts() {
        Run.of(
                Run.JUPITER,
                parameters(Fault.FAILS_AT_AN_INTERRUPT),
                List.of(selectMethod(BrokenStoreCase.class, "interruptOfACaller_leavesTheStoreUsable")));

        assertThat(Together.alone(Duration.ofSeconds(10), () -> {
                    Together.await(() -> Thread.getAllStackTraces().values().stream()
                            .flatMap(Stream::of)
                            .noneMatch(frame -> frame.getMethodName().contains("interruptUntil")));
                    return true;
                }))
                .isTrue();
    }

    @Test
    void everyTest_catchesAFault() {
        Set<String> catching = Stream.of(Fault.values())
                .flatMap(fault -> fault.caughtBy().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(catching).isEqualTo(Run.testsOf(ConfigStoreContract.class));
    }

    private static Stream<Fault> sound() {
        return Stream.of(Fault.values()).filter(Fault::isNone);
    }

    private static Stream<Fault> broken() {
        return Stream.of(Fault.values()).filter(fault -> !fault.isNone());
    }

    private static Map<String, String> parameters(Fault fault) {
        return Map.of(BrokenStoreCase.FAULT, fault.name());
    }
}
