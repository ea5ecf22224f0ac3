package dev.fovea.drawing;

import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A matrix as coloured cells with their numbers: an image, a kernel, a feature map, a confusion matrix.
///
/// @param values rows × columns
/// @param diagonal the colours of the cells whose row is their column, where those mean something else
/// @param decimals of the printed numbers; −1 prints none
/// @param cell the height of a cell in pixels; a cell is as wide, or wider where its numbers are long
/// @param least the least width of a cell in pixels, for matrices that stand under each other
/// @param rowNames left of the rows; empty for none
/// @param columnNames above the columns; empty for none
/// @param marks frames around parts
public record Matrix(
        Tensor values, ColourScale scale, ColourScale diagonal, int decimals, double cell, double least,
        List<String> rowNames, List<String> columnNames, List<Mark> marks)
        implements Figure {
    private static final double NAME_SIZE = 12;
    /// Of a cell: an em of its number, and the space on both sides together.
    private static final double DIGITS = 0.38;
    private static final double ROOM = 0.29;

    /// A frame around cells: rows `row` … `row + height − 1`, columns `column` … `column + width − 1`.
    public record Mark(int row, int column, int height, int width, int colour) {
        /// Whether a cell lies in the rectangle.
        public boolean covers(int row, int column) {
            return row >= this.row && row < this.row + height && column >= this.column && column < this.column + width;
        }
    }

    public Matrix {
        rowNames = List.copyOf(rowNames);
        columnNames = List.copyOf(columnNames);
        marks = List.copyOf(marks);
        if (values.shape().rank() != 2) {
            throw new IllegalArgumentException("a matrix has rows and columns: got a tensor of " + values.shape());
        }
        if (!rowNames.isEmpty() && rowNames.size() != values.shape().dim(0)
                || !columnNames.isEmpty() && columnNames.size() != values.shape().dim(1)) {
            throw new IllegalArgumentException(
                    "names must be one for each row and column of " + values.shape() + ": got "
                    + rowNames.size() + " and " + columnNames.size());
        }
    }

    /// Whole numbers as they are, others with two decimals; colours as [ColourScale#of] chooses.
    public static Matrix of(Tensor values) {
        ColourScale scale = ColourScale.of(values.values());
        return new Matrix(
                values, scale, scale, Numerals.decimals(2, values.values()), 36, 0, List.of(), List.of(), List.of());
    }

    public Matrix scale(ColourScale scale) {
        return with(draft -> {
            draft.scale = scale;
            draft.diagonal = scale;
        });
    }

    /// With other colours where the row is the column.
    public Matrix diagonal(ColourScale diagonal) {
        return with(draft -> draft.diagonal = diagonal);
    }

    /// −1 prints no numbers.
    public Matrix decimals(int decimals) {
        return with(draft -> draft.decimals = decimals);
    }

    public Matrix cell(double cell) {
        return with(draft -> draft.cell = cell);
    }

    /// With cells at least so wide.
    public Matrix across(double least) {
        return with(draft -> draft.least = least);
    }

    public Matrix names(List<String> rowNames, List<String> columnNames) {
        return with(draft -> {
            draft.rowNames = rowNames;
            draft.columnNames = columnNames;
        });
    }

    /// With one more frame.
    public Matrix mark(int row, int column, int height, int width, int colour) {
        List<Mark> more = new ArrayList<>(marks);
        more.add(new Mark(row, column, height, width, colour));
        return with(draft -> draft.marks = more);
    }

    /// A copy in the making: what a wither does not set stays as it is here.
    private final class Draft {
        ColourScale scale = scale();
        ColourScale diagonal = diagonal();
        int decimals = decimals();
        double cell = cell();
        double least = least();
        List<String> rowNames = rowNames();
        List<String> columnNames = columnNames();
        List<Mark> marks = marks();

        Matrix matrix() {
            return new Matrix(values, scale, diagonal, decimals, cell, least, rowNames, columnNames, marks);
        }
    }

    private Matrix with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.matrix();
    }

    /// As a picture of pixels, without marks.
    public Pixels pixels() {
        return PixelMatrix.of(this);
    }

    private Lettering names() {
        return Lettering.of(NAME_SIZE).colour(Colours.MUTED);
    }

    private double left() {
        return rowNames.stream().mapToDouble(names()::width).max().stream().map(width -> width + 8).findFirst()
                .orElse(0);
    }

    /// Names that are wider than a cell stand upright.
    private boolean upright() {
        return columnNames.stream().mapToDouble(names()::width).max().orElse(0) > across() - 2;
    }

    private double top() {
        if (columnNames.isEmpty()) {
            return 0;
        }
        return upright() ? columnNames.stream().mapToDouble(names()::width).max().orElse(0) + 8 : NAME_SIZE + 6;
    }

    /// The width of a cell.
    public double across() {
        double widest = 0;
        for (float value : values.values()) {
            widest = decimals < 0 ? 0 : Math.max(widest, digits().width(Numerals.fixed(value, decimals)));
        }
        return Math.max(Math.max(cell, least), widest + ROOM * cell);
    }

    private Lettering digits() {
        return Lettering.of(DIGITS * cell).digits().middle();
    }

    int rgb(int row, int column) {
        return (row == column ? diagonal : scale).rgb(values.at(row, column));
    }

    @Override
    public double width() {
        return left() + across() * values.shape().dim(1);
    }

    @Override
    public double height() {
        return top() + cell * values.shape().dim(0);
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        double x0 = x + left();
        double y0 = y + top();
        double across = across();
        int rows = values.shape().dim(0);
        int columns = values.shape().dim(1);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                cell(svg, x0 + column * across, y0 + row * cell, across, row, column);
            }
        }
        svg.rect(x0, y0, columns * across, rows * cell, 0, Ink.line(Colours.MUTED, 1));
        drawNames(svg, x0, y0, across);
        for (Mark mark : marks) {
            svg.rect(
                    x0 + mark.column * across, y0 + mark.row * cell, mark.width * across, mark.height * cell, 2,
                    Ink.line(mark.colour, 3));
        }
    }

    private void cell(Svg svg, double x, double y, double across, int row, int column) {
        int colour = rgb(row, column);
        svg.rect(x, y, across, cell, 0, Ink.fill(colour).border(Colours.GRID, 0.75));
        if (decimals >= 0) {
            String number = Numerals.fixed(values.at(row, column), decimals);
            svg.text(
                    x + across / 2, y + cell / 2 + 0.36 * DIGITS * cell, number,
                    digits().colour(Colours.textOn(colour)));
        }
    }

    private void drawNames(Svg svg, double x0, double y0, double across) {
        for (int row = 0; row < rowNames.size(); row++) {
            svg.text(x0 - 8, y0 + (row + 0.5) * cell + 4, rowNames.get(row), names().end());
        }
        for (int column = 0; column < columnNames.size(); column++) {
            double middle = x0 + (column + 0.5) * across;
            String name = columnNames.get(column);
            if (upright()) {
                svg.upwards(middle + 4, y0 - 6 - names().width(name) / 2, name, names());
            } else {
                svg.text(middle, y0 - 6, name, names().middle());
            }
        }
    }
}
