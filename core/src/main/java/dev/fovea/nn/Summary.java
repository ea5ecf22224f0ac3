package dev.fovea.nn;

import dev.fovea.tensor.Shape;
import dev.fovea.text.Figures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of a network's layers, as Keras prints it, with multiply-adds.
///
/// @param name the network's name
/// @param input the shape of one sample
public record Summary(String name, Shape input, List<Row> rows) {
    /// Smaller numbers of values are shown in full.
    private static final int EXACT = 10_000;

    private static final long THOUSAND = 1_000;
    private static final long MILLION = 1_000_000;

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
    /// @param states numbers that are kept and saved but not trained, such as running means
    /// @param multiplyAdds for one sample
    /// @param window of a convolution or a pooling; null elsewhere
    public record Row(
            String name, String type, String call, Shape output, long values, long parameters, long weights,
            long states, long multiplyAdds, @Nullable LayerWindow window) {}

    /// What training changes.
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /// What is kept and saved but not trained.
    public long states() {
        return rows.stream().mapToLong(Row::states).sum();
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

    /// The table: layer, output shape, kernel, parameters, multiply-adds, and totals. As Keras does, the total of the
    /// parameters has those that are not trained; the table's column has not.
    @Override
    public String toString() {
        SummaryTable table = new SummaryTable("Output shape", "Kernel", "Parameters", "Multiply-adds");
        WindowColumn windows = new WindowColumn(rows);
        for (Row row : rows) {
            table.row(
                    row.name(), row.type(), shape(row.output()), windows.of(row), Figures.count(row.parameters()),
                    Figures.count(row.multiplyAdds()));
        }
        boolean windowed = rows.stream().anyMatch(row -> row.window() != null);
        return heading() + table + (windowed ? "Kernel: height × width, s stride, p padding in pixels\n" : "")
                + "Total parameters: " + Figures.count(parameters() + states())
                + "\nTrainable parameters: " + Figures.count(parameters())
                + "\nNot trainable: " + Figures.count(states())
                + (states() == 0 ? "" : ", running means and variances")
                + "\nMultiply-adds for one sample: " + Figures.count(multiplyAdds()) + "\n";
    }

    /// The table of what one sample takes: layer, output shape, values, weights without biases and
    /// scales, and totals. From 10,000 on values have two figures, `K` for thousands and `M` for millions, as the lines
    /// below the table say.
    public String memory() {
        SummaryTable table = new SummaryTable("Output shape", "Values", "Weights");
        table.row("input", "", shape(input), twoFigures(input.size()), "0");
        for (Row row : rows) {
            table.row(
                    row.name(), row.type(), shape(row.output()), twoFigures(row.values()),
                    Figures.count(row.weights()));
        }
        boolean large = input.size() >= EXACT || rows.stream().anyMatch(row -> row.values() >= EXACT);
        return heading() + table + (large ? "Values are counted: K is a thousand, M a million\n" : "")
                + "Values of one sample: " + Figures.count(values()) + ", at 4 bytes each " + bytes(4 * values())
                + "\nWeights without biases: " + Figures.count(weights()) + "\n";
    }

    private String heading() {
        return "Model: " + name + ", input " + shape(input) + "\n";
    }

    /// `93 MB`, or `37 KB` below a million.
    private static String bytes(long bytes) {
        return bytes < 1_000_000
                ? Figures.count((bytes + 500) / 1_000) + " KB"
                : Figures.count((bytes + 500_000) / 1_000_000) + " MB";
    }

    private static String shape(Shape shape) {
        return "(" + shape.toString().replace("×", ", ") + ")";
    }

    /// `4,096`, `25K`, `150K`, `3.2M`.
    static String twoFigures(long values) {
        if (values < EXACT) {
            return Figures.count(values);
        }
        long unit = 1;
        while (values / unit >= 100) {
            unit *= 10;
        }
        long two = (values / unit + (values % unit >= unit / 2 ? 1 : 0)) * unit;
        long tenths = two % MILLION / (MILLION / 10);
        return two < MILLION ? two / THOUSAND + "K" : two / MILLION + (tenths == 0 ? "" : "." + tenths) + "M";
    }
}
