package dev.flags.samples;

import dev.flags.FeatureFlagManager;
import dev.flags.rollout.RollbackManager;
import dev.flags.samples.digits.DigitsData;
import dev.flags.samples.text.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ships models safely, on real data: a service that reads handwritten digits moves from an old model to a better one while
 * a flag decides, request by request, who gets which. First people move the traffic; then it moves by itself, and comes back
 * by itself from a model that is broken.
 *
 * <p>The argument, if there is one, is the directory that the configuration is made in; it must not hold one already, unless
 * a canary is under way in it, which then goes on. {@value #CRASH} kills the program in the middle of that canary.
 */
public final class ShipModelSafely {
    static final String CONFIG_FILE = FeatureFlagManager.DEFAULT_FILE;
    static final String CRASH = "--crash";
    static final String CLOSING_LINE = "Done: the new model serves everybody.";

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private ShipModelSafely() {}

    /** Runs the sample, and prints what happens. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(Arrays.asList(args));
        boolean crashes = arguments.remove(CRASH);
        Path directory = arguments.isEmpty() ? defaultDirectory() : Path.of(arguments.get(0));
        run(directory, crashes, System.out);
    }

    /**
     * Runs the sample in a directory.
     *
     * @param crashes whether the process is to die in mid-rollout
     * @throws IllegalArgumentException if there is a configuration in it already, and no canary under way
     * @return every phase of the first act, in order; none if it goes on with the second
     */
    static List<Phase> run(Path directory, boolean crashes, PrintStream out) throws IOException, InterruptedException {
        Path file = directory.resolve(CONFIG_FILE);
        Optional<LeftBehind> found = Files.exists(file) ? leftBehind(file) : Optional.empty();
        Report report = new Report(out);
        DigitsData data = DigitsData.load();
        report.say("Ship a new model safely");
        report.say("=======================");
        report.say("Configuration: %s", file);
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                        .file(file)
                        .pollInterval(POLL_INTERVAL)
                        .build();
                Production production = Production.of(manager, data, crashes, report)) {
            SwitchAct first = new SwitchAct(manager, file, data, report);
            CanaryAct second = new CanaryAct(production);
            if (found.isPresent()) {
                second.resume(found.get());
            } else {
                first.play();
                second.play();
            }
            RollbackManager rollbacks = RollbackManager.of(production.rollouts());
            new RollbackAct(production, rollbacks).play();
            new BrokenModelAct(production, rollbacks).play();
            report.say(CLOSING_LINE);
            return first.phases();
        }
    }

    private static Optional<LeftBehind> leftBehind(Path file) {
        Optional<LeftBehind> found = LeftBehind.in(file);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is a configuration already, and it may be of use: " + file);
        }
        return found;
    }

    /** Below the build's own directory, from the repository's root and from the module's; empty, or with a canary under way. */
    private static Path defaultDirectory() throws IOException {
        Path module = Files.isDirectory(Path.of("samples")) ? Path.of("samples") : Path.of("");
        Path directory = module.resolve("target").resolve("ship-model-safely");
        Path file = directory.resolve(CONFIG_FILE);
        if (Files.exists(directory)
                && !(Files.exists(file) && LeftBehind.in(file).isPresent())) {
            deleteAll(directory);
        }
        return directory;
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> old = Files.walk(directory)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
