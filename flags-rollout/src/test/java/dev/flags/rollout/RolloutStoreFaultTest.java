package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.flags.config.DocumentKey;
import dev.flags.config.Percentage;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is out of reach, loses its answers, or holds what somebody has damaged. Scenarios are named by their numbers. */
class RolloutStoreFaultTest {
    private static final String OTHER = "other_flag";

    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final FaultyStore store = new FaultyStore(memory);
    private final Rig rig = Rig.on(
                    store,
                    VirtualClock.startingAt(Rig.START),
                    builder -> builder.validator("healthy", stage -> Verdict.pass("fine")))
            .withFlag(FLAG)
            .withFlag(OTHER);

    @AfterEach
    void close() {
        rig.close();
        memory.close();
    }

    private static RolloutPlan plan() {
        return RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ofMinutes(5), 1, 5, 10, 25, 50, 100)
                .build();
    }

    private static RolloutPlan analysed() {
        RolloutPlan plan = plan();
        return plan.toBuilder()
                .stages(plan.stages().stream()
                        .map(stage -> stage.toBuilder().minSamples(0).build())
                        .toList())
                .analyses(Analysis.validation("healthy").build())
                .build();
    }

    private void begin(RolloutPlan plan) {
        rig.rollouts().startRollout(FLAG, plan, ALICE);
        rig.tick();
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
    }

    private void pass(Duration time) {
        rig.clock().advance(time);
        rig.tick();
    }

    private Optional<Document> document(DocumentKey key) {
        return Optional.ofNullable(memory.load(Set.of(key.kind())).documents().get(key));
    }

    private String rollout() {
        return document(RolloutKinds.rollout(FLAG)).orElseThrow().json();
    }

    private void write(DocumentKey key, String text) {
        long revision = document(key).map(Document::revision).orElse(0L);
        Write write = new Write.Put(key, revision, text);
        assertThat(memory.commit(new Commit(UUID.randomUUID(), List.of(write), List.of(), List.of())))
                .isInstanceOf(CommitResult.Applied.class);
    }

    private void damage(UnaryOperator<String> change) {
        write(RolloutKinds.rollout(FLAG), change.apply(rollout()));
    }

    private List<String> transitions() {
        return rig.rollouts().history(FLAG, 100).stream()
                .map(AuditEvent::action)
                .toList();
    }

    @Test
    void scenario11_storeOutOfReach_holdsEverythingUntilItIsBack() {
        begin(analysed());
        List<Integer> in = rig.in(1_000);

        store.cut(true);
        rig.advance(Duration.ofMinutes(20));

        assertThat(rig.in(1_000)).isEqualTo(in);
        assertThat(rig.shares()).containsExactly("1 %");
        assertThat(rig.rollouts().isDriving()).isFalse();
        assertThatThrownBy(() -> rig.rollouts().abortRollout(FLAG, ALICE)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> rig.rollouts().promotePhase(FLAG, 0, ALICE)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> rig.rollouts().startRollout(OTHER, plan(), ALICE))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> rig.rollouts().getRolloutStatus(FLAG)).isInstanceOf(StoreException.class);

        store.cut(false);
        rig.advance(Duration.ofMinutes(2));
        assertThat(rig.shares()).containsExactly("1 %", "5 %");
        rig.advance(Duration.ofMinutes(30));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
    }

    @Test
    void storeOutOfReach_isLoggedOnce_andThatItIsBack() {
        begin(plan());
        store.cut(true);

        List<String> lines = CapturedLogs.of(() -> rig.advance(Duration.ofMinutes(1)));
        store.cut(false);
        List<String> after = CapturedLogs.of(() -> rig.advance(Duration.ofSeconds(2)));

        assertThat(lines)
                .filteredOn(line -> line.contains("Rollouts"))
                .containsExactly("WARN Rollouts do not go on for now, and traffic stays as it is: the network is down");
        assertThat(after).contains("INFO Rollouts go on again");
    }

    /** How an answer can be lost. */
    enum Loss {
        ANSWER(FaultyStore::loseAnswer),
        REQUEST(FaultyStore::loseRequest);

        private final FaultyStore.Fault fault;

        Loss(FaultyStore.Fault fault) {
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void lostAnswerToTheNextStage_isOneStage(Loss loss) {
        begin(plan());
        store.atNextStep(loss.fault);

        pass(Duration.ofMinutes(5));
        pass(Duration.ofSeconds(1));

        assertThat(rig.status().stage()).isEqualTo(1);
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(transitions()).containsExactly("progressing", "progressing", "start");
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void lostAnswerToAVerdict_countsItOnce(Loss loss) {
        begin(analysed());
        store.atNextStep(loss.fault);

        pass(Duration.ofMinutes(1));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        assertThat(rig.status().tallies().get("healthy"))
                .extracting(Tally::passes, Tally::lastAt)
                .containsExactly(1, Rig.START.plus(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void lostAnswerToACommand_carriesItOutOnce(Loss loss) {
        begin(plan());

        store.atNextStep(loss.fault);
        assertThat(rig.rollouts().pause(FLAG, ALICE).phase()).isEqualTo(RolloutPhase.PAUSED);
        store.atNextStep(loss.fault);
        assertThat(rig.rollouts().abortRollout(FLAG, ALICE).share()).isEqualTo(Percentage.NONE);

        assertThat(transitions()).containsExactly("rolling_back", "paused", "progressing", "start");
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void lostAnswerToAFreeze_freezes(Loss loss) {
        store.atNextCommit(loss.fault);

        rig.rollouts().freeze(ALICE);

        assertThat(rig.rollouts().freeze()).map(Freeze::by).contains("alice");
        store.atNextCommit(loss.fault);
        rig.rollouts().unfreeze(ALICE);
        assertThat(rig.rollouts().freeze()).isEmpty();
    }

    /** The request is on its way for so long that the driver has asked again meanwhile. */
    @Test
    void requestThatComesLate_changesNothing() {
        begin(plan());
        AtomicReference<Commit> late = new AtomicReference<>();
        store.atNextStep((commit, behind) -> {
            late.set(commit);
            return new CommitResult.Unknown(commit.id());
        });

        pass(Duration.ofMinutes(5));
        pass(Duration.ofSeconds(1));

        assertThat(memory.commit(Objects.requireNonNull(late.get()))).isInstanceOf(CommitResult.Conflict.class);
        assertThat(rig.status().stage()).isEqualTo(1);
    }

    @Test
    void commandThatIsApplied_saysSoThoughTheStoreCannotBeReadAfterwards() {
        begin(plan());
        store.atNextStep(this::thenCut);

        RolloutStatus status = rig.rollouts().abortRollout(FLAG, ALICE);

        assertThat(status.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(status.share()).isEqualTo(Percentage.NONE);
        assertThat(rig.in(100)).isEmpty();
    }

    @Test
    void beginningThatIsApplied_saysSoThoughTheStoreCannotBeReadAfterwards() {
        store.atNextStep(this::thenCut);

        assertThat(rig.rollouts().startRollout(FLAG, plan(), ALICE).phase()).isEqualTo(RolloutPhase.PENDING);
    }

    private CommitResult thenCut(Commit commit, ConfigStore behind) {
        CommitResult result = behind.commit(commit);
        store.cut(true);
        return result;
    }

    /** Each is what an editor, a script or a lost half of a file may make of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"name\":",
                "[]",
                "{}",
                "another flag",
                "a stage that is not in the plan",
                "a shadow that is not in the plan"
            })
    void damagedRollout_isHeldAndSaysSo_andOthersGoOn(String damage) {
        begin(plan());
        rig.rollouts().startRollout(OTHER, plan(), ALICE);
        rig.tick();

        damage(text -> switch (damage) {
            case "another flag" -> text.replace("\"flag\":\"" + FLAG + "\"", "\"flag\":\"" + OTHER + "\"");
            case "a stage that is not in the plan" -> text.replace("\"stage\":0,\"since\"", "\"stage\":6,\"since\"");
            case "a shadow that is not in the plan" ->
                text.replace("\"phase\":\"progressing\"", "\"phase\":\"shadowing\"")
                        .replace("\"stage\":0,\"since\"", "\"stage\":-1,\"since\"");
            default -> damage;
        });
        List<String> lines = CapturedLogs.of(() -> rig.advance(Duration.ofMinutes(5)));

        assertThat(lines)
                .filteredOn(line -> line.contains("rollout"))
                .singleElement()
                .asString()
                .startsWith("WARN The rollout of flag new_model does not go on for now: ")
                .contains("the rollout of flag new_model cannot be read: ");
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
        assertThat(rig.in(1_000)).hasSizeBetween(1, 30);
        assertThatThrownBy(() -> rig.rollouts().getRolloutStatus(FLAG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the rollout of flag new_model cannot be read: ");
        assertThat(rig.rollouts().listRollouts())
                .extracting(RolloutStatus::flag, RolloutStatus::stage)
                .containsExactly(tuple(OTHER, 1));
    }

    @Test
    void damagedRollout_thatIsMended_goesOn() {
        begin(plan());
        String whole = rollout();
        damage(text -> "{");
        rig.advance(Duration.ofMinutes(1));

        damage(text -> whole);
        rig.advance(Duration.ofMinutes(5));

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"since\":1}"})
    void damagedFreeze_isAFreezeStill_andAbortsNothing(String text) {
        begin(plan());
        write(RolloutKinds.FREEZE_KEY, text);
        rig.advance(Duration.ofMinutes(6));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PAUSED);

        rig.rollouts().unfreeze(ALICE);
        rig.advance(Duration.ofMinutes(5));

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
    }
}
