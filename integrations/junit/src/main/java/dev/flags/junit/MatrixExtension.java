package dev.flags.junit;

import dev.flags.config.Configuration;
import dev.flags.config.Definition;
import dev.flags.testing.TestFlags;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a test once for each combination of variants. */
final class MatrixExtension implements TestTemplateInvocationContextProvider {
    /** For JUnit. */
    MatrixExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), FlagMatrix.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        FlagMatrix matrix = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), FlagMatrix.class)
                .orElseThrow();
        return TestScope.configured(context, () -> combinations(matrix, context)).stream()
                .map(Combination::new);
    }

    private static List<Map<String, String>> combinations(FlagMatrix matrix, ExtensionContext context) {
        Declared declared = Declared.of(context);
        TestFlags flags =
                FlagsSource.of(declared.file(), context.getRequiredTestClass()).open();
        Map<String, List<String>> variants = new LinkedHashMap<>();
        for (String flag : matrix.value()) {
            require(!declared.pinnedByMethod().contains(flag), flag + " is both in @FlagMatrix and in @WithFlag");
            require(
                    variants.put(flag, List.copyOf(variants(flag, declared, flags.configuration()))) == null,
                    flag + " is twice in @FlagMatrix");
        }
        require(!variants.isEmpty(), "@FlagMatrix names no flag");
        require(matrix.exhaustiveUpTo() >= 1, "exhaustiveUpTo of @FlagMatrix is below 1: " + matrix.exhaustiveUpTo());
        return Combinations.of(variants, matrix.exhaustiveUpTo());
    }

    private static Collection<String> variants(String flag, Declared declared, Configuration configuration) {
        return declared.file().isPresent()
                ? configuration.require(flag).definition().variants().keySet()
                : List.of(Definition.ON, Definition.OFF);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
