package dev.fovea.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Lays out a summary's table. The first column is the layer with its type; it gives way where the table would be
/// wider than a terminal, but keeps enough to be known by.
final class SummaryTable {
    /// Columns of a terminal.
    private static final int TERMINAL = 80;

    /// Letters that the first column has at least where it needs as many; only networks with large numbers get wider
    /// than a terminal by it.
    private static final int LEAST_LAYER = 26;

    private static final String LAYER = "Layer (type)";
    private static final String GAP = "  ";

    private final List<Row> rows = new ArrayList<>();
    private final List<String> headings;

    /// @param cells beside the layer
    private record Row(String name, String type, List<String> cells) {
        int length() {
            return name.length() + ending().length();
        }

        String ending() {
            return type.isEmpty() ? "" : " (" + type + ")";
        }

        /// The name gives way before the type.
        String layer(int room) {
            String ending = ending();
            return Excerpt.middle(name, Math.max(room - ending.length(), Math.min(name.length(), 3))) + ending;
        }
    }

    SummaryTable(String... headings) {
        this.headings = List.of(headings);
    }

    void row(String name, String type, String... cells) {
        rows.add(new Row(name, type, List.of(cells)));
    }

    /// Between lines: the headings, and a row for each layer. The first two columns are flush left, as texts are.
    @Override
    public String toString() {
        List<Integer> widths = IntStream.range(0, headings.size()).mapToObj(this::width).toList();
        int others = widths.stream().mapToInt(width -> GAP.length() + width).sum();
        int room = Math.max(LEAST_LAYER, TERMINAL - others);
        List<String> layers = rows.stream().map(row -> row.layer(room)).toList();
        int first = Math.max(LAYER.length(), layers.stream().mapToInt(String::length).max().orElse(0));
        String line = "═".repeat(first + others) + "\n";
        StringBuilder table = new StringBuilder("─".repeat(first + others) + "\n");
        append(table, LAYER, first, headings, widths).append(line);
        for (int i = 0; i < rows.size(); i++) {
            append(table, layers.get(i), first, rows.get(i).cells(), widths);
        }
        return table.append(line).toString();
    }

    private int width(int column) {
        int widest = rows.stream().mapToInt(row -> row.cells().get(column).length()).max().orElse(0);
        return Math.max(headings.get(column).length(), widest);
    }

    private static StringBuilder append(
            StringBuilder table, String layer, int first, List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder(layer).repeat(" ", first - layer.length());
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            int space = widths.get(i) - cell.length();
            boolean number = i >= cells.size() - 2;
            line.append(GAP).repeat(" ", number ? space : 0).append(cell).repeat(" ", number ? 0 : space);
        }
        return table.append(line).append('\n');
    }
}
