package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.config.Problem;
import dev.flags.store.AuditEvent;
import dev.flags.store.FileConfigStore;
import dev.flags.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts on a file store whose own files lose their ends, while a process runs and while none does. */
class RolloutFileTest {
    @TempDir
    private Path directory;

    private final VirtualClock clock = VirtualClock.startingAt(Rig.START);
    private @Nullable Rig running;

    private Rig process() {
        return Rig.on(FileConfigStore.of(directory.resolve("feature_flags.json"), clock), clock, builder -> builder);
    }

    private Rig rig() {
        return Objects.requireNonNull(running);
    }

    @AfterEach
    void close() {
        rig().close();
    }

    /** At 10 %, which was the last commit: nothing but the log knows of it. */
    private void reachTheThirdStage() {
        running = process().withFlag(FLAG);
        rig().rollouts().startRollout(FLAG, RolloutPlans.canary().build(), ALICE);
        rig().tick();
        for (int stage = 1; stage <= 2; stage++) {
            clock.advance(Duration.ofMinutes(5));
            rig().tick();
        }
        assertThat(rig().share()).isEqualTo(Percentage.ofPercent(10));
    }

    private void truncate(String file) throws IOException {
        Path path = directory.resolve(".flags").resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(bytes, bytes.length - 20));
    }

    private void truncateAndSee(String file, boolean isRestarted) throws IOException {
        if (isRestarted) {
            rig().close();
        }
        truncate(file);
        if (isRestarted) {
            running = process();
        }
        clock.advance(Duration.ofMinutes(1));
        rig().tick();
        rig().tick();
    }

    private void assertThatAnAlarmFires() {
        assertThat(rig().flags().problems())
                .extracting(Problem::toString)
                .anyMatch(problem -> problem.contains("the store's own files in") && problem.contains("are spoiled"));
        assertThat(directory.resolve(".flags/rejected")).isNotEmptyDirectory();
    }

    /** The log says all that the head does. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scenario12_truncatedHead_losesNothing(boolean isRestarted) throws IOException {
        reachTheThirdStage();

        truncateAndSee("head.json", isRestarted);

        assertThatAnAlarmFires();
        assertThat(rig().share()).isEqualTo(Percentage.ofPercent(10));
        assertThat(rig().status().stage()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(4));
        rig().tick();
        assertThat(rig().share()).isEqualTo(Percentage.ofPercent(25));
    }

    /**
     * The last step is lost, and the rollout is what it was before. The configuration file still shows what that step did to
     * the flag, which now looks like somebody's edit: traffic stays as it is, and a person is asked.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scenario12_truncatedLog_holdsThePreviousGoodState(boolean isRestarted) throws IOException {
        reachTheThirdStage();

        truncateAndSee("audit/000001.jsonl", isRestarted);

        assertThatAnAlarmFires();
        assertThat(rig().share()).isEqualTo(Percentage.ofPercent(10));
        assertThat(rig().status())
                .extracting(RolloutStatus::phase, RolloutStatus::stage)
                .containsExactly(RolloutPhase.PAUSED, 1);
        assertThat(rig().rollouts().listRollouts().get(0).pauses())
                .extracting(PauseReason::kind)
                .containsExactly(PauseReason.Kind.MANUAL_EDIT);
        assertThat(rig().rollouts().history(FLAG, 1))
                .extracting(AuditEvent::action)
                .containsExactly("paused");

        rig().rollouts().resume(FLAG, ALICE);
        clock.advance(Duration.ofMinutes(5));
        rig().tick();
        assertThat(rig().status().stage()).isEqualTo(2);
        assertThat(rig().phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void scenario35_targetedRollback_outlivesTheProcess_andTheRolloutGoesOn() {
        reachTheThirdStage();
        List<Integer> before = rig().in(1_000);
        List<String> two = List.of("user-" + before.get(0), "user-" + before.get(1));
        RollbackManager.of(rig().rollouts())
                .rollbackTargeted(FLAG, two, clock.instant().plus(Duration.ofHours(1)), ALICE);

        rig().close();
        running = process();
        rig().tick();

        assertThat(rig().in(1_000)).isEqualTo(before.subList(2, before.size()));
        clock.advance(Duration.ofMinutes(5));
        rig().tick();
        rig().tick();
        assertThat(rig().share()).isEqualTo(Percentage.ofPercent(25));
        clock.advance(Duration.ofHours(1));
        assertThat(rig().in(1_000)).containsAll(before);
    }
}
