package dev.flags.samples;

import dev.flags.Change;
import dev.flags.config.Definition;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Rich;
import dev.flags.rollout.RolloutPhase;
import dev.flags.rollout.RolloutStatus;
import dev.flags.rollout.Verdict;
import dev.flags.samples.digits.LiveTraffic;
import dev.flags.samples.text.Report;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The second act: nobody turns anything up, and the new model goes from 1 % to everybody because it is better. */
final class CanaryAct {
    private final Production production;
    private final Report report;

    CanaryAct(Production production) {
        this.production = production;
        this.report = production.report();
    }

    void play() {
        report.heading("A canary that goes by itself");
        report.say(
                "The flag %s names the model. While %d users send requests, it goes from \"%s\" to \"%s\"",
                Production.FLAG, LiveTraffic.USERS, Production.CENTROID, Production.KNN);
        report.say(
                "by itself: a stage lasts %d ms or longer, and %d answers of each arm. The new model has to be right as often",
                Canary.BAKE.toMillis(), Arms.MIN_ANSWERS);
        report.say("as the control group at the same time, and its p95 below %.0f ms.", Canary.MAX_P95_MILLIS);
        report.say("");
        production.flags().setFlag(flag(), Change.by("ada", "three models to choose from"));
        production
                .rollouts()
                .startRollout(
                        Production.FLAG,
                        Canary.plan(Production.CENTROID, Production.KNN),
                        Change.by("ada", "right more often"));
        finish();
        report.check(
                Canary.results(production).stream().allMatch(StageResult::isMeasured),
                "each stage was measured on %d answers of each arm or more",
                Arms.MIN_ANSWERS);
        report.say("");
    }

    private static Flag flag() {
        Definition models = Rich.builder(FlagType.STRING)
                .variant(Production.CENTROID, Production.CENTROID)
                .variant(Production.KNN, Production.KNN)
                .variant(Production.SHUFFLED, Production.SHUFFLED)
                .offVariant(Production.CENTROID)
                .defaultVariant(Production.CENTROID)
                .build();
        return Flag.builder(Production.FLAG)
                .definition(models)
                .enabled()
                .description("which model reads digits")
                .build();
    }

    /** Goes on with what a process that is gone has begun. */
    void resume(LeftBehind found) {
        StageSpan present = found.present();
        report.say("");
        report.heading("A canary that goes on after a crash");
        report.say(
                "The process that drove the rollout of %s is gone. Users go on getting what they got.",
                Production.FLAG);
        report.say("");
        report.say(
                "status       %s, stage %s since %s",
                found.status().phase().key(),
                found.stage(),
                Times.utc(found.status().since()));
        report.say("audit trail  %s, stage %s since %s", present.phase(), present.stage(), Times.utc(present.from()));
        report.say("now          %s, %s later", Times.utc(present.to()), Times.seconds(present.length()));
        report.say("");
        report.check(
                found.isAsAudited(),
                "stage %s goes on; its bake counts from when the stage began, not from now",
                present.stage());
        report.say("");
        production.service().warmUp();
        finish();
        report.check(
                stages().containsAll(found.spans().subList(1, found.spans().size() - 1))
                        && begun(present.stage()).equals(List.of(found.status().since())),
                "the audit trail has the same stages as before the crash, and stage %s only once",
                present.stage());
        report.say("");
    }

    /** When a stage was begun, each time. */
    private List<Instant> begun(String stage) {
        return stages().stream()
                .filter(span -> span.stage().equals(stage))
                .map(StageSpan::from)
                .toList();
    }

    private List<StageSpan> stages() {
        return production.spans().stream()
                .filter(span -> span.isIn(RolloutPhase.PROGRESSING))
                .toList();
    }

    private void finish() {
        RolloutStatus end = production.serveToTheEnd();
        List<StageResult> results = Canary.results(production);
        report.block(StageTable.format(results));
        report.check(
                end.phase() == RolloutPhase.COMPLETED && production.isDefault(Production.KNN),
                "the rollout is completed, and %s is what the flag serves by default",
                Production.KNN);
        report.check(
                stages().stream().map(StageSpan::stage).toList().equals(Canary.stageNames())
                        && results.stream().allMatch(result -> result.length().compareTo(Canary.BAKE) >= 0),
                "no stage was left out, and none was shorter than %d ms",
                Canary.BAKE.toMillis());
        report.check(
                results.stream()
                        .filter(StageResult::isMeasured)
                        .allMatch(result -> result.verdict() == Verdict.Result.PASS),
                "the judges pass what was served in each stage as a whole");
        report.check(
                production.service().isForEverybody(Production.KNN) && losers() == 0,
                "all %d users have %s, and nobody who was seen with it was seen without it later",
                LiveTraffic.USERS,
                Production.KNN);
    }

    /** How many users had the old model after the new one. */
    private int losers() {
        Set<String> reached = new HashSet<>();
        Set<String> lost = new HashSet<>();
        for (Answer answer : production.answers().all()) {
            if (answer.model().equals(Production.KNN)) {
                reached.add(answer.user());
            } else if (reached.contains(answer.user())) {
                lost.add(answer.user());
            }
        }
        return lost.size();
    }
}
