package dev.flags.junit;

import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import dev.flags.testing.TestFlags;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes the flags of each test, hands them out, and looks at what was read. Holds nothing itself. */
final class FlagsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Set<Class<?>> TYPES = Set.of(TestFlags.class, Flags.class, FeatureFlagManager.class);

    /** For JUnit. */
    FlagsExtension() {}

    /** The constructor of a class with an instance for each test gets the flags of that test. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** Makes them even if nobody asks for them, so that an annotation that cannot be meant shows. */
    @Override
    public void beforeEach(ExtensionContext context) {
        TestScope.of(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestScope.existing(context).ifPresent(scope -> {
            try (scope) {
                Map<String, String> report = scope.report();
                if (!report.isEmpty()) {
                    context.publishReportEntry(report);
                }
                scope.check();
            }
        });
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "each test has a " + type.getSimpleName() + " of its own, and here in "
                            + context.getRequiredTestClass().getName()
                            + " is none yet; ask for it in the test or in @BeforeEach");
        }
        TestScope scope = TestScope.of(context);
        if (type == FeatureFlagManager.class) {
            return scope.manager();
        }
        return type == Flags.class ? scope.flags().flags() : scope.flags();
    }
}
