package dev.fovea.drawing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A contact sheet: small pictures in rows, each with lines of caption and, where wanted, a coloured frame. Captions
/// are set in the sheet's own pixel letters, so that a sheet is the same on every machine, with fonts or without; in an
/// SVG, of which a sheet can be a part, they are text.
///
/// @param title above the tiles; empty for none
/// @param columns tiles in a row
/// @param side pictures are enlarged by a whole factor to at most so many pixels
public record Sheet(String title, int columns, int side, List<Tile> tiles) implements Figure {
    private static final int GAP = 12;
    private static final int FRAME = 4;
    private static final int LINE = PixelFont.HEIGHT + 4;
    private static final Lettering LETTERS = Lettering.of(13);
    private static final double LEADING = 18;

    /// One picture of the sheet.
    ///
    /// @param captions lines below it
    /// @param frame 0xRRGGBB around it; null for none
    public record Tile(Pixels picture, List<String> captions, @Nullable Integer frame) {
        public Tile {
            captions = List.copyOf(captions);
        }

        public static Tile of(Pixels picture, String... captions) {
            return new Tile(picture, List.of(captions), null);
        }

        public Tile frame(int colour) {
            return new Tile(picture, captions, colour);
        }
    }

    public Sheet {
        tiles = List.copyOf(tiles);
        if (columns < 1 || side < 1 || tiles.isEmpty()) {
            throw new IllegalArgumentException(
                    "a sheet needs columns, a side and tiles: got columns=" + columns + ", side="
                    + side + ", tiles=" + tiles.size());
        }
    }

    /// Pictures of up to 96 pixels a side.
    public static Sheet of(String title, int columns, List<Tile> tiles) {
        return new Sheet(title, columns, 96, tiles);
    }

    /// Whether a caption's letters are known, if need be without their accents; others are written as question marks.
    public static boolean canWrite(String caption) {
        return PixelFont.knows(caption);
    }

    public Sheet side(int side) {
        return new Sheet(title, columns, side, tiles);
    }

    /// The whole sheet.
    public Pixels pixels() {
        List<Pixels> pictures = tiles.stream().map(tile -> tile.picture().within(side)).toList();
        int across = Math.min(columns, tiles.size());
        int tileWidth = tileWidth(pictures);
        List<Integer> heights = rowHeights(pictures, across);
        int top = title.isEmpty() ? GAP : GAP + LINE + 2;
        int titleWidth = PixelFont.width(title) + 2 * GAP;
        int width = Math.max(titleWidth, GAP + across * (tileWidth + GAP));
        int height = top + heights.stream().mapToInt(one -> one + GAP).sum();
        Pixels sheet = Pixels.blank(width, height, Colours.WHITE);
        PixelFont.write(sheet, title, GAP, GAP - 2, Colours.INK);
        int y = top;
        for (int row = 0; row < heights.size(); row++) {
            for (int column = 0; column < across && row * across + column < tiles.size(); column++) {
                int index = row * across + column;
                draw(sheet, tiles.get(index), pictures.get(index), GAP + column * (tileWidth + GAP), y, tileWidth);
            }
            y += heights.get(row) + GAP;
        }
        return sheet;
    }

    private int tileWidth(List<Pixels> pictures) {
        int widest = pictures.stream().mapToInt(Pixels::width).max().orElse(0) + 2 * FRAME;
        int longest = tiles.stream().flatMap(tile -> tile.captions().stream()).mapToInt(PixelFont::width).max()
                .orElse(0);
        return Math.max(widest, longest + 4);
    }

    private List<Integer> rowHeights(List<Pixels> pictures, int across) {
        List<Integer> heights = new ArrayList<>();
        for (int from = 0; from < tiles.size(); from += across) {
            int tallest = 0;
            for (int i = from; i < Math.min(from + across, tiles.size()); i++) {
                tallest =
                        Math.max(tallest, pictures.get(i).height() + 2 * FRAME + LINE * tiles.get(i).captions().size());
            }
            heights.add(tallest);
        }
        return heights;
    }

    private static void draw(Pixels sheet, Tile tile, Pixels picture, int x, int y, int width) {
        int left = x + (width - picture.width()) / 2;
        Integer frame = tile.frame();
        int border = frame == null ? Colours.GRID : frame;
        int thick = frame == null ? 1 : FRAME;
        sheet.fill(
                left - thick, y + FRAME - thick, picture.width() + 2 * thick, picture.height() + 2 * thick, border);
        sheet.paste(picture, left, y + FRAME);
        int line = y + picture.height() + 2 * FRAME + 2;
        for (String caption : tile.captions()) {
            PixelFont.write(sheet, caption, x + (width - PixelFont.width(caption)) / 2, line, Colours.INK);
            line += LINE;
        }
    }

    private int across() {
        return Math.min(columns, tiles.size());
    }

    /// As a part of an SVG.
    private double cellWidth() {
        return tiles.stream().mapToDouble(tile -> cellWidth(tile, side)).max().orElse(0);
    }

    private static double cellWidth(Tile tile, int side) {
        double words = tile.captions().stream().mapToDouble(LETTERS::width).max().orElse(0);
        return Math.max(words, tile.picture().within(side).width() + 2.0 * FRAME);
    }

    private double cellHeight() {
        return tiles.stream()
                .mapToDouble(
                        tile -> tile.picture().within(side).height() + 2 * FRAME + LEADING * tile.captions().size())
                .max()
                .orElse(0);
    }

    @Override
    public double width() {
        double row = across() * (cellWidth() + GAP) - GAP;
        return title.isEmpty() ? row : Math.max(row, LETTERS.width(title));
    }

    @Override
    public double height() {
        int rows = Math.ceilDiv(tiles.size(), across());
        return (title.isEmpty() ? 0 : LEADING + GAP) + rows * (cellHeight() + GAP) - GAP;
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        double top = y;
        if (!title.isEmpty()) {
            svg.text(x, y + LETTERS.size(), title, LETTERS);
            top += LEADING + GAP;
        }
        for (int i = 0; i < tiles.size(); i++) {
            draw(svg, tiles.get(i), x + i % across() * (cellWidth() + GAP), top + i / across() * (cellHeight() + GAP));
        }
    }

    private void draw(Svg svg, Tile tile, double x, double y) {
        Pixels picture = tile.picture().within(side);
        double middle = x + cellWidth() / 2;
        double left = middle - picture.width() / 2.0;
        Integer frame = tile.frame();
        double thick = frame == null ? 1 : FRAME;
        svg.rect(
                left - thick, y + FRAME - thick, picture.width() + 2 * thick, picture.height() + 2 * thick, 0,
                Ink.fill(frame == null ? Colours.GRID : frame));
        svg.picture(left, y + FRAME, picture.width(), picture.height(), picture);
        double line = y + picture.height() + 2 * FRAME + LETTERS.size();
        for (String caption : tile.captions()) {
            svg.text(middle, line, caption, LETTERS.middle());
            line += LEADING;
        }
    }

    /// Writes the sheet as PNG, and its folder if there is none.
    public void write(java.nio.file.Path file) {
        pixels().write(file);
    }
}
