package dev.flags.samples.digits;

import dev.flags.samples.digits.PhaseStats.Summary;
import dev.flags.samples.text.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Lays summaries out as plain text: a line for each phase, and a column for each model and each tenant that any phase
 * has. The text is the same in every locale.
 */
public final class PhaseTable {
    private PhaseTable() {}

    /**
     * A heading, a rule and a line for each phase, each ended by {@code \n}. Latencies are in microseconds; accuracy
     * (of all, then of each model) and the new model's share (of all, then in each tenant) in percent. A dash stands
     * for a model or a tenant without a request in the phase.
     */
    public static String format(List<Summary> phases) {
        SortedSet<String> models = names(phases, Summary::accuracyByModel);
        SortedSet<String> tenants = names(phases, Summary::newModelShareByTenant);
        List<List<String>> cells = new ArrayList<>();
        cells.add(heading(models, tenants));
        for (Summary phase : phases) {
            cells.add(row(phase, models, tenants));
        }
        return TextTable.format(1, cells);
    }

    private static SortedSet<String> names(List<Summary> phases, Function<Summary, Map<String, Double>> shares) {
        SortedSet<String> names = new TreeSet<>();
        phases.forEach(phase -> names.addAll(shares.apply(phase).keySet()));
        return names;
    }

    private static List<String> heading(SortedSet<String> models, SortedSet<String> tenants) {
        List<String> cells = new ArrayList<>(List.of("phase", "requests", "p50 us", "p95 us", "accuracy"));
        models.forEach(model -> cells.add("of " + model));
        cells.add("new model");
        tenants.forEach(tenant -> cells.add("in " + tenant));
        return cells;
    }

    private static List<String> row(Summary phase, SortedSet<String> models, SortedSet<String> tenants) {
        List<String> cells = new ArrayList<>();
        cells.add(phase.phase());
        cells.add(Integer.toString(phase.requests()));
        cells.add(micros(phase.p50()));
        cells.add(micros(phase.p95()));
        cells.add(percent(phase.accuracy()));
        models.forEach(model -> cells.add(percentOrDash(phase.accuracyByModel(), model)));
        cells.add(percent(phase.newModelShare()));
        tenants.forEach(tenant -> cells.add(percentOrDash(phase.newModelShareByTenant(), tenant)));
        return cells;
    }

    private static String micros(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1_000.0);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String percentOrDash(Map<String, Double> shares, String name) {
        Double share = shares.get(name);
        return share == null ? "-" : percent(share);
    }
}
