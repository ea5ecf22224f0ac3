package dev.fovea.drawing;

import java.util.List;

/// A [Matrix] as a picture of pixels, in the pixel letters of a [Sheet]: for places that take no SVG. Marks are left
/// out.
final class PixelMatrix {
    private static final int GAP = 12;
    private static final int PAD = 8;

    private PixelMatrix() {}

    static Pixels of(Matrix matrix) {
        int rows = matrix.values().shape().dim(0);
        int columns = matrix.values().shape().dim(1);
        int cellHeight = matrix.decimals() < 0 ? (int) matrix.cell() : PixelFont.HEIGHT + 2 * PAD;
        int cellWidth = Math.max(cellHeight, Math.max(widest(matrix), longest(matrix.columnNames())) + PAD);
        int left = GAP + (matrix.rowNames().isEmpty() ? 0 : longest(matrix.rowNames()) + PAD);
        int top = GAP + (matrix.columnNames().isEmpty() ? 0 : PixelFont.HEIGHT + PAD);
        Pixels picture = Pixels.blank(left + columns * cellWidth + GAP, top + rows * cellHeight + GAP, Colours.WHITE);
        for (int column = 0; column < matrix.columnNames().size(); column++) {
            centred(picture, matrix.columnNames().get(column), left + column * cellWidth, GAP, cellWidth, Colours.INK);
        }
        for (int row = 0; row < rows; row++) {
            int y = top + row * cellHeight;
            if (!matrix.rowNames().isEmpty()) {
                String name = matrix.rowNames().get(row);
                int x = left - PAD - PixelFont.width(name);
                PixelFont.write(picture, name, x, y + (cellHeight - PixelFont.HEIGHT) / 2, Colours.INK);
            }
            for (int column = 0; column < columns; column++) {
                float value = matrix.values().at(row, column);
                int colour = matrix.rgb(row, column);
                int x = left + column * cellWidth;
                picture.fill(x, y, cellWidth, cellHeight, Colours.GRID);
                picture.fill(x + 1, y + 1, cellWidth - 1, cellHeight - 1, colour);
                if (matrix.decimals() >= 0) {
                    centred(picture, number(matrix, value), x, y + PAD, cellWidth, Colours.textOn(colour));
                }
            }
        }
        return picture;
    }

    private static void centred(Pixels picture, String words, int x, int y, int width, int colour) {
        PixelFont.write(picture, words, x + (width - PixelFont.width(words)) / 2, y, colour);
    }

    private static int longest(List<String> words) {
        return words.stream().mapToInt(PixelFont::width).max().orElse(0);
    }

    private static int widest(Matrix matrix) {
        int widest = 0;
        for (float value : matrix.values().values()) {
            widest = matrix.decimals() < 0 ? 0 : Math.max(widest, PixelFont.width(number(matrix, value)));
        }
        return widest;
    }

    /// The letters know no minus but the hyphen.
    private static String number(Matrix matrix, float value) {
        return Numerals.fixed(value, matrix.decimals()).replace('−', '-');
    }
}
