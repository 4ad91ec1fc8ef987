package dev.flags.junit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/**
 * One run of a test: pins a variant of each flag, before the constructor or, where all tests share an instance, before the
 * test.
 */
record Combination(Map<String, String> variants)
        implements TestTemplateInvocationContext, TestInstancePreConstructCallback, BeforeEachCallback {

    @Override
    public String getDisplayName(int invocationIndex) {
        return "[" + invocationIndex + "] " + this;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        pin(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (context.getTestInstanceLifecycle().equals(Optional.of(Lifecycle.PER_CLASS))) {
            pin(context);
        }
    }

    private void pin(ExtensionContext context) {
        TestScope scope = TestScope.of(context);
        variants.forEach(scope.flags()::variant);
    }

    @Override
    public String toString() {
        return variants.entrySet().stream()
                .map(variant -> variant.getKey() + "=" + variant.getValue())
                .collect(Collectors.joining(", "));
    }
}
