package dev.fovea.explain.picture;

import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A matrix as coloured cells with their numbers: an image, a kernel, a feature map, a confusion matrix.
///
/// @param values rows × columns
/// @param decimals of the printed numbers; −1 prints none
/// @param cell the side of a cell in pixels
/// @param rowNames left of the rows; empty for none
/// @param columnNames above the columns; empty for none
/// @param marks frames around parts
public record Matrix(
        Tensor values, ColourScale scale, int decimals, double cell, List<String> rowNames, List<String> columnNames,
        List<Mark> marks)
        implements Figure {
    private static final double NAME_SIZE = 12;

    /// A frame around cells: rows `row` … `row + height − 1`, columns `column` … `column + width − 1`.
    public record Mark(int row, int column, int height, int width, int colour) {}

    public Matrix {
        rowNames = List.copyOf(rowNames);
        columnNames = List.copyOf(columnNames);
        marks = List.copyOf(marks);
        if (values.shape().rank() != 2) {
            throw new IllegalArgumentException("a matrix has rows and columns: got a tensor of " + values.shape());
        }
        if (!rowNames.isEmpty() && rowNames.size() != values.shape().dim(0)
                || !columnNames.isEmpty() && columnNames.size() != values.shape().dim(1)) {
            throw new IllegalArgumentException("names must be one for each row and column of " + values.shape() + ": got "
                    + rowNames.size() + " and " + columnNames.size());
        }
    }

    /// Whole numbers as they are, others with two decimals; colours as [ColourScale#of] chooses.
    public static Matrix of(Tensor values) {
        return new Matrix(
                values, ColourScale.of(values.values()), Numerals.decimals(2, values.values()), 36, List.of(), List.of(),
                List.of());
    }

    public Matrix scale(ColourScale scale) {
        return new Matrix(values, scale, decimals, cell, rowNames, columnNames, marks);
    }

    /// −1 prints no numbers.
    public Matrix decimals(int decimals) {
        return new Matrix(values, scale, decimals, cell, rowNames, columnNames, marks);
    }

    public Matrix cell(double cell) {
        return new Matrix(values, scale, decimals, cell, rowNames, columnNames, marks);
    }

    public Matrix names(List<String> rowNames, List<String> columnNames) {
        return new Matrix(values, scale, decimals, cell, rowNames, columnNames, marks);
    }

    /// With one more frame.
    public Matrix mark(int row, int column, int height, int width, int colour) {
        List<Mark> more = new ArrayList<>(marks);
        more.add(new Mark(row, column, height, width, colour));
        return new Matrix(values, scale, decimals, cell, rowNames, columnNames, more);
    }

    /// As a picture of pixels, without marks.
    public Pixels pixels() {
        return PixelMatrix.of(this);
    }

    private Lettering names() {
        return Lettering.of(NAME_SIZE).colour(Colours.MUTED);
    }

    private double left() {
        return rowNames.stream().mapToDouble(names()::width).max().stream().map(width -> width + 8).findFirst().orElse(0);
    }

    /// Names that are wider than a cell stand upright.
    private boolean upright() {
        return columnNames.stream().mapToDouble(names()::width).max().orElse(0) > cell - 2;
    }

    private double top() {
        if (columnNames.isEmpty()) {
            return 0;
        }
        return upright() ? columnNames.stream().mapToDouble(names()::width).max().orElse(0) + 8 : NAME_SIZE + 6;
    }

    @Override
    public double width() {
        return left() + cell * values.shape().dim(1);
    }

    @Override
    public double height() {
        return top() + cell * values.shape().dim(0);
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        double x0 = x + left();
        double y0 = y + top();
        int rows = values.shape().dim(0);
        int columns = values.shape().dim(1);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                cell(svg, x0 + column * cell, y0 + row * cell, values.at(row, column));
            }
        }
        svg.rect(x0, y0, columns * cell, rows * cell, 0, Ink.line(Colours.MUTED, 1));
        drawNames(svg, x0, y0);
        for (Mark mark : marks) {
            svg.rect(
                    x0 + mark.column * cell, y0 + mark.row * cell, mark.width * cell, mark.height * cell, 2,
                    Ink.line(mark.colour, 3));
        }
    }

    private void cell(Svg svg, double x, double y, float value) {
        int colour = scale.rgb(value);
        svg.rect(x, y, cell, cell, 0, Ink.fill(colour).border(Colours.GRID, 0.75));
        if (decimals >= 0) {
            String number = Numerals.fixed(value, decimals);
            double size = Math.min(0.38 * cell, 0.9 * cell / (0.62 * Math.max(3, number.length())));
            Lettering digits = Lettering.of(size).digits().middle().colour(Colours.textOn(colour));
            svg.text(x + cell / 2, y + cell / 2 + 0.36 * size, number, digits);
        }
    }

    private void drawNames(Svg svg, double x0, double y0) {
        for (int row = 0; row < rowNames.size(); row++) {
            svg.text(x0 - 8, y0 + (row + 0.5) * cell + 4, rowNames.get(row), names().end());
        }
        for (int column = 0; column < columnNames.size(); column++) {
            double middle = x0 + (column + 0.5) * cell;
            String name = columnNames.get(column);
            if (upright()) {
                svg.upwards(middle + 4, y0 - 6 - names().width(name) / 2, name, names());
            } else {
                svg.text(middle, y0 - 6, name, names().middle());
            }
        }
    }
}
