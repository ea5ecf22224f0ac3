package dev.fovea.explain.example;

import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Numerals;
import dev.fovea.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of an example's page.
public sealed interface Block {
    /// Begins a part.
    record Heading(String text) implements Block {}

    /// Text to be broken into lines.
    record Paragraph(String text) implements Block {}

    /// Lines that stay as they are.
    record Lines(List<String> lines) implements Block {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /// Matrices side by side, with signs between them.
    record Row(List<Piece> pieces) implements Block {
        public Row {
            pieces = List.copyOf(pieces);
        }
    }

    /// Columns under a header; the first is flush left, the others flush right unless `left` says otherwise.
    ///
    /// @param left columns that are flush left, by index
    record Table(List<String> header, List<List<String>> rows, List<Integer> left) implements Block {
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
            left = List.copyOf(left);
        }
    }

    /// One of [Example#pictures], where the text begins to speak of it: drawn on a page, left out in a terminal.
    record Picture(String file) implements Block {}

    static Block text(String text) {
        return new Paragraph(text);
    }

    static Block lines(String... lines) {
        return new Lines(List.of(lines));
    }

    static Block row(Piece... pieces) {
        return new Row(List.of(pieces));
    }

    static Block picture(String file) {
        return new Picture(file);
    }

    /// Part of a [Row].
    sealed interface Piece {}

    /// A sign such as × or = between matrices.
    record Sign(String text) implements Piece {}

    /// A matrix as text.
    ///
    /// @param caption above it
    /// @param values rows × columns
    /// @param decimals of the numbers; −1 draws pixels, ■ for what is above 0
    /// @param window the part that is marked; null for none
    record Grid(String caption, Tensor values, int decimals, Matrix.@Nullable Mark window) implements Piece {
        private static final int WINDOW = 0;

        /// Whole numbers as they are, others with two decimals.
        public static Grid of(String caption, Tensor values) {
            return new Grid(caption, values, Numerals.decimals(2, values.values()), null);
        }

        public Grid decimals(int decimals) {
            return new Grid(caption, values, decimals, window);
        }

        /// Pixels instead of numbers.
        public Grid drawn() {
            return decimals(-1);
        }

        /// With `height` × `width` cells from (row, column) on marked.
        public Grid window(int row, int column, int height, int width) {
            return new Grid(caption, values, decimals, new Matrix.Mark(row, column, height, width, WINDOW));
        }
    }
}
