package dev.flags.abtest.stats.montecarlo;

import java.util.List;
import java.util.Locale;

/** Runs all protocols, prints them as a Markdown table, and fails if one does. See {@code .ci/monte-carlo}. */
final class MonteCarlo {
    private static final List<Theme> THEMES = List.of(
            new MeansSimulation(),
            new PeekingSimulation(),
            new CoverageSimulation(),
            new SampleRatioSimulation(),
            new AdjustmentSimulation(),
            new FamilySimulation(),
            new BanditSimulation(),
            new CanarySimulation());

    private MonteCarlo() {}

    /**
     * Runs.
     *
     * @param args none
     */
    public static void main(String[] args) {
        long start = System.nanoTime();
        System.out.println("| protocol | S | figure | band | pass |");
        System.out.println("|---|---|---|---|---|");
        long failed = THEMES.stream()
                .flatMap(theme -> theme.protocols().stream())
                .map(Protocol::run)
                .peek(System.out::println)
                .filter(result -> !result.isPassed())
                .count();
        System.out.printf(
                Locale.ROOT, "monte-carlo: %d failed, %d s%n", failed, (System.nanoTime() - start) / 1_000_000_000);
        System.exit(failed == 0 ? 0 : 1);
    }
}
