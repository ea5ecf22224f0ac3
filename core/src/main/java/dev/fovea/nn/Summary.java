package dev.fovea.nn;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The table of a network's layers, as Keras prints it, with multiply-adds.
///
/// @param name the network's name
/// @param input the shape of one sample
public record Summary(String name, Shape input, List<Row> rows) {
    public Summary {
        rows = List.copyOf(rows);
    }

    /// One layer.
    ///
    /// @param call the call that builds it
    /// @param output the shape of one sample's output
    /// @param weights of the parameters, those that are no biases or scales
    /// @param multiplyAdds for one sample
    public record Row(String name, String type, String call, Shape output, long parameters, long weights, long multiplyAdds) {}

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

    /// The table: layer, output shape, parameters, multiply-adds, and totals.
    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"Layer (type)", "Output shape", "Parameters", "Multiply-adds"});
        for (Row row : rows) {
            lines.add(new String[] {
                row.name() + " (" + row.type() + ")", "(" + row.output().toString().replace("×", ", ") + ")",
                number(row.parameters()), number(row.multiplyAdds())
            });
        }
        int[] widths = new int[4];
        for (String[] line : lines) {
            for (int column = 0; column < 4; column++) {
                widths[column] = Math.max(widths[column], line[column].length());
            }
        }
        int width = widths[0] + widths[1] + widths[2] + widths[3] + 6;
        StringBuilder table = new StringBuilder("Model: " + name + ", input (" + input.toString().replace("×", ", ") + ")\n");
        table.append("─".repeat(width)).append('\n');
        for (int i = 0; i < lines.size(); i++) {
            String[] line = lines.get(i);
            table.append(String.format(
                    Locale.ROOT, "%-" + widths[0] + "s  %-" + widths[1] + "s  %" + widths[2] + "s  %" + widths[3] + "s%n",
                    (Object[]) line));
            if (i == 0) {
                table.append("═".repeat(width)).append('\n');
            }
        }
        table.append("═".repeat(width)).append('\n');
        table.append("Total parameters: ").append(number(parameters())).append('\n');
        table.append("Multiply-adds for one sample: ").append(number(multiplyAdds())).append('\n');
        return table.toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
