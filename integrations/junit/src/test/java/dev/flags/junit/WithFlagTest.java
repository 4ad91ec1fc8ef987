package dev.flags.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.Change;
import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import dev.flags.config.Flag;
import dev.flags.testing.TestFlags;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@FlagsTest
@WithFlag(name = "of_class", variant = "class")
@WithFlag(name = "both", variant = "class")
class WithFlagTest {
    private static final EvaluationContext ALICE = EvaluationContext.ofUser("alice");

    private final TestFlags own;

    WithFlagTest(TestFlags own) {
        this.own = own;
    }

    private static String variant(TestFlags flags, String name) {
        return flags.flags().variant(name, ALICE, "unpinned");
    }

    @Test
    @WithFlag(name = "on")
    @WithFlag(name = "off", enabled = false)
    @WithFlag(name = "formal", variant = "formal")
    @WithFlag(name = "half", percentage = 50)
    @WithFlag(name = "none", percentage = 0)
    void annotations_pin(Flags flags) {
        assertThat(flags.isEnabled("on", "alice")).isTrue();
        assertThat(flags.evaluateBoolean("off", ALICE, true).value()).isFalse();
        assertThat(flags.stringValue("formal", ALICE, "?")).isEqualTo("formal");
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> flags.isEnabled("half", "user-" + i))
                        .count())
                .isBetween(420L, 580L);
        assertThat(flags.evaluateBoolean("none", ALICE, true).value()).isFalse();
    }

    @Test
    @WithFlag(name = "both", variant = "method")
    void method_winsOverItsClass(TestFlags flags) {
        assertThat(variant(flags, "both")).isEqualTo("method");
        assertThat(variant(flags, "of_class")).isEqualTo("class");
    }

    @Test
    void parametersOfOneTest_belongTogether(TestFlags flags, Flags asked, TestFlags again) {
        assertThat(flags).isSameAs(again).isSameAs(own);
        assertThat(asked).isSameAs(flags.flags());
    }

    @RepeatedTest(5)
    void eachTest_startsAnew(TestFlags flags) {
        assertThat(flags.pinned()).containsExactly("both", "of_class");
        assertThat(flags.reads()).isEmpty();

        flags.enable("left_behind");
        flags.flags().isEnabled("left_behind", "alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue", "green"})
    @WithFlag(name = "annotated")
    void parameters_comeAfterTheArguments(String colour, TestFlags flags, Flags asked) {
        flags.variant("colour", colour);

        assertThat(asked.stringValue("colour", ALICE, "?")).isEqualTo(colour);
        assertThat(asked.isEnabled("annotated", "alice")).isTrue();
        assertThat(flags.pinned()).containsExactly("annotated", "both", "colour", "of_class");
    }

    @TestFactory
    @WithFlag(name = "made")
    Stream<DynamicTest> dynamicTests_shareTheFlagsOfTheirFactory(Flags flags) {
        return Stream.of("a", "b")
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> assertThat(flags.isEnabled("made", name)).isTrue()));
    }

    @Test
    void manager_startsWithWhatIsPinned_andTakesChanges(FeatureFlagManager manager, TestFlags flags) {
        assertThat(manager.flags().variant("of_class", ALICE, "?")).isEqualTo("class");

        manager.setFlag(Flag.builder("new").enabled().build(), Change.by("ada", "a test"));

        assertThat(manager.isEnabled("new", "alice")).isTrue();
        assertThat(manager.getFlag("both")).isPresent();
        assertThat(variant(flags, "new")).isEqualTo("unpinned");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @WithFlag(name = "composed", variant = "annotation")
    @interface Composed {}

    @Test
    @Composed
    void annotationOfOnesOwn_pins(TestFlags flags) {
        assertThat(variant(flags, "composed")).isEqualTo("annotation");
    }

    // --- classes around and above

    @Nested
    @WithFlag(name = "both", variant = "nested")
    class Inner {
        @Test
        void nestedClass_hasWhatIsAround_andWins(TestFlags flags) {
            assertThat(variant(flags, "of_class")).isEqualTo("class");
            assertThat(variant(flags, "both")).isEqualTo("nested");
            assertThat(flags).isSameAs(own);
        }

        @Test
        @WithFlag(name = "both", variant = "method")
        void methodOfANestedClass_wins(TestFlags flags) {
            assertThat(variant(flags, "both")).isEqualTo("method");
        }
    }

    @WithFlag(name = "of_interface", variant = "interface")
    interface Pinned {}

    @WithFlag(name = "a", variant = "top")
    @WithFlag(name = "b", variant = "top")
    @WithFlag(name = "c", variant = "top")
    abstract static class Top {
        @Test
        void inheritedTest_hasThePinsOfItsClass(TestFlags flags) {
            assertThat(variant(flags, "a")).isEqualTo("top");
            assertThat(variant(flags, "b")).isEqualTo("middle");
            assertThat(variant(flags, "c")).isEqualTo("top");
            assertThat(variant(flags, "of_interface")).isEqualTo("interface");
        }
    }

    @WithFlag(name = "b", variant = "middle")
    @WithFlag(name = "c", variant = "middle")
    abstract static class Middle extends Top implements Pinned {}

    /** Says the same of {@code c} as the topmost class, which what is between must not win over. */
    @Nested
    class Bottom {
        @Test
        void subclass_winsOverItsSuperclass() {
            assertThat(Run.of(Leaf.class).failures()).isEmpty();
            assertThat(Run.of(Leaf.class).tests()).hasSize(1);
        }
    }

    @WithFlag(name = "c", variant = "top")
    static final class Leaf extends Middle {}

    // --- life cycles

    @Nested
    class CallbackMethods {
        private final List<TestFlags> seen = new ArrayList<>();

        @BeforeEach
        void pin(TestFlags flags) {
            flags.variant("early", "before");
            seen.add(flags);
        }

        @Test
        void before_pinsForTheTest(TestFlags flags) {
            assertThat(variant(flags, "early")).isEqualTo("before");
            seen.add(flags);
        }

        @Test
        @WithFlag(name = "early", variant = "method")
        void before_comesAfterTheAnnotations(TestFlags flags) {
            assertThat(variant(flags, "early")).isEqualTo("before");
            seen.add(flags);
        }

        @AfterEach
        void same(TestFlags flags) {
            assertThat(seen).hasSize(2).containsOnly(flags);
        }
    }

    @FlagsTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SharedInstance {
        private final List<TestFlags> seen = new ArrayList<>();

        @RepeatedTest(3)
        @WithFlag(name = "a")
        void test(TestFlags flags) {
            assertThat(seen).doesNotContain(flags);
            assertThat(flags.pinned()).containsExactly("a");
            seen.add(flags.enable("b"));
        }
    }

    @Test
    void instanceForAllTests_changesNothing() {
        Run run = Run.of(SharedInstance.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.tests()).hasSize(3);
    }
}
