package dev.flags.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * What became of the tests of a class in a run inside this one.
 *
 * @param tests by display name, with why they failed
 * @param failures of anything, containers included
 * @param reports what each test published, by display name
 */
record Run(Map<String, Optional<Throwable>> tests, List<Throwable> failures, Map<String, Map<String, String>> reports) {

    static Run of(Class<?> testClass) {
        return of(testClass, Map.of("junit.jupiter.execution.parallel.enabled", "false"));
    }

    static Run of(Class<?> testClass, Map<String, String> parameters) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(testClass))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameters(parameters)
                .build();
        Listener listener = new Listener();
        LauncherFactory.create().execute(request, listener);
        return new Run(listener.tests, listener.failures, listener.reports);
    }

    /** Why the only test, or its container, failed. */
    Throwable onlyFailure() {
        if (failures.size() != 1) {
            throw new AssertionError("not one failure: " + failures);
        }
        return failures.get(0);
    }

    private static final class Listener implements TestExecutionListener {
        private final Map<String, Optional<Throwable>> tests = Collections.synchronizedMap(new HashMap<>());
        private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, Map<String, String>> reports = Collections.synchronizedMap(new HashMap<>());

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failures::add);
            if (test.isTest()) {
                tests.put(test.getDisplayName(), result.getThrowable());
            }
        }

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            reports.merge(test.getDisplayName(), entry.getKeyValuePairs(), (earlier, later) -> {
                throw new AssertionError("two reports of " + test.getDisplayName());
            });
        }
    }
}
