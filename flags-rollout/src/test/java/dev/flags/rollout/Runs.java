package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.Input.Samples;
import dev.flags.rollout.Input.Subject;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.StepResult.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Drives one rollout by hand: does to a flag what the steps say, and keeps a clock. */
final class Runs {
    static final Instant START = Instant.parse("2027-01-04T10:00:00Z");
    static final StartChecks.Arms ARMS = new StartChecks.Arms("off", "on");
    static final Samples MANY = new Samples(10_000, 10_000);

    private RolloutDocument document;
    private Instant now = START;
    private Percentage share = Percentage.NONE;
    private boolean isEnabled = true;
    private boolean isFrozen;
    private String digest = "as it was";
    private Samples samples = MANY;
    private final List<Effect> effects = new ArrayList<>();

    Runs(RolloutPlan plan) {
        document = RolloutDocument.pending("r-1", "new_model", plan, ARMS, digest, START);
    }

    /** A rollout whose first stage has begun. */
    static Runs started(RolloutPlanBuilder plan) {
        Runs run = new Runs(plan.build());
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        return run;
    }

    RolloutDocument document() {
        return document;
    }

    RolloutPhase phase() {
        return document.state().phase();
    }

    /** Why it is paused, which it has to be. */
    List<PauseReason.Kind> pauses() {
        return ((Paused) document.state())
                .reasons().stream().map(PauseReason::kind).toList();
    }

    int stage() {
        return RolloutDocument.stageOf(document.state());
    }

    Percentage share() {
        return share;
    }

    List<Effect> effects() {
        return effects;
    }

    /** From, and to, of each event. */
    List<String> transitions() {
        return document.outbox().stream()
                .map(event -> event.from().key() + " -> " + event.to().key())
                .toList();
    }

    RolloutEvent lastEvent() {
        return document.outbox().get(document.outbox().size() - 1);
    }

    Runs after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Instant now() {
        return now;
    }

    void samples(long candidate, long control) {
        samples = new Samples(candidate, control);
    }

    void freeze(boolean freezes) {
        isFrozen = freezes;
    }

    void disableFlag(boolean disables) {
        isEnabled = !disables;
    }

    void editFlag(String newDigest) {
        digest = newDigest;
    }

    /** What the flag gives to the candidate, whatever the rollout has asked for. */
    void showShare(Percentage shown) {
        share = shown;
    }

    /** Time has passed, and analyses have said something at this moment. */
    StepResult tick(Object... analysesAndVerdicts) {
        List<Measured> verdicts = new ArrayList<>();
        for (int i = 0; i < analysesAndVerdicts.length; i += 2) {
            verdicts.add(new Measured(
                    subject(document.attempt(), stage()),
                    (String) analysesAndVerdicts[i],
                    (Verdict) analysesAndVerdicts[i + 1],
                    now));
        }
        return tick(verdicts);
    }

    /** What somebody is asked at this moment. */
    Subject subject(int attempt, int stage) {
        return new Subject(document.id(), attempt, stage, now);
    }

    StepResult tick(List<Measured> verdicts) {
        return apply(RolloutStep.of(document, new Tick(now, flag(), isFrozen, verdicts, samples)));
    }

    StepResult command(RolloutCommand command) {
        return command(command, UUID.randomUUID());
    }

    StepResult command(RolloutCommand command, UUID id) {
        return apply(RolloutStep.of(
                document,
                new Input.Request(now, flag(), isFrozen, id, "ada", "because of " + command.words(), command)));
    }

    /** Does at once what the engine's commit does. */
    private StepResult apply(StepResult result) {
        if (result instanceof Moved moved) {
            document = moved.next();
            Effect effect = moved.effect();
            if (!effect.equals(Effect.NONE)) {
                effects.add(effect);
                digest = "as written " + effects.size();
                document = document.withFlagDigest(digest);
            }
            if (effect instanceof Effect.SetStage set) {
                share = document.plan().stages().get(set.stage()).share();
            } else if (effect instanceof Effect.SetShare set) {
                share = set.share();
            } else if (!effect.equals(Effect.NONE)) {
                share = Percentage.NONE;
            }
        }
        return result;
    }

    private FlagView flag() {
        return new FlagView(isEnabled, share, digest);
    }
}
