package dev.flags.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.EvaluationContext;
import dev.flags.testing.TestFlags;
import java.util.Map;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that run at once and pin the same flag to different things do not see each other. */
class ParallelTest {
    private static final int TESTS = 200;
    private static final Map<String, String> CONCURRENTLY = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "16");

    /** Where tests wait for one another, so that they are sure to overlap. */
    private static final class Meeting {
        private final Exchanger<Integer> exchanger = new Exchanger<>();
        private final AtomicInteger met = new AtomicInteger();

        void meet(int test) throws InterruptedException {
            try {
                assertThat(exchanger.exchange(test, 500, TimeUnit.MILLISECONDS)).isNotEqualTo(test);
                met.incrementAndGet();
            } catch (TimeoutException e) {
                // The last ones may be left alone; those who met are counted.
            }
        }
    }

    /** Pins, waits until another test has pinned as well, and looks whether its own pin still holds. */
    private static void pinAndMeet(TestFlags flags, int test, Meeting meeting) throws InterruptedException {
        String own = "variant-" + test;
        flags.variant("flag", own);
        meeting.meet(test);
        assertThat(flags.flags().variant("flag", EvaluationContext.empty(), "unpinned"))
                .isEqualTo(own);
        assertThat(flags.pinned()).containsExactly("flag", "flag_of_annotation");
    }

    @FlagsTest
    @Execution(ExecutionMode.CONCURRENT)
    @WithFlag(name = "flag", variant = "class")
    static final class Isolated {
        private static final Meeting MEETING = new Meeting();

        @RepeatedTest(TESTS)
        @WithFlag(name = "flag_of_annotation")
        void test(RepetitionInfo repetition, TestFlags flags) throws InterruptedException {
            assertThat(flags.flags().variant("flag", EvaluationContext.empty(), "unpinned"))
                    .isEqualTo("class");
            pinAndMeet(flags, repetition.getCurrentRepetition(), MEETING);
        }
    }

    /** Known-bad twin: what other libraries have, one set of flags for the process. */
    static final class SharedExtension implements ParameterResolver {
        private static final TestFlags SHARED = TestFlags.create();

        SharedExtension() {}

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestFlags.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return SHARED.enable("flag_of_annotation");
        }
    }

    @ExtendWith(SharedExtension.class)
    @Execution(ExecutionMode.CONCURRENT)
    static final class Bleeding {
        private static final Meeting MEETING = new Meeting();

        @RepeatedTest(TESTS)
        void test(RepetitionInfo repetition, TestFlags flags) throws InterruptedException {
            pinAndMeet(flags, repetition.getCurrentRepetition(), MEETING);
        }
    }

    @Test
    void testsThatRunAtOnce_seeTheirOwnPinsOnly() {
        Run run = Run.of(Isolated.class, CONCURRENTLY);

        assertThat(run.failures()).isEmpty();
        assertThat(run.tests()).hasSize(TESTS);
        assertThat(Isolated.MEETING.met).hasValueGreaterThan(TESTS / 2);
    }

    @Test
    void flagsThatAreShared_areCaught() {
        assertThat(Run.of(Bleeding.class, CONCURRENTLY).failures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(AssertionError.class));
    }
}
