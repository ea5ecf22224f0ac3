package dev.fovea.nn;

import dev.fovea.tensor.Shape;
import dev.fovea.text.Figures;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The table of a network's layers, as Keras prints it, with multiply-adds.
///
/// @param name the network's name
/// @param input the shape of one sample
public record Summary(String name, Shape input, List<Row> rows) {
    /// Columns of a terminal; in a wider table the types are left out.
    private static final int TERMINAL = 80;

    /// Smaller numbers of values are shown in full.
    private static final int EXACT = 10_000;

    private static final BigDecimal THOUSAND = new BigDecimal(1_000);
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);

    public Summary {
        rows = List.copyOf(rows);
    }

    /// One layer.
    ///
    /// @param call the call that builds it
    /// @param output the shape of one sample's output
    /// @param values that the layer adds to memory: none where it passes on what another row has, as it is or in
    /// another
    ///     shape, or where prediction leaves it out
    /// @param weights of the parameters, those that are no biases or scales
    /// @param multiplyAdds for one sample
    public record Row(
            String name, String type, String call, Shape output, long values, long parameters, long weights,
            long multiplyAdds) {}

    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /// The parameters without biases and scales.
    public long weights() {
        return rows.stream().mapToLong(Row::weights).sum();
    }

    /// Multiply-adds of one sample's forward pass.
    public long multiplyAdds() {
        return rows.stream().mapToLong(Row::multiplyAdds).sum();
    }

    /// Values that the input and all outputs of one sample hold, each once.
    public long values() {
        return input.size() + rows.stream().mapToLong(Row::values).sum();
    }

    /// The table: layer, output shape, parameters, multiply-adds, and totals.
    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"Layer (type)", "Output shape", "Parameters", "Multiply-adds"});
        for (Row row : rows) {
            lines.add(new String[] {layer(row), shape(row.output()), Figures.count(row.parameters()),
                    Figures.count(row.multiplyAdds())});
        }
        return table(lines) + "Total parameters: " + Figures.count(parameters()) + "\nMultiply-adds for one sample: "
                + Figures.count(multiplyAdds()) + "\n";
    }

    /// The table of what one sample takes: layer, output shape, values, weights without biases and
    /// scales, and totals. From 10,000 on values have two figures, `K` for thousands and `M` for millions, as the lines
    /// below the table say.
    public String memory() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"Layer (type)", "Output shape", "Values", "Weights"});
        lines.add(new String[] {"input", shape(input), twoFigures(input.size()), "0"});
        for (Row row : rows) {
            lines.add(new String[] {
                layer(row), shape(row.output()), twoFigures(row.values()), Figures.count(row.weights())
            });
        }
        boolean large = input.size() >= EXACT || rows.stream().anyMatch(row -> row.values() >= EXACT);
        return table(lines) + (large ? "Values are counted: K is a thousand, M a million\n" : "")
                + "Values of one sample: " + Figures.count(values()) + ", at 4 bytes each " + bytes(4 * values())
                + "\nWeights without biases: " + Figures.count(weights()) + "\n";
    }

    /// `93 MB`, or `37 KB` below a million.
    private static String bytes(long bytes) {
        return bytes < 1_000_000
                ? Figures.count((bytes + 500) / 1_000) + " KB"
                : Figures.count((bytes + 500_000) / 1_000_000) + " MB";
    }

    private String table(List<String[]> lines) {
        if (width(widths(lines)) > TERMINAL) {
            // A name says the type, unless it was given.
            lines.forEach(line -> line[0] = line[0].replaceFirst(" \\(\\w+\\)$", ""));
        }
        int[] widths = widths(lines);
        int width = width(widths);
        StringBuilder table = new StringBuilder("Model: " + name + ", input " + shape(input) + "\n");
        table.append("─".repeat(width)).append('\n');
        for (int i = 0; i < lines.size(); i++) {
            String[] line = lines.get(i);
            table.append(String.format(
                    Locale.ROOT,
                    "%-" + widths[0] + "s  %-" + widths[1] + "s  %" + widths[2] + "s  %" + widths[3] + "s%n",
                    (Object[]) line));
            if (i == 0) {
                table.append("═".repeat(width)).append('\n');
            }
        }
        return table.append("═".repeat(width)).append('\n').toString();
    }

    private static int[] widths(List<String[]> lines) {
        int[] widths = new int[4];
        for (String[] line : lines) {
            for (int column = 0; column < 4; column++) {
                widths[column] = Math.max(widths[column], line[column].length());
            }
        }
        return widths;
    }

    private static int width(int[] widths) {
        return widths[0] + widths[1] + widths[2] + widths[3] + 6;
    }

    private static String layer(Row row) {
        return row.name() + " (" + row.type() + ")";
    }

    private static String shape(Shape shape) {
        return "(" + shape.toString().replace("×", ", ") + ")";
    }

    /// `4,096`, `25K`, `150K`, `3.2M`.
    static String twoFigures(long values) {
        if (values < EXACT) {
            return Figures.count(values);
        }
        BigDecimal two = new BigDecimal(values).round(new MathContext(2));
        return two.compareTo(MILLION) < 0
                ? two.divide(THOUSAND).toBigInteger() + "K"
                : two.divide(MILLION).stripTrailingZeros().toPlainString() + "M";
    }
}
