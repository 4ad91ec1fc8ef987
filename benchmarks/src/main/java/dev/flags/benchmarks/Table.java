package dev.flags.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Figures as people and programs read them. */
final class Table {
    private final List<Figure> figures;
    private final List<Column> columns;
    private final List<Contender> contenders;

    Table(List<Figure> figures) {
        this.figures = List.copyOf(figures);
        this.columns = Arrays.stream(Column.values())
                .filter(column -> figures.stream().anyMatch(figure -> figure.column() == column))
                .toList();
        this.contenders = figures.stream().map(Figure::contender).distinct().toList();
    }

    /** A row for each contender with what was measured, one with the ratios of Flags, and where models differ. */
    String markdown() {
        return Stream.of(
                        Stream.of(row("", column -> column.name() + ", " + column.unit())),
                        Stream.of("|---|" + "---|".repeat(columns.size())),
                        contenders.stream().map(this::row),
                        Stream.of(
                                row("Flags / reference", column -> ratio(column, Floors.REFERENCE)),
                                row("handle / reference's handle", this::handleRatio),
                                row("fastest other library / Flags", this::bestRatio),
                                ""),
                        Arrays.stream(Column.values())
                                .filter(columns::contains)
                                .map(column -> "- " + column.name() + ": " + column.title()),
                        Stream.of(""),
                        contenders.stream()
                                .filter(contender -> !contender.differs().isEmpty())
                                .map(contender -> "- " + contender.title() + ": " + contender.differs()))
                .flatMap(Function.identity())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String row(Contender contender) {
        return row(
                contender.title(),
                column -> figure(contender, column).map(Table::cell).orElse(""));
    }

    private String row(String title, Function<Column, String> cell) {
        return columns.stream().map(cell).collect(Collectors.joining(" | ", "| " + title + " | ", " |"));
    }

    private Optional<Figure> figure(Contender contender, Column column) {
        return figures.stream()
                .filter(figure -> figure.contender().id().equals(contender.id()) && figure.column() == column)
                .findFirst();
    }

    /** The figure, and how many bytes each answer allocates. */
    private static String cell(Figure figure) {
        String value = String.format(Locale.ROOT, figure.value() < 100 ? "%.1f" : "%,.0f", figure.value());
        return figure.bytes() == null ? value : value + String.format(Locale.ROOT, "/%,.0f", figure.bytes());
    }

    private String ratio(Column column, Contender to) {
        return ratio(figure(FlagsLibrary.PLAIN, column), figure(to, column));
    }

    private String handleRatio(Column column) {
        return ratio(figure(FlagsLibrary.HANDLE, column), figure(Floors.REFERENCE_HANDLE, column));
    }

    private String bestRatio(Column column) {
        Optional<Figure> best = figures.stream()
                .filter(figure ->
                        figure.column() == column && figure.contender().isPeer())
                .min(Comparator.comparingDouble(Figure::value));
        return ratio(best, figure(FlagsLibrary.PLAIN, column));
    }

    private static String ratio(Optional<Figure> part, Optional<Figure> whole) {
        return part.isEmpty() || whole.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, "%.1f×", part.get().value() / whole.get().value());
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("java", Runtime.version().toString());
        root.put("cores", Runtime.getRuntime().availableProcessors());
        ArrayNode all = root.putArray("figures");
        for (Figure figure : figures) {
            all.addObject()
                    .put("contender", figure.contender().id())
                    .put("title", figure.contender().title())
                    .put("column", figure.column().name())
                    .put("unit", figure.column().unit())
                    .put("value", figure.value())
                    .put("error", figure.error())
                    .put("bytes", figure.bytes());
        }
        return root.toPrettyString() + "\n";
    }
}
