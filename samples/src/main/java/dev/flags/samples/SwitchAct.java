package dev.flags.samples;

import dev.flags.Change;
import dev.flags.FeatureFlagManager;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.samples.digits.Classifier;
import dev.flags.samples.digits.DigitsData;
import dev.flags.samples.digits.KNearestNeighbours;
import dev.flags.samples.digits.NearestCentroid;
import dev.flags.samples.digits.PhaseTable;
import dev.flags.samples.digits.Traffic;
import dev.flags.samples.text.Report;
import dev.flags.store.AuditEvent;
import dev.flags.store.HistoryQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The first act: people move the traffic, with a boolean flag; up, off, on again, and by an editor. */
final class SwitchAct {
    static final String FLAG = "new_digit_model";

    private static final int NEIGHBOURS = 3;
    private static final String WITHOUT_CONDITION = "\"conditions\": {}";
    private static final String WITH_CONDITION = "\"conditions\": {\"tenant\": [\"acme\", \"globex\"]}";

    private final FeatureFlagManager manager;
    private final Path file;
    private final Serving serving;
    private final Report report;
    private final List<Phase> phases = new ArrayList<>();

    SwitchAct(FeatureFlagManager manager, Path file, DigitsData data, Report report) {
        this.manager = manager;
        this.file = file;
        this.report = report;
        Classifier oldModel = NearestCentroid.train(data.training());
        Classifier newModel = KNearestNeighbours.train(NEIGHBOURS, data.training());
        serving = new Serving(manager.flags(), FLAG, oldModel, newModel, Traffic.over(data.requests()));
    }

    /** What each phase was like, in order. */
    List<Phase> phases() {
        return List.copyOf(phases);
    }

    void play() throws IOException, InterruptedException {
        report.say("899 requests with handwritten digits, from 300 users of three tenants, are served in each phase.");
        report.say(
                "The flag %s picks the model: \"centroid\" is the old one, \"knn-%d\" the new one.", FLAG, NEIGHBOURS);
        report.say("");
        manager.setFlag(
                Flag.builder(FLAG)
                        .percentage(Percentage.NONE)
                        .description("k nearest neighbours instead of centroids")
                        .build(),
                Change.by("ada", "ship dark"));
        serving.warmUp();
        serve("0 %");

        rollOut("10 %", 10, "first users");
        rollOut("50 %", 50, "p95 is fine");

        manager.disableFlag(FLAG, Change.by("bob", "odd nines, look first"));
        serve("killed");
        manager.restoreFlag(FLAG, Change.by("bob", "it was the scanner"));
        serve("restored");

        Duration seen = HandEdit.replace(file, WITHOUT_CONDITION, WITH_CONDITION, manager, DocumentKey.flag(FLAG));
        serve("edited");

        manager.enableFlag(FLAG, Change.by("ada", "initech agreed"));
        serve("100 %");

        printPhases(seen);
        printChecks();
        printHistory();
    }

    private void rollOut(String phase, int percent, String reason) {
        manager.setRolloutPercentage(FLAG, Percentage.ofPercent(percent), Change.by("ada", reason));
        serve(phase);
    }

    private void serve(String phase) {
        phases.add(serving.serveAll(phase));
    }

    private void printPhases(Duration seen) {
        report.heading("What the requests saw");
        report.block(PhaseTable.format(phases.stream().map(Phase::summary).toList()));
        report.say("killed    disableFlag turned the new model off; restoreFlag brought back what was on before.");
        report.say(
                "edited    somebody wrote a condition into the file: acme and globex only. The running program saw it");
        report.say("          by itself after %d ms.", seen.toMillis());
        report.say("100 %%     enableFlag: on for everybody, conditions dropped.");
        report.say("");
    }

    private void printChecks() {
        report.heading("Who had the new model");
        Phase ten = phase("10 %");
        Phase fifty = phase("50 %");
        report.check(
                ten.keepsItsUsersIn(fifty),
                "all %d users who had it at 10 %% have it at 50 %% (%d users)",
                ten.newModelUsers().size(),
                fifty.newModelUsers().size());
        report.check(phase("killed").newModelUsers().isEmpty(), "nobody has it while it is killed");
        report.check(
                phase("restored").newModelUsers().equals(fifty.newModelUsers()),
                "after the kill the same %d users have it as before",
                fifty.newModelUsers().size());
        report.check(
                fifty.keepsItsUsersIn(phase("100 %")),
                "at 100 %% nobody has lost it (%d users)",
                phase("100 %").newModelUsers().size());
        report.say("");
    }

    private void printHistory() {
        report.heading("Who changed what, and why");
        List<AuditEvent> events = new ArrayList<>(manager.history(HistoryQuery.of(DocumentKey.flag(FLAG), 100)));
        Collections.reverse(events);
        report.block(AuditTable.format(events));
    }

    private Phase phase(String name) {
        return phases.stream()
                .filter(phase -> phase.summary().phase().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
