package dev.fovea.app.page;

import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Numerals;
import dev.fovea.explain.example.Block;
import dev.fovea.explain.example.Example;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An example's page as text of 80 columns. The window of a matrix stands in brackets, and where there are colours in
/// reverse.
///
/// `ExamplePage` in `learn` makes HTML of the same blocks. Which kinds of blocks there are is all that the two share,
/// and there the compiler asks each of them for every kind.
public final class TextPage {
    private static final int COLUMNS = 80;
    private static final String GAP = "   ";
    private static final String BOLD = "\u001B[1m";
    private static final String DIM = "\u001B[2m";
    private static final String BLUE = "\u001B[34m";
    private static final String CYAN = "\u001B[36m";
    private static final String REVERSE = "\u001B[7m";
    private static final String PLAIN = "\u001B[0m";

    private final boolean colours;
    private final StringBuilder text = new StringBuilder();

    public TextPage(boolean colours) {
        this.colours = colours;
    }

    /// The whole page.
    public String of(Example example) {
        line(styled(BOLD, example.title()));
        for (Block block : example.page()) {
            if (!(block instanceof Block.Picture)) {
                line("");
            }
            switch (block) {
                case Block.Picture _ -> { }
                case Block.Heading heading -> line(styled(BOLD, heading.text()));
                case Block.Paragraph paragraph -> wrap(paragraph.text());
                case Block.Lines lines -> lines.lines().forEach(one -> line("  " + Printable.lines(one)));
                case Block.Row row -> row(row.pieces().stream().flatMap(piece -> parts(piece).stream()).toList());
                case Block.Table table -> table(table);
            }
        }
        line("");
        return text.toString();
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private String styled(String style, String words) {
        String safe = Printable.lines(words);
        return colours && !safe.isBlank() ? style + safe + PLAIN : safe;
    }

    /// Spaces that no line may end at are spaces like others once lines are broken.
    private void wrap(String words) {
        WrappedText.of(Printable.lines(words), COLUMNS, "", WrappedText.WORDS)
                .forEach(one -> line(one.replace('\u00A0', ' ')));
    }

    /// Lines of equal width; styles take none.
    private record Column(List<String> lines, int width) {}

    /// As many pieces side by side as there is room for, the others below.
    private void row(List<Block.Piece> pieces) {
        int shortest = pieces.stream().mapToInt(TextPage::height).filter(rows -> rows > 0).min().orElse(1);
        List<Column> columns = new ArrayList<>();
        int width = 2;
        for (Block.Piece piece : pieces) {
            Column column = switch (piece) {
                case Block.Sign sign -> sign(sign.text(), shortest);
                case Block.Grid grid -> grid(grid);
            };
            if (!columns.isEmpty() && width + column.width > COLUMNS) {
                join(columns);
                line("");
                columns.clear();
                width = 2;
            }
            columns.add(column);
            width += column.width + GAP.length();
        }
        join(columns);
    }

    /// A matrix that is wider than a line as several, each of some of its columns.
    private static List<Block.Piece> parts(Block.Piece piece) {
        if (!(piece instanceof Block.Grid grid)) {
            return List.of(piece);
        }
        int columns = grid.values().shape().dim(1);
        int most = (COLUMNS - 3) / (digits(grid) + 1);
        if (columns <= most) {
            return List.of(grid);
        }
        List<Block.Piece> parts = new ArrayList<>();
        for (int from = 0; from < columns; from += most) {
            parts.add(part(grid, from, Math.min(from + most, columns)));
        }
        return parts;
    }

    private static Block.Grid part(Block.Grid grid, int from, int to) {
        int rows = grid.values().shape().dim(0);
        Tensor values = Tensor.zeros(Shape.of(rows, to - from));
        for (int i = 0; i < values.values().length; i++) {
            values.values()[i] = grid.values().at(i / (to - from), from + i % (to - from));
        }
        String caption = grid.caption() + ", columns " + (from + 1) + " to " + to;
        Block.Grid part = new Block.Grid(caption, values, grid.decimals(), null);
        Matrix.Mark window = grid.window();
        if (window == null) {
            return part;
        }
        int first = Math.max(from, window.column());
        int width = Math.min(to, window.column() + window.width()) - first;
        return width <= 0 ? part : part.window(window.row(), first - from, window.height(), width);
    }

    private static int digits(Block.Grid grid) {
        int digits = 1;
        for (float value : grid.values().values()) {
            digits = Math.max(digits, cell(value, grid.decimals()).length());
        }
        return digits;
    }

    private static int height(Block.Piece piece) {
        return piece instanceof Block.Grid grid ? grid.values().shape().dim(0) : 0;
    }

    private void join(List<Column> columns) {
        int height = columns.stream().mapToInt(column -> column.lines.size()).max().orElse(0);
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder(" ");
            for (int c = 0; c < columns.size(); c++) {
                Column column = columns.get(c);
                line.append(c == 0 ? " " : GAP);
                line.append(i < column.lines.size() ? column.lines.get(i) : " ".repeat(column.width));
            }
            line(line.toString());
        }
    }

    /// Beside the middle of the lowest matrix.
    private static Column sign(String sign, int rows) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= rows; i++) {
            lines.add(i == 1 + (rows - 1) / 2 ? sign : " ".repeat(sign.length()));
        }
        return new Column(lines, sign.length());
    }

    private Column grid(Block.Grid grid) {
        Tensor values = grid.values();
        int rows = values.shape().dim(0);
        int columns = values.shape().dim(1);
        int digits = digits(grid);
        int numbers = columns * (digits + 1) + 1;
        int width = Math.max(numbers, grid.caption().length());
        List<String> lines = new ArrayList<>();
        lines.add(styled(CYAN, grid.caption()) + " ".repeat(width - grid.caption().length()));
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                float value = values.at(row, column);
                String cell = cell(value, grid.decimals());
                line.append(between(grid.window(), row, column));
                line.append(styled(
                        style(grid, row, column, value), " ".repeat(digits - cell.length()) + cell));
            }
            lines.add(line.append(between(grid.window(), row, columns)).append(" ".repeat(width - numbers)).toString());
        }
        return new Column(lines, width);
    }

    private static String cell(float value, int decimals) {
        return decimals < 0 ? value > 0 ? "■" : "·" : Numerals.fixed(value, decimals);
    }

    private static String style(Block.Grid grid, int row, int column, float value) {
        Matrix.Mark window = grid.window();
        boolean inside = window != null && window.covers(row, column);
        return inside ? REVERSE : value < 0 && grid.decimals() >= 0 ? BLUE : value > 0 ? BOLD : DIM;
    }

    /// What stands before a column: a bracket where the window begins or ends.
    private static char between(Matrix.@Nullable Mark window, int row, int column) {
        if (window == null || row < window.row() || row >= window.row() + window.height()) {
            return ' ';
        }
        return column == window.column() ? '[' : column == window.column() + window.width() ? ']' : ' ';
    }

    private void table(Block.Table table) {
        int columns = table.header().size();
        int[] widths = new int[columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            widths[c] = Math.max(
                    table.header().get(c).length(),
                    table.rows().stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
        }
        boolean named = table.header().stream().anyMatch(name -> !name.isEmpty());
        if (named) {
            line("  " + styled(CYAN, cells(table.header(), widths, table.left())));
        }
        table.rows().forEach(row -> line("  " + cells(row, widths, table.left())));
    }

    private static String cells(List<String> row, int[] widths, List<Integer> left) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String pad = " ".repeat(widths[c] - row.get(c).length());
            boolean flushLeft = c == 0 || left.contains(c);
            line.append(c == 0 ? "" : "  ").append(flushLeft ? row.get(c) + pad : pad + row.get(c));
        }
        return line.toString();
    }
}
