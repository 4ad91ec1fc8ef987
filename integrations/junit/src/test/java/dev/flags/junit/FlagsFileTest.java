package dev.flags.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@FlagsFile("src/test/resources/staffed.json")
class FlagsFileTest {
    private static final EvaluationContext ALICE = EvaluationContext.ofUser("alice");

    @Test
    void flagThatIsNotPinned_answersAsInTheFile(Flags flags) {
        assertThat(flags.stringValue("greeting", ALICE, "?")).isEqualTo("Hi");
        assertThat(flags.isEnabled("for_staff", "alice")).isTrue();
        assertThat(flags.isEnabled("for_staff", "bob")).isFalse();
    }

    @Test
    @WithFlag(name = "greeting", variant = "formal")
    void pin_overridesTheFile(Flags flags) {
        assertThat(flags.stringValue("greeting", ALICE, "?")).isEqualTo("Good day");
    }

    @Test
    @WithFlag(name = "greeting", variant = "formal")
    void manager_hasTheFileAndThePins(FeatureFlagManager manager) {
        assertThat(manager.flags().stringValue("greeting", ALICE, "?")).isEqualTo("Good day");
        assertThat(manager.isEnabled("for_staff", "alice")).isTrue();
        assertThat(manager.problems()).isEmpty();
    }

    @Nested
    class AroundAndNear {
        @Test
        void fileOfTheClassAround_counts(Flags flags) {
            assertThat(flags.stringValue("greeting", ALICE, "?")).isEqualTo("Hi");
        }

        @Test
        @FlagsFile("classpath:other.json")
        void nearestFile_wins(Flags flags) {
            assertThat(flags.stringValue("greeting", ALICE, "?")).isEqualTo("?");
            assertThat(flags.isEnabled("other", "alice")).isTrue();
        }
    }
}
