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
import dev.flags.store.AuditEvent;
import dev.flags.store.HistoryQuery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Ships a new model safely, on real data: a service that reads handwritten digits moves from an old model to a better one
 * while a flag decides, request by request, who gets which.
 *
 * <p>The argument, if there is one, is the directory that the configuration is made in; it must not hold one already.
 */
public final class ShipModelSafely {
    static final String FLAG = "new_digit_model";
    static final String CONFIG_FILE = FeatureFlagManager.DEFAULT_FILE;
    static final String CLOSING_LINE = "Done: the new model serves everybody.";

    private static final int NEIGHBOURS = 3;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final String WITHOUT_CONDITION = "\"conditions\": {}";
    private static final String WITH_CONDITION = "\"conditions\": {\"tenant\": [\"acme\", \"globex\"]}";

    private final FeatureFlagManager manager;
    private final Path file;
    private final Serving serving;
    private final PrintStream out;
    private final List<Phase> phases = new ArrayList<>();

    private ShipModelSafely(FeatureFlagManager manager, Path file, DigitsData data, PrintStream out) {
        this.manager = manager;
        this.file = file;
        this.out = out;
        Classifier oldModel = NearestCentroid.train(data.training());
        Classifier newModel = KNearestNeighbours.train(NEIGHBOURS, data.training());
        serving = new Serving(manager.flags(), FLAG, oldModel, newModel, Traffic.over(data.requests()));
    }

    /** Runs the sample, and prints what happens. */
    public static void main(String[] args) throws IOException, InterruptedException {
        run(args.length == 0 ? freshDefaultDirectory() : Path.of(args[0]), System.out);
    }

    /**
     * Runs the sample in a directory.
     *
     * @throws IllegalArgumentException if there is a configuration in it already
     * @return every phase, in order
     */
    static List<Phase> run(Path directory, PrintStream out) throws IOException, InterruptedException {
        Path file = directory.resolve(CONFIG_FILE);
        if (Files.exists(file)) {
            throw new IllegalArgumentException("there is a configuration already, and it may be of use: " + file);
        }
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .file(file)
                .pollInterval(POLL_INTERVAL)
                .build()) {
            ShipModelSafely sample = new ShipModelSafely(manager, file, DigitsData.load(), out);
            sample.play();
            return sample.phases;
        }
    }

    private void play() throws IOException, InterruptedException {
        say("Ship a new model safely");
        say("=======================");
        say("899 requests with handwritten digits, from 300 users of three tenants, are served in each phase.");
        say("The flag %s picks the model: \"centroid\" is the old one, \"knn-%d\" the new one.", FLAG, NEIGHBOURS);
        say("Configuration: %s", file);
        say("");
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
        say(CLOSING_LINE);
    }

    private void rollOut(String phase, int percent, String reason) {
        manager.setRolloutPercentage(FLAG, Percentage.ofPercent(percent), Change.by("ada", reason));
        serve(phase);
    }

    private void serve(String phase) {
        phases.add(serving.serveAll(phase));
    }

    private void printPhases(Duration seen) {
        say("What the requests saw");
        say("---------------------");
        out.print(PhaseTable.format(phases.stream().map(Phase::summary).toList()));
        say("");
        say("killed    disableFlag turned the new model off; restoreFlag brought back what was on before.");
        say("edited    somebody wrote a condition into the file: acme and globex only. The running program saw it");
        say("          by itself after %d ms.", seen.toMillis());
        say("100 %%     enableFlag: on for everybody, conditions dropped.");
        say("");
    }

    private void printChecks() {
        say("Who had the new model");
        say("---------------------");
        Phase ten = phase("10 %");
        Phase fifty = phase("50 %");
        check(
                ten.keepsItsUsersIn(fifty),
                "all %d users who had it at 10 %% have it at 50 %% (%d users)",
                ten.newModelUsers().size(),
                fifty.newModelUsers().size());
        check(phase("killed").newModelUsers().isEmpty(), "nobody has it while it is killed");
        check(
                phase("restored").newModelUsers().equals(fifty.newModelUsers()),
                "after the kill the same %d users have it as before",
                fifty.newModelUsers().size());
        check(
                fifty.keepsItsUsersIn(phase("100 %")),
                "at 100 %% nobody has lost it (%d users)",
                phase("100 %").newModelUsers().size());
        say("");
    }

    private void printHistory() {
        say("Who changed what, and why");
        say("-------------------------");
        List<AuditEvent> events = new ArrayList<>(manager.history(HistoryQuery.of(DocumentKey.flag(FLAG), 100)));
        Collections.reverse(events);
        out.print(AuditTable.format(events));
        say("");
    }

    private Phase phase(String name) {
        return phases.stream()
                .filter(phase -> phase.summary().phase().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A sample that shows something false is worse than none, so that it ends there. */
    private void check(boolean holds, String format, Object... arguments) {
        String statement = String.format(Locale.ROOT, format, arguments);
        if (!holds) {
            throw new IllegalStateException("not true: " + statement);
        }
        say("[ok] %s", statement);
    }

    private void say(String format, Object... arguments) {
        out.print(String.format(Locale.ROOT, format, arguments) + "\n");
    }

    /** Below the build's own directory, from the repository's root and from the module's; empty. */
    private static Path freshDefaultDirectory() throws IOException {
        Path module = Files.isDirectory(Path.of("samples")) ? Path.of("samples") : Path.of("");
        Path directory = module.resolve("target").resolve("ship-model-safely");
        if (Files.exists(directory)) {
            try (Stream<Path> old = Files.walk(directory)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return directory;
    }
}
