package dev.flags.testkit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What became of the tests of one run inside this one. */
record Run(Set<String> passed, Set<String> failed, Set<String> skipped, List<Throwable> causes) {
    static final String JUPITER = "junit-jupiter";
    static final String JQWIK = "jqwik";

    /** Runs tests of an engine with the parameters of a run. */
    static Run of(String engine, Map<String, String> parameters, List<? extends DiscoverySelector> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(tests)
                .filters(EngineFilter.includeEngines(engine))
                .configurationParameters(parameters)
                .build();
        Outcomes outcomes = new Outcomes();
        LauncherFactory.create().execute(request, outcomes);
        return new Run(outcomes.passed, outcomes.failed, outcomes.skipped, outcomes.causes);
    }

    /** The names of all tests of a class and of those above it. */
    static Set<String> testsOf(Class<?> testClass) {
        Set<String> names = new TreeSet<>();
        for (Class<?> type = testClass; type != Object.class; type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .map(Method::getName)
                    .forEach(names::add);
        }
        return names;
    }

    private static final class Outcomes implements TestExecutionListener {
        private final Set<String> passed = new ConcurrentSkipListSet<>();
        private final Set<String> failed = new ConcurrentSkipListSet<>();
        private final Set<String> skipped = new ConcurrentSkipListSet<>();
        private final List<Throwable> causes = new CopyOnWriteArrayList<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(causes::add);
            if (test.getSource().orElse(null) instanceof MethodSource method) {
                set(result.getStatus()).add(method.getMethodName());
            }
        }

        private Set<String> set(TestExecutionResult.Status status) {
            return switch (status) {
                case SUCCESSFUL -> passed;
                case FAILED -> failed;
                case ABORTED -> skipped;
            };
        }
    }
}
