package dev.flags.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import dev.flags.testing.TestFlags;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be meant fails the test that says it, with its name. */
class WrongAnnotationsTest {
    private static final String FILE = "classpath:flags.json";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    TwoWays         | says more than one of enabled, variant and percentage
                    OffByPercentage | says more than one of enabled, variant and percentage
                    TooMuch         | percent not in [0, 100]: 101
                    TooFine         | percent finer than 0.001: 0.0001
                    NoName          | is empty; 1 to 256 characters are allowed
                    Twice           | has two @WithFlag of "a"
                    TwiceOnClass    | has two @WithFlag of "a"
                    UnknownFlag     | there is no flag "new_chekout"; did you mean "new_checkout"?
                    UnknownVariant  | flag "greeting" has no variant "formel"; allowed are "formal", "casual"
                    NotBoolean      | flag "greeting" cannot be on
                    NoFile          | file nowhere.json cannot be read
                    NoResource      | there is no resource nowhere.json
                    BrokenFile      | flag "new_checkout" at /status: unknown status "on"
                    EmptyMatrix     | @FlagMatrix names no flag
                    MatrixTwice     | a is twice in @FlagMatrix
                    MatrixAndPin    | a is both in @FlagMatrix and in @WithFlag
                    MatrixLimit     | exhaustiveUpTo of @FlagMatrix is below 1: 0
                    MatrixUnknown   | there is no flag "new_chekout"; did you mean "new_checkout"?
                    """)
    void annotationThatCannotBeMeant_isExplained(String name, String message) {
        Run run = Run.of(caseNamed(name));

        assertThat(run.onlyFailure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageStartingWith("Test " + WrongAnnotationsTest.class.getName() + "$" + name + ".test: ")
                .hasMessageContaining(message)
                .hasNoSuppressedExceptions();
    }

    private static Class<?> caseNamed(String name) {
        for (Class<?> type : WrongAnnotationsTest.class.getDeclaredClasses()) {
            if (type.getSimpleName().equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("there is no case " + name);
    }

    static final class TwoWays {
        @Test
        @WithFlag(name = "a", variant = "x", percentage = 10)
        void test() {}
    }

    static final class OffByPercentage {
        @Test
        @WithFlag(name = "a", enabled = false, percentage = 10)
        void test() {}
    }

    static final class TooMuch {
        @Test
        @WithFlag(name = "a", percentage = 101)
        void test() {}
    }

    static final class TooFine {
        @Test
        @WithFlag(name = "a", percentage = 0.0001)
        void test() {}
    }

    static final class NoName {
        @Test
        @WithFlag(name = "")
        void test() {}
    }

    static final class Twice {
        @Test
        @WithFlag(name = "a")
        @WithFlag(name = "a", enabled = false)
        void test() {}
    }

    @WithFlag(name = "a")
    @WithFlag(name = "a", enabled = false)
    static final class TwiceOnClass {
        @Test
        void test() {}
    }

    @FlagsFile(FILE)
    static final class UnknownFlag {
        @Test
        @WithFlag(name = "new_chekout")
        void test() {}
    }

    @FlagsFile(FILE)
    static final class UnknownVariant {
        @Test
        @WithFlag(name = "greeting", variant = "formel")
        void test() {}
    }

    @FlagsFile(FILE)
    @WithFlag(name = "greeting")
    static final class NotBoolean {
        @Test
        void test() {}
    }

    @FlagsFile("nowhere.json")
    static final class NoFile {
        @Test
        void test() {}
    }

    static final class NoResource {
        @Test
        @FlagsFile("classpath:nowhere.json")
        void test() {}
    }

    @FlagsFile("classpath:broken.json")
    static final class BrokenFile {
        @Test
        void test() {}
    }

    static final class EmptyMatrix {
        @FlagMatrix({})
        void test() {}
    }

    static final class MatrixTwice {
        @FlagMatrix({"a", "b", "a"})
        void test() {}
    }

    static final class MatrixAndPin {
        @FlagMatrix({"a", "b"})
        @WithFlag(name = "a")
        void test() {}
    }

    static final class MatrixLimit {
        @FlagMatrix(value = "a", exhaustiveUpTo = 0)
        void test() {}
    }

    @FlagsFile(FILE)
    static final class MatrixUnknown {
        @FlagMatrix("new_chekout")
        void test() {}
    }

    // --- parameters where there is no test yet

    @FlagsTest
    static final class BeforeAllOfThem {
        @BeforeAll
        static void early(Flags flags) {}

        @Test
        void test() {}
    }

    @FlagsTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static final class SharedInstance {
        SharedInstance(FeatureFlagManager manager) {}

        @Test
        void test() {}
    }

    @Test
    void parameterBeforeAnyTest_isRefused() {
        assertThat(Run.of(BeforeAllOfThem.class).onlyFailure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("each test has a Flags of its own")
                .hasMessageContaining(BeforeAllOfThem.class.getName());
        assertThat(Run.of(SharedInstance.class).onlyFailure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("each test has a FeatureFlagManager of its own");
    }

    /** JUnit wraps what a parameter of a constructor throws. */
    @WithFlag(name = "")
    static final class InConstructor {
        InConstructor(TestFlags flags) {}

        @Test
        void test() {}
    }

    @Test
    void annotationThatCannotBeMeant_isExplainedToConstructorsToo() {
        assertThat(Run.of(InConstructor.class).onlyFailure())
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining(InConstructor.class.getName() + ".test");
    }
}
