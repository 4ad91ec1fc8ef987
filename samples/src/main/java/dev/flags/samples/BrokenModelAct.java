package dev.flags.samples;

import dev.flags.Change;
import dev.flags.rollout.Rollback;
import dev.flags.rollout.RollbackManager;
import dev.flags.rollout.RolloutPhase;
import dev.flags.rollout.RolloutStatus;
import dev.flags.samples.digits.LiveTraffic;
import dev.flags.samples.text.Report;
import dev.flags.samples.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
        report.say("Reason: %s", Objects.requireNonNullElse(end.error(), "none"));
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
                "it has given %d answers in all, to %d of %d users",
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
                withoutLimit(rollback.reason()))));
        report.block(TextTable.format(rows.get(0).size(), rows));
        report.check(history.get(0).isAutomatic(), "nobody asked for the last one");
        report.say("");
    }

    /** What was measured, without what is allowed, which follows in the bundle. */
    private static String withoutLimit(String reason) {
        int end = reason.indexOf(';');
        return end < 0 ? reason : reason.substring(0, end);
    }

    /** Up to the table of what has happened. */
    private void printBundle() {
        report.heading("For whoever repairs it");
        String markdown = rollbacks.bundle(Production.FLAG).toMarkdown();
        String untilHistory =
                markdown.lines().takeWhile(line -> !line.startsWith("| when")).collect(Collectors.joining("\n"));
        report.block(untilHistory.stripTrailing() + "\n");
    }
}
