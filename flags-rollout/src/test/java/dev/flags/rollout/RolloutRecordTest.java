package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.rollout.RolloutRecord.Entry;
import dev.flags.rollout.RolloutRecord.Look;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the kills: what it must not let pass. */
class RolloutRecordTest {
    private static final Instant START = Rig.START;
    private static final List<String> UNDISTURBED =
            List.of("start", "progressing 1 %", "progressing 2 %", "progressing 5 %", "completed");

    private final List<Entry> trail = new ArrayList<>(List.of(
            new Entry("start", START),
            new Entry("progressing 1 %", START),
            new Entry("progressing 2 %", START.plusMillis(200)),
            new Entry("progressing 5 %", START.plusMillis(800)),
            new Entry("completed", START.plusMillis(1_000))));
    private final List<String> told =
            new ArrayList<>(List.of("1 f progressing 0", "2 f progressing 1", "3 f progressing 2", "4 f completed -1"));
    private final List<Look> looks = new ArrayList<>(
            List.of(new Look("progressing 0", START), new Look("progressing 1", START.plusMillis(200))));

    private List<String> violations() {
        return new RolloutRecord(trail, told, looks, 4).violations(UNDISTURBED);
    }

    private void assertViolation(String words) {
        assertThat(violations()).anySatisfy(violation -> assertThat(violation).contains(words));
    }

    @Test
    void rolloutAsItShouldBe_hasNone() {
        assertThat(violations()).isEmpty();
    }

    @Test
    void eventThatIsToldAgain_isNone() {
        told.add(1, "1 f progressing 0");

        assertThat(violations()).isEmpty();
    }

    @Test
    void stageThatIsBegunTwice_isOne() {
        trail.add(2, new Entry("progressing 1 %", START));

        assertViolation("on record is");
    }

    @Test
    void stageThatIsSkipped_isOne() {
        trail.remove(2);

        assertViolation("on record is");
    }

    @Test
    void stageThatIsCutShort_isOne() {
        trail.set(3, new Entry("progressing 5 %", START.plusMillis(799)));

        assertViolation("progressing 2 % lasted PT0.599S, and its bake is PT0.6S");
    }

    @Test
    void eventThatIsNotTold_isOne() {
        told.remove(1);

        assertViolation("told was [1, 3, 4]");
    }

    @Test
    void numberThatIsGivenTwice_isOne() {
        told.add("2 f progressing 2");

        assertViolation("told was [1, 2, 2, 3, 4]");
    }

    @Test
    void transitionThatIsNotOnRecord_isOne() {
        trail.remove(1);

        assertViolation("3 transitions are on record");
    }

    @Test
    void bakeThatIsBegunAgain_isOne() {
        looks.add(new Look("progressing 1", START.plusMillis(300)));

        assertViolation("and, after a kill, at");
    }

    @Test
    void stageThatIsGoneBackTo_isOne() {
        looks.add(looks.get(0));

        assertViolation("went back from progressing 1 to progressing 0");
    }

    @Test
    void undisturbedRollout_goesThroughEachStageOnce() {
        assertThat(RolloutRecord.undisturbed())
                .filteredOn(what -> what.startsWith("progressing"))
                .hasSize(RolloutProcess.PLAN.stages().size())
                .doesNotHaveDuplicates();
        assertThat(RolloutRecord.undisturbed()).last().asString().contains("completed");
    }
}
