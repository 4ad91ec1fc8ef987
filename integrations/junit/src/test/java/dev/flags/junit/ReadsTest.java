package dev.flags.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import dev.flags.Health;
import dev.flags.testing.TestFlags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is published of each test, what strictness refuses, and what is closed. */
class ReadsTest {
    private static final EvaluationContext ALICE = EvaluationContext.ofUser("alice");

    @FlagsTest
    static final class Reported {
        @Test
        void reads(TestFlags flags) {
            flags.enable("b").variant("a", "x").flags().isEnabled("b", "alice");
            flags.disable("b").flags().isEnabled("b", "alice");
            flags.flags().variant("a", ALICE, "?");
            flags.flags().longValue("a", ALICE, 1);
            flags.flags().isEnabled("nowhere", "alice");
        }

        @Test
        void readsNothing(TestFlags flags) {
            flags.enable("a");
        }
    }

    @Test
    void reads_arePublished() {
        Run run = Run.of(Reported.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.reports()).containsOnlyKeys("reads(TestFlags)");
        assertThat(run.reports().get("reads(TestFlags)"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "flag.a", "variant: x; integer: TYPE_MISMATCH",
                        "flag.b", "boolean: off, on",
                        "flag.nowhere", "boolean: FLAG_NOT_FOUND"));
    }

    @StrictFlags
    @WithFlag(name = "pinned")
    static class Strict {
        @Test
        void pinnedOnly(Flags flags) {
            flags.isEnabled("pinned", "alice");
        }

        @Test
        void unpinned(Flags flags) {
            flags.isEnabled("unpinned", "alice");
        }

        @Test
        void pinnedByItself(TestFlags flags) {
            flags.enable("own").flags().isEnabled("own", "alice");
        }

        @Test
        @StrictFlags(false)
        void excepted(Flags flags) {
            flags.isEnabled("unpinned", "alice");
        }

        @Test
        void failing(Flags flags) {
            flags.isEnabled("unpinned", "alice");
            throw new IllegalStateException("the test's own failure");
        }

        @FlagMatrix("varied")
        void matrix(Flags flags) {
            flags.isEnabled("varied", "alice");
        }

        @Nested
        class Inner {
            @Test
            void inner(Flags flags) {
                flags.isEnabled("other", "alice");
            }
        }
    }

    static final class Inheriting extends Strict {}

    @Test
    void strictTest_failsIfItReadsWhatNobodyPinned() {
        for (Class<?> strict : new Class<?>[] {Strict.class, Inheriting.class}) {
            Map<String, Throwable> failed = new ConcurrentHashMap<>();
            Run.of(strict).tests().forEach((name, why) -> why.ifPresent(e -> failed.put(name, e)));

            assertThat(failed).containsOnlyKeys("unpinned(Flags)", "failing(Flags)", "inner(Flags)");
            assertThat(failed.get("unpinned(Flags)"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("read, but not pinned: [unpinned]; pinned: [pinned]");
            assertThat(failed.get("failing(Flags)"))
                    .isInstanceOf(IllegalStateException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
    }

    @FlagsFile("classpath:flags.json")
    @StrictFlags
    static final class StrictOnAFile {
        @Test
        void unpinned(Flags flags) {
            flags.isEnabled("new_checkout", "alice");
        }
    }

    @Test
    void flagOfAFile_isNotPinnedByThat() {
        assertThat(Run.of(StrictOnAFile.class).onlyFailure())
                .hasMessage("read, but not pinned: [new_checkout]; pinned: []");
    }

    // --- what is closed

    /** Hands its managers out, so that one can see what became of them. */
    @FlagsTest
    static final class Managed {
        private static final Map<String, FeatureFlagManager> OPENED = new ConcurrentHashMap<>();

        @Test
        void passes(FeatureFlagManager manager, FeatureFlagManager again) {
            assertThat(manager).isSameAs(again);
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
            OPENED.put("passes", manager);
        }

        @Test
        void fails(FeatureFlagManager manager) {
            OPENED.put("fails", manager);
            throw new IllegalStateException("on purpose");
        }

        @Test
        @StrictFlags
        void readsWhatNobodyPinned(FeatureFlagManager manager, Flags flags) {
            OPENED.put("strict", manager);
            flags.isEnabled("a", "alice");
        }
    }

    @Test
    void managers_areFreshAndClosed() {
        Run run = Run.of(Managed.class);

        assertThat(run.failures()).hasSize(2);
        assertThat(Managed.OPENED.values())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(manager -> assertThat(manager.health().status()).isEqualTo(Health.Status.CLOSED));
    }
}
