package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.Evaluation;
import dev.flags.EvaluationContext;
import dev.flags.Flags;
import dev.flags.MemoryFlags;
import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.Configuration;
import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.Operator;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FlagEffectsProperties {
    private static final int USERS = 4_000;
    private static final Flag OFF =
            Flag.builder("new_model").percentage(Percentage.NONE).build();
    private static final Flag RICH = Flag.builder("new_model")
            .enabled()
            .definition(Rich.ofBoolean().defaultVariant("off").build())
            .build();

    private static final RolloutDocument TO_OFF =
            RolloutDocument.pending("r-1", "new_model", plan(100), new StartChecks.Arms("on", "off"), "", Runs.START);
    private static final Condition ACME = Clause.of("tenant", Operator.EQUALS, "acme");

    /** Who gets the candidate, and who is in the control group. */
    private record Arms(Set<Integer> candidate, Set<Integer> control) {}

    @Property(tries = 60)
    void scenario3_nobodyLeavesTheCandidate_asTheShareGrows(
            @ForAll @IntRange(max = 100_000) int low, @ForAll @IntRange(max = 100_000) int high) {
        Percentage small = new Percentage(Math.min(low, high));
        Percentage large = new Percentage(Math.max(low, high));

        Arms before = arms(at(OFF, small));
        Arms after = arms(at(OFF, large));

        assertThat(after.candidate().containsAll(before.candidate())).isTrue();
        if (large.slots() <= Percentage.SCALE / 2) {
            assertThat(after.control().containsAll(before.control())).isTrue();
            assertThat(Collections.disjoint(after.control(), before.candidate()))
                    .isTrue();
        }
    }

    @Property(tries = 60)
    void arms_areEquallyLargeUpToHalf_andTheComplementAbove(@ForAll @IntRange(min = 1, max = 100_000) int slots) {
        Arms arms = arms(at(OFF, new Percentage(slots)));
        double share = slots / (double) Percentage.SCALE;

        assertThat(arms.candidate().size() / (double) USERS).isBetween(share - .05, share + .05);
        double control = Math.min(share, 1 - share);
        assertThat(arms.control().size() / (double) USERS).isBetween(control - .05, control + .05);
        assertThat(Collections.disjoint(arms.control(), arms.candidate())).isTrue();
    }

    @Example
    void withdrawal_givesNobodyTheCandidate_andARetryTheSameUnitsFirst() {
        Flag first = at(OFF, Percentage.ofPercent(5));
        Flag back = FlagEffects.apply(first, document(plan(5)), new Effect.Withdraw());
        Flag again = at(FlagEffects.apply(back, document(plan(5)), new Effect.Remove()), Percentage.ofPercent(5));

        assertThat(arms(back).candidate()).isEmpty();
        assertThat(arms(back).control()).isEmpty();
        assertThat(FlagEffects.share(back)).isEqualTo(Percentage.NONE);
        assertThat(arms(again)).isEqualTo(arms(first));
    }

    @Example
    void removal_leavesTheFlagAsItWas() {
        for (Flag flag : List.of(OFF, RICH)) {
            assertThat(FlagEffects.apply(at(flag, Percentage.ofPercent(5)), document(plan(5)), new Effect.Remove()))
                    .isEqualTo(flag);
        }
    }

    @Example
    void completion_keepsWhoHasTheCandidate_andReturnsToThePlainForm() {
        Flag all = FlagEffects.apply(at(OFF, Percentage.ALL), document(plan(100)), new Effect.Complete());
        assertThat(all.status()).isEqualTo(FlagStatus.ENABLED);
        assertThat(all.definition()).isInstanceOf(Plain.class);
        assertThat(all.rollout()).isNull();

        Flag running = at(OFF, Percentage.ofPercent(30));
        Flag part = FlagEffects.apply(running, document(plan(30)), new Effect.Complete());
        assertThat(part.status()).isEqualTo(FlagStatus.PERCENTAGE);
        assertThat(on(part)).isEqualTo(arms(running).candidate());

        Flag richRunning = at(RICH, Percentage.ofPercent(30));
        Flag rich = FlagEffects.apply(richRunning, document(plan(30)), new Effect.Complete());
        assertThat(on(rich)).isEqualTo(arms(richRunning).candidate());
        assertThat(((Rich) FlagEffects.apply(at(RICH, Percentage.ALL), document(plan(100)), new Effect.Complete())
                                .definition())
                        .defaultServe())
                .isEqualTo(dev.flags.config.Serve.variant("on"));
    }

    @Example
    void completionInAScope_isARule() {
        RolloutPlan plan = plan(100).toBuilder().scope(ACME).build();
        RolloutDocument document = document(plan);
        Flag running = FlagEffects.apply(RICH, document, new Effect.SetStage(0));
        Flag done = FlagEffects.apply(running, document, new Effect.Complete());

        for (Flag flag : List.of(running, done)) {
            Flags flags = flags(flag);
            assertThat(flags.isEnabled("new_model", context(1, "acme"), false)).isTrue();
            assertThat(flags.isEnabled("new_model", context(1, "other"), false)).isFalse();
        }
        assertThat(((Rich) done.definition()).rules()).hasSize(1);
    }

    @Example
    void groups_comeInOneAfterTheOther() {
        Condition staff = Clause.of("tenant", Operator.EQUALS, "staff");
        Condition beta = Clause.of("tenant", Operator.EQUALS, "beta");
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.RING)
                .stages(
                        Stage.named("staff", Percentage.ALL).group(staff).build(),
                        Stage.named("beta", Percentage.ALL).group(beta).build(),
                        Stage.named("all", Percentage.ALL).build())
                .build();
        RolloutDocument document = document(plan);
        for (int stage = 0; stage < 3; stage++) {
            Flags flags = flags(FlagEffects.apply(OFF, document, new Effect.SetStage(stage)));
            assertThat(flags.isEnabled("new_model", context(1, "staff"), false)).isTrue();
            assertThat(flags.isEnabled("new_model", context(1, "beta"), false)).isEqualTo(stage >= 1);
            assertThat(flags.isEnabled("new_model", context(1, "other"), false)).isEqualTo(stage >= 2);
        }
    }

    @Example
    void disabledFlag_isEnabledForTheBaseline() {
        RolloutPlan plan = plan(10).toBuilder().enables(true).build();
        Flag started = FlagEffects.apply(Flag.builder("new_model").build(), document(plan), new Effect.SetStage(0));

        assertThat(started.status()).isEqualTo(FlagStatus.PERCENTAGE);
        assertThat(on(started)).isEqualTo(arms(started).candidate());
    }

    @Example
    void lowering_takesAwayWhatTheFlagGives() {
        Flag half =
                Flag.builder("new_model").percentage(Percentage.ofPercent(50)).build();
        RolloutPlan plan = plan(10).toBuilder().mayLower(true).build();

        Flag started = FlagEffects.apply(half, document(plan), new Effect.SetStage(0));

        assertThat(on(started)).isEqualTo(arms(started).candidate()).hasSizeLessThan(USERS / 5);
    }

    @Property(tries = 40)
    void reversal_givesEverybodyWhatTheyHadBefore(@ForAll @IntRange(min = 5_000, max = 100_000) int target) {
        List<String> listed = List.of("user-1", "user-2");
        Flag plain = OFF.toBuilder().enabledUsers(listed).build();
        Flag rich = RICH.toBuilder().enabledUsers(listed).build();
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.PERCENTAGE)
                .stages(Stage.of(new Percentage(target)).build())
                .build();

        assertReverted(plain, document(plan));
        assertReverted(rich, document(plan));
        assertReverted(rich, document(plan.toBuilder().scope(ACME).build()));
        assertReverted(Flag.builder("new_model").enabled().build(), TO_OFF);
    }

    private static void assertReverted(Flag flag, RolloutDocument document) {
        Flag completed = completed(flag, document);
        RolloutDocument reversal = RolloutDocument.reversal("r-2", document, "", Runs.START);

        Flag reverted = FlagEffects.apply(completed, reversal, new Effect.Revert("r-1", Percentage.NONE));
        Flag done = FlagEffects.apply(reverted, reversal, new Effect.Remove());

        assertThat(FlagEffects.share(reverted)).isEqualTo(Percentage.NONE);
        assertThat(on(reverted)).isEqualTo(on(flag)).isNotEqualTo(on(completed));
        assertThat(on(done)).isEqualTo(on(flag));
    }

    @Example
    void gradualReversal_leavesTheFirstSlotsToTheCandidate() {
        for (Flag flag : List.of(OFF, RICH)) {
            for (RolloutPlan plan : List.of(plan(100), plan(90))) {
                RolloutDocument document = document(plan);
                RolloutDocument reversal = RolloutDocument.reversal("r-2", document, "", Runs.START);
                Percentage most = Percentage.ofPercent(75);

                Flag reverted = FlagEffects.apply(completed(flag, document), reversal, new Effect.Revert("r-1", most));
                Flag lower = FlagEffects.apply(reverted, reversal, new Effect.SetShare(Percentage.ofPercent(50)));

                assertThat(FlagEffects.share(reverted)).isEqualTo(most);
                assertThat(on(reverted)).isEqualTo(arms(at(flag, most)).candidate());
                assertThat(on(lower))
                        .isEqualTo(arms(at(flag, Percentage.ofPercent(50))).candidate());
            }
        }
    }

    @Example
    void gradualReversalInAScope_concernsTheScopeAlone() {
        RolloutDocument document = document(plan(100).toBuilder().scope(ACME).build());
        RolloutDocument reversal = RolloutDocument.reversal("r-2", document, "", Runs.START);
        Flag reverted = FlagEffects.apply(
                completed(RICH, document), reversal, new Effect.Revert("r-1", Percentage.ofPercent(75)));
        Flag lower = FlagEffects.apply(reverted, reversal, new Effect.SetShare(Percentage.ofPercent(50)));

        assertThat(((Rich) reverted.definition()).rules()).isEmpty();
        assertThat(on(reverted))
                .isEqualTo(arms(at(RICH, Percentage.ofPercent(75))).candidate());
        assertThat(on(lower)).isEqualTo(arms(at(RICH, Percentage.ofPercent(50))).candidate());
        assertThat(IntStream.range(0, 100)
                        .noneMatch(user -> flags(reverted).isEnabled("new_model", context(user, "other"), false)))
                .isTrue();
    }

    @Example
    void reversal_leavesADisabledFlagDisabled() {
        for (Flag flag : List.of(OFF, RICH)) {
            for (double target : new double[] {30, 100}) {
                RolloutDocument document = document(plan(target));
                assertStaysDisabled(flag, document, completed(flag, document).disabled());
            }
            RolloutDocument document = document(plan(100));
            Flag withoutRestore = completed(flag, document).toBuilder()
                    .status(FlagStatus.DISABLED)
                    .build();
            assertStaysDisabled(flag, document, withoutRestore);
        }
    }

    private static void assertStaysDisabled(Flag flag, RolloutDocument document, Flag disabled) {
        RolloutDocument reversal = RolloutDocument.reversal("r-2", document, "", Runs.START);

        Flag reverted = FlagEffects.apply(disabled, reversal, new Effect.Revert("r-1", Percentage.NONE));

        assertThat(reverted.status()).isEqualTo(FlagStatus.DISABLED);
        assertThat(reverted.restore()).isEqualTo(flag.status());
        assertThat(on(reverted.toBuilder().status(flag.status()).restore(null).build()))
                .isEmpty();
    }

    @Example
    void reversal_isRefused_ifTheFlagIsNotWhatTheRolloutHasLeft() {
        RolloutDocument document = document(plan(100));
        RolloutDocument scoped = document(plan(100).toBuilder().scope(ACME).build());
        Flag richDone = completed(RICH, document);
        Flag scopedDone = completed(RICH, scoped);
        Rich scopedRich = (Rich) scopedDone.definition();

        assertNotReverted(OFF, document);
        assertNotReverted(at(completed(OFF, document), Percentage.ofPercent(5)), document);
        assertNotReverted(completed(OFF, document(plan(40))), document);
        assertNotReverted(RICH, document);
        assertNotReverted(RICH, scoped);
        assertNotReverted(
                scopedDone.toBuilder()
                        .definition(scopedRich.toBuilder().defaultVariant("on").build())
                        .build(),
                scoped);
        assertNotReverted(
                richDone.toBuilder()
                        .definition(((Rich) richDone.definition())
                                .toBuilder().defaultVariant("off").build())
                        .build(),
                document);
    }

    private static void assertNotReverted(Flag flag, RolloutDocument completed) {
        RolloutDocument reversal = RolloutDocument.reversal("r-2", completed, "", Runs.START);

        assertThatThrownBy(() -> FlagEffects.apply(flag, reversal, new Effect.Revert("r-1", Percentage.NONE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "flag new_model is not what rollout r-1 has left; take back first what came after it, or disable the flag");
    }

    private static Flag completed(Flag flag, RolloutDocument document) {
        Flag running = FlagEffects.apply(flag, document, new Effect.SetStage(0));
        return FlagEffects.apply(running, document, new Effect.Complete());
    }

    @Example
    void withdrawal_concernsThoseWhomTheRolloutHasReached() {
        Condition staff = Clause.of("tenant", Operator.EQUALS, "staff");
        RolloutDocument ring = document(RolloutPlan.of(RolloutStrategy.RING)
                .stages(
                        Stage.named("staff", Percentage.ALL).group(staff).build(),
                        Stage.named("all", Percentage.ALL).build())
                .build());
        Flag first = FlagEffects.apply(OFF, ring, new Effect.SetStage(0));
        Flag half = FlagEffects.apply(first, ring, new Effect.SetShare(Percentage.ofPercent(50)));

        assertThat(half.rollout()).extracting(Rollout::when).isEqualTo(staff);
        RolloutDocument scoped = document(plan(100).toBuilder().scope(ACME).build());
        assertThat(FlagEffects.apply(RICH, scoped, new Effect.Withdraw()).rollout())
                .extracting(Rollout::when)
                .isEqualTo(ACME);
    }

    @Example
    void loweringOfARichFlag_takesAwayWhatItsLastStepGives() {
        Flag half = RICH.toBuilder()
                .definition(((Rich) RICH.definition())
                        .toBuilder()
                                .defaultServe(Split.ofRanges(
                                        List.of(new SlotRange("on", 0, 50_000), new SlotRange("off", 50_000, 100_000))))
                                .build())
                .build();
        RolloutDocument document = document(plan(10).toBuilder().mayLower(true).build());

        Flag started = FlagEffects.apply(half, document, new Effect.SetStage(0));

        assertThat(on(started)).isEqualTo(arms(started).candidate()).hasSizeLessThan(USERS / 5);
    }

    @Example
    void digest_isOfWhatChangesAnAnswer() {
        String digest = FlagEffects.digest(OFF);

        assertThat(digest)
                .hasSize(64)
                .isEqualTo(FlagEffects.digest(OFF.toBuilder().description("x").build()));
        assertThat(digest)
                .isNotEqualTo(FlagEffects.digest(
                        OFF.toBuilder().enabledUsers(List.of("a")).build()))
                .isNotEqualTo(FlagEffects.digest(OFF.disabled()))
                .isNotEqualTo(FlagEffects.digest(at(OFF, Percentage.NONE)));
        FlagView view = FlagView.of(at(OFF, Percentage.ofPercent(5)));
        assertThat(view.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(view.isEnabled()).isTrue();
        assertThat(FlagView.of(OFF.disabled()).isEnabled()).isFalse();
    }

    private static Flag at(Flag flag, Percentage share) {
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.BLUE_GREEN)
                .stages(
                        Stage.named("none", Percentage.NONE).needsApproval(true).build(),
                        Stage.named("all", Percentage.ALL).build())
                .build();
        if (!share.equals(Percentage.NONE)) {
            plan = RolloutPlan.of(RolloutStrategy.PERCENTAGE)
                    .stages(Stage.of(share).build())
                    .build();
        }
        return FlagEffects.apply(flag, document(plan), new Effect.SetStage(0));
    }

    private static RolloutPlan plan(double percent) {
        return RolloutPlan.of(RolloutStrategy.PERCENTAGE)
                .stages(Duration.ZERO, percent)
                .build();
    }

    private static RolloutDocument document(RolloutPlan plan) {
        return RolloutDocument.pending("r-1", "new_model", plan, Runs.ARMS, "", Runs.START);
    }

    private static Arms arms(Flag flag) {
        Flags flags = flags(flag);
        Arms arms = new Arms(new HashSet<>(), new HashSet<>());
        IntStream.range(0, USERS).forEach(user -> {
            Evaluation<Boolean> answer = flags.evaluateBoolean("new_model", context(user, "acme"), false);
            if ("rollout:r-1".equals(answer.rule())) {
                (answer.value() ? arms.candidate() : arms.control()).add(user);
            }
        });
        return arms;
    }

    private static Set<Integer> on(Flag flag) {
        Flags flags = flags(flag);
        Set<Integer> on = new HashSet<>();
        IntStream.range(0, USERS)
                .filter(user -> flags.isEnabled("new_model", context(user, "acme"), false))
                .forEach(on::add);
        return on;
    }

    private static Flags flags(Flag flag) {
        return MemoryFlags.of(Configuration.of(flag)).flags();
    }

    private static EvaluationContext context(int user, String tenant) {
        return EvaluationContext.builder("user-" + user).tenant(tenant).build();
    }
}
