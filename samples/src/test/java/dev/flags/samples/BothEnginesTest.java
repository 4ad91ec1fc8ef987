package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import net.jqwik.api.Example;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A canary: if an upgrade silenced one of the two engines, half of the tests would pass by not running. */
class BothEnginesTest {

    @Test
    void jupiterAndJqwik_bothExecute() {
        assertThat(executed(OneOfJupiter.class)).isEqualTo(1);
        assertThat(executed(OneOfJqwik.class)).isEqualTo(1);
    }

    private static long executed(Class<?> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("jqwik.database", "target/jqwik-database-canary")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary().getTestsSucceededCount();
    }

    static class OneOfJupiter {
        @Test
        void runs() {
            assertThat(1 + 1).isEqualTo(2);
        }
    }

    static class OneOfJqwik {
        @Example
        boolean runs() {
            return true;
        }
    }
}
