package dev.flags.abtest.stats.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Protocols that belong together, each of which is a test. */
interface Theme {
    List<Protocol> protocols();

    @TestFactory
    default Stream<DynamicTest> figure_isInItsBand() {
        return protocols().stream()
                .map(protocol -> DynamicTest.dynamicTest(protocol.name(), () -> {
                    Protocol.Result result = protocol.run();
                    System.out.println(result);
                    assertThat(result.isPassed()).as("%s", result).isTrue();
                }));
    }
}
