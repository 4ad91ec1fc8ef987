package dev.flags.samples;

import dev.flags.Change;
import dev.flags.rollout.Rollback;
import dev.flags.rollout.RollbackManager;
import dev.flags.rollout.RolloutEvent;
import dev.flags.rollout.RolloutPhase;
import dev.flags.rollout.RolloutStatus;
import dev.flags.samples.digits.LiveTraffic;
import dev.flags.samples.digits.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The last act: a model that is broken goes out, and nobody has to see it before it is gone again. */
final class BrokenModelAct {
    private static final Duration AFTERWARDS = Duration.ofMillis(200);
    private static final int MAX_ROLLBACKS = 10;

    private final Production production;
    private final RollbackManager rollbacks;
    private final Report report;

    BrokenModelAct(Production production, RollbackManager rollbacks) {
        this.production = production;
        this.rollbacks = rollbacks;
        this.report = production.report();
    }

    void play() {
        report.heading("A broken model");
        report.say(
                "\"%s\" is \"%s\" behind a loader that mixes up the pixels. It is as fast, and fails no request.",
                Production.SHUFFLED, Production.KNN);
        report.say("");
        Instant from = Instant.now();
        production
                .rollouts()
                .startRollout(
                        Production.FLAG,
                        Canary.plan(Production.KNN, Production.SHUFFLED),
                        Change.by("carol", "a new loader"));
        RolloutStatus end = production.serveToTheEnd();
        report.block(StageTable.format(Canary.results(production)));
        report.say("Reason       %s", end.error());
        report.say("");
        checkEnd(end, from);
        report.say("");
        printHistory();
        printBundle();
    }

    private void checkEnd(RolloutStatus end, Instant from) {
        List<StageResult> stages = Canary.results(production);
        report.check(
                end.phase() == RolloutPhase.ROLLED_BACK && stages.size() == 1,
                "the engine has taken it back by itself, at %s",
                stages.get(0).stage());
        List<Answer> broken = production.answers().since(from).stream()
                .filter(answer -> answer.model().equals(Production.SHUFFLED))
                .toList();
        long users = broken.stream().map(Answer::user).distinct().count();
        report.check(
                users * 100 <= 2L * LiveTraffic.USERS,
                "it has given %d answers, to %d of %d users",
                broken.size(),
                users,
                LiveTraffic.USERS);
        Instant over = Instant.now();
        production.service().serveUntil(over.plus(AFTERWARDS));
        report.check(
                production.service().isForEverybody(Production.KNN)
                        && production.answers().since(over).stream()
                                .allMatch(answer -> answer.model().equals(Production.KNN)),
                "everybody has %s again",
                Production.KNN);
    }

    private void printHistory() {
        report.heading("What was taken back, and by whom");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("UTC", "who", "how", "why"));
        List<Rollback> history = rollbacks.getRollbackHistory(Production.FLAG, MAX_ROLLBACKS);
        history.forEach(rollback -> rows.add(List.of(
                Times.utc(rollback.at()),
                rollback.actor(),
                rollback.strategy().name().toLowerCase(Locale.ROOT),
                rollback.reason())));
        report.block(TextTable.format(rows.get(0).size(), rows));
        report.check(
                history.get(0).isAutomatic() && history.get(0).actor().equals(RolloutEvent.ENGINE),
                "nobody had to ask for the last one");
        report.say("");
    }

    /** Up to the table of what has happened. */
    private void printBundle() {
        report.heading("For whoever repairs it");
        String markdown = rollbacks.bundle(Production.FLAG).toMarkdown();
        report.block(markdown.lines()
                .takeWhile(line -> !line.startsWith("| when"))
                .map(line -> line + "\n")
                .collect(Collectors.joining()));
    }
}
