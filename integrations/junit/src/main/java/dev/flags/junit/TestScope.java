package dev.flags.junit;

import dev.flags.FeatureFlagManager;
import dev.flags.FlagRead;
import dev.flags.Question;
import dev.flags.config.FlagsException;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.TestFlags;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The flags of one test. Lives in the store of the test's context. */
final class TestScope implements AutoCloseable {
    private static final Namespace NAMESPACE = Namespace.create(TestScope.class);

    private final FlagsSource source;
    private final boolean isStrict;
    private final TestFlags flags;
    private @Nullable FeatureFlagManager manager;

    private TestScope(FlagsSource source, boolean isStrict, TestFlags flags) {
        this.source = source;
        this.isStrict = isStrict;
        this.flags = flags;
    }

    /** The scope of a test, which is made when it is first asked for. */
    static TestScope of(ExtensionContext context) {
        return existing(context).orElseGet(() -> {
            TestScope made = configured(context, () -> make(context));
            context.getStore(NAMESPACE).put(TestScope.class, made);
            return made;
        });
    }

    /** The scope of a test; empty if it could not be made. */
    static Optional<TestScope> existing(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(TestScope.class, TestScope.class));
    }

    private static TestScope make(ExtensionContext context) {
        Declared declared = Declared.of(context);
        FlagsSource source = FlagsSource.of(declared.file(), context.getRequiredTestClass());
        TestFlags flags = source.open();
        declared.pin(flags);
        return new TestScope(source, declared.isStrict(), flags);
    }

    /**
     * Does what annotations say.
     *
     * @throws ExtensionConfigurationException naming the test, if that cannot be done
     */
    static <T> T configured(ExtensionContext context, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException | FlagsException e) {
            throw new ExtensionConfigurationException(
                    "Test " + context.getRequiredTestClass().getName() + "."
                            + context.getRequiredTestMethod().getName() + ": " + e.getMessage(),
                    e);
        }
    }

    TestFlags flags() {
        return flags;
    }

    /** A manager that starts with what is pinned by now. */
    FeatureFlagManager manager() {
        FeatureFlagManager known = manager;
        if (known != null) {
            return known;
        }
        FeatureFlagManager.Builder builder =
                FeatureFlagManager.builder().store(MemoryConfigStore.of(flags.configuration()));
        source.includedFiles().ifPresent(builder::includedFiles);
        FeatureFlagManager opened = builder.build();
        manager = opened;
        return opened;
    }

    /** What was read, for people: {@code flag.new_checkout} = {@code boolean: on, off}. */
    Map<String, String> report() {
        Map<String, String> report = new LinkedHashMap<>();
        flags.reads().forEach((name, reads) -> report.put("flag." + name, text(reads)));
        return report;
    }

    private static String text(Set<FlagRead> reads) {
        Map<Question, StringJoiner> answers = new TreeMap<>();
        reads.forEach(read -> answers.computeIfAbsent(read.question(), question -> new StringJoiner(", "))
                .add(answer(read)));
        StringJoiner text = new StringJoiner("; ");
        answers.forEach((question, all) -> text.add(question.name().toLowerCase(Locale.ROOT) + ": " + all));
        return text.toString();
    }

    private static String answer(FlagRead read) {
        String variant = read.variant();
        return variant == null ? String.valueOf(read.error()) : variant;
    }

    /** Throws if the test asked what it did not pin, and must not. */
    void check() {
        if (isStrict && !flags.unpinned().isEmpty()) {
            throw new AssertionError("read, but not pinned: " + flags.unpinned() + "; pinned: " + flags.pinned());
        }
    }

    @Override
    public void close() {
        Optional.ofNullable(manager).ifPresent(FeatureFlagManager::close);
    }
}
