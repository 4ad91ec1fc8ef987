package dev.flags.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Figures as people and programs read them. */
final class Table {
    private final List<Figure> figures;

    Table(List<Figure> figures) {
        this.figures = List.copyOf(figures);
    }

    /** A row for each contender, a column for each workload: nanoseconds / bytes, and the ratio to the reference. */
    String markdown() {
        List<String> columns = figures.stream().map(Figure::column).distinct().toList();
        StringBuilder text = new StringBuilder("| |");
        columns.forEach(column -> text.append(' ').append(column).append(" |"));
        text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        figures.stream().map(Figure::contender).distinct().sorted().forEach(contender -> {
            text.append("| ").append(contender.title()).append(" |");
            columns.forEach(column -> text.append(' ')
                    .append(figure(contender, column).map(this::cell).orElse(""))
                    .append(" |"));
            text.append('\n');
        });
        return text.toString();
    }

    private Optional<Figure> figure(Contender contender, String column) {
        return figures.stream()
                .filter(figure ->
                        figure.contender() == contender && figure.column().equals(column))
                .findFirst();
    }

    private String cell(Figure figure) {
        String ratio = figure(Contender.REFERENCE, figure.column())
                .filter(reference -> figure.contender().compareTo(Contender.REFERENCE) > 0)
                .map(reference -> String.format(Locale.ROOT, " (%.1f×)", figure.nanos() / reference.nanos()))
                .orElse("");
        return String.format(
                        Locale.ROOT, figure.nanos() < 100 ? "%.1f/%.0f" : "%.0f/%.0f", figure.nanos(), figure.bytes())
                + ratio;
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("java", Runtime.version().toString());
        root.put("cores", Runtime.getRuntime().availableProcessors());
        ArrayNode all = root.putArray("figures");
        for (Figure figure : figures) {
            all.addObject()
                    .put("contender", figure.contender().title())
                    .put("workload", figure.column())
                    .put("nanos", figure.nanos())
                    .put("error", figure.error())
                    .put("bytes", figure.bytes());
        }
        return root.toPrettyString() + "\n";
    }
}
