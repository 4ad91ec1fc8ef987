package dev.flags.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.EvaluationContext;
import dev.flags.Flags;
import dev.flags.testing.TestFlags;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

class FlagMatrixTest {
    private static final EvaluationContext ALICE = EvaluationContext.ofUser("alice");

    /** Fails unless the flags serve what the display name says. */
    private static void requireServed(TestInfo test, Flags flags) {
        String combination = test.getDisplayName().replaceFirst("^\\[\\d+] ", "");
        for (String pair : combination.split(", ", -1)) {
            String[] flag = pair.split("=", -1);
            assertThat(flags.variant(flag[0], ALICE, "unpinned")).isEqualTo(flag[1]);
        }
    }

    @WithFlag(name = "a", enabled = false)
    @WithFlag(name = "other", variant = "x")
    static final class Two {
        private final TestFlags own;

        Two(TestFlags own) {
            this.own = own;
        }

        @FlagMatrix({"b", "a"})
        void test(TestInfo test, Flags flags, TestFlags same) {
            requireServed(test, flags);
            assertThat(flags.variant("other", ALICE, "?")).isEqualTo("x");
            assertThat(same).isSameAs(own);
        }
    }

    @Test
    void everyCombination_isRunUnderItsName() {
        Run run = Run.of(Two.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.tests())
                .containsOnlyKeys("[1] b=on, a=on", "[2] b=on, a=off", "[3] b=off, a=on", "[4] b=off, a=off");
    }

    @FlagsFile("classpath:flags.json")
    static final class Declared {
        @FlagMatrix({"greeting", "new_checkout"})
        void test(TestInfo test, Flags flags) {
            requireServed(test, flags);
        }
    }

    @Test
    void variants_areThoseOfTheFile() {
        Run run = Run.of(Declared.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.tests())
                .containsOnlyKeys(
                        "[1] greeting=formal, new_checkout=on",
                        "[2] greeting=formal, new_checkout=off",
                        "[3] greeting=casual, new_checkout=on",
                        "[4] greeting=casual, new_checkout=off");
    }

    static final class Limits {
        @FlagMatrix({"a", "b", "c", "d", "e", "f"})
        void sixtyFour(TestInfo test, Flags flags) {
            requireServed(test, flags);
        }
    }

    static final class Many {
        @FlagMatrix({"a", "b", "c", "d", "e", "f", "g"})
        void pairs(TestInfo test, Flags flags) {
            requireServed(test, flags);
        }
    }

    static final class Settable {
        @FlagMatrix(
                value = {"a", "b", "c", "d", "e", "f", "g"},
                exhaustiveUpTo = 128)
        void all(TestInfo test, Flags flags) {
            requireServed(test, flags);
        }
    }

    static final class One {
        @FlagMatrix(value = "a", exhaustiveUpTo = 1)
        void everyVariant(TestInfo test, Flags flags) {
            requireServed(test, flags);
        }
    }

    @Test
    void combinations_areAllRunUpToALimit_thenPairs() {
        assertThat(Run.of(Limits.class).tests()).hasSize(64);
        assertThat(Run.of(Many.class).tests()).hasSizeBetween(4, 12);
        assertThat(Run.of(Settable.class).tests()).hasSize(128);
        assertThat(Run.of(One.class).tests()).containsOnlyKeys("[1] a=on", "[2] a=off");
        assertThat(Run.of(Many.class).failures()).isEmpty();
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static final class SharedInstance {
        @FlagMatrix("a")
        void test(TestInfo test, Flags flags) {
            requireServed(test, flags);
        }
    }

    @Test
    void instanceForAllTests_changesNothing() {
        assertThat(Run.of(SharedInstance.class).tests())
                .hasSize(2)
                .allSatisfy((name, failure) -> assertThat(failure).isEmpty());
    }

    @Retention(RetentionPolicy.RUNTIME)
    @FlagMatrix({"a", "b"})
    @interface UnderAllPayments {}

    static final class Composed {
        @UnderAllPayments
        void test(TestInfo test, Flags flags) {
            requireServed(test, flags);
        }
    }

    @Test
    void annotationOfOnesOwn_isAMatrix() {
        assertThat(Run.of(Composed.class).tests())
                .hasSize(4)
                .allSatisfy((name, failure) -> assertThat(failure).isEmpty());
    }
}
