package dev.fovea.explain.report;

import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Numerals;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The feature maps of every layer for one image.
final class Maps {
    private static final int COLUMNS = 8;
    /// Maps of a layer, and of all layers together where there are many.
    private static final int MOST = 32;
    private static final int IN_ALL = 1200;
    private static final int SIDE = 96;
    /// Letters of a layer's call.
    private static final int LONGEST = 120;
    /// Numbers in a row of a vector's picture if they are not very many, and the pixels of a number and of a row.
    private static final int ROW = 64;
    private static final int CELL = 12;
    private static final int ACROSS = ROW * CELL;

    private Maps() {}

    static List<Picture> of(List<LayerOutput> activations) {
        int most = Math.clamp(IN_ALL / Math.max(1, activations.size()), COLUMNS, MOST);
        List<Picture> pictures = new ArrayList<>();
        for (LayerOutput activation : activations) {
            String number = String.format(Locale.ROOT, "%02d", pictures.size() + 1);
            String file = "maps-" + number + "-" + Picture.fileName(activation.name()) + ".png";
            pictures.add(picture(activation, file, most / COLUMNS * COLUMNS));
        }
        return pictures;
    }

    private static Picture picture(LayerOutput activation, String file, int most) {
        Tensor values = activation.values();
        String heading = activation.name() + " · " + values.shape();
        if (values.shape().rank() == 3) {
            int maps = values.shape().dim(2);
            int shown = Math.min(most, maps);
            String words = FilterPictures.count(shown, maps, maps == 1 ? "map" : "maps") + dead(values) + range(values);
            return new Picture(file, heading, call(activation) + ": " + words, maps(values, shown));
        }
        return new Picture(
                file, heading, call(activation) + ": " + values.values().length + " numbers, row by row"
                        + range(values),
                vector(values.values()));
    }

    /// A block of layers says no more than its beginning: its layers stand above it.
    private static String call(LayerOutput activation) {
        String call = activation.call();
        return call.length() > LONGEST ? call.substring(0, LONGEST) + "…" : call;
    }

    private static Pixels maps(Tensor values, int shown) {
        ColourScale scale = signed(values.values());
        List<Sheet.Tile> tiles = new ArrayList<>();
        for (int c = 0; c < shown; c++) {
            tiles.add(Sheet.Tile.of(Pixels.channel(values, c, scale)));
        }
        return Sheet.of("", COLUMNS, tiles).side(SIDE).pixels();
    }

    /// Of one meaning for all layers, whether they have negative values or not.
    private static ColourScale signed(float[] values) {
        return ColourScale.diverging(ColourScale.limit(values));
    }

    /// Numbers without a place in the image, as rows of squares.
    private static Pixels vector(float[] values) {
        int columns = columns(values.length);
        int rows = (values.length + columns - 1) / columns;
        Tensor picture = new Tensor(Shape.of(rows, columns, 1), Arrays.copyOf(values, rows * columns));
        int cell = Math.clamp(ACROSS / columns, 1, columns < ROW / 2 ? 2 * CELL : CELL);
        Pixels pixels = Pixels.channel(picture, 0, signed(values)).enlarged(cell);
        return Sheet.of("", 1, List.of(Sheet.Tile.of(pixels))).side(1).pixels();
    }

    /// The longest rows that are all full; where there are none of a fair length, the last is filled with zeros.
    private static int columns(int length) {
        int longest = Math.min(length, Math.max(ROW, (int) Math.sqrt(2.0 * length)));
        for (int columns = longest; columns > longest / 4; columns--) {
            if (length % columns == 0) {
                return columns;
            }
        }
        return longest;
    }

    /// Maps that are 0 everywhere on this image.
    private static String dead(Tensor values) {
        int maps = values.shape().dim(2);
        boolean[] alive = new boolean[maps];
        for (int i = 0; i < values.values().length; i++) {
            alive[i % maps] |= values.values()[i] != 0;
        }
        int dead = 0;
        for (boolean one : alive) {
            dead += one ? 0 : 1;
        }
        return dead == 0 ? "" : ", " + dead + " of the " + maps + " silent on this image";
    }

    private static String range(Tensor values) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (float value : values.values()) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        return ", values from " + number(least) + " to " + number(greatest) + ".";
    }

    private static String number(double value) {
        return value == 0 ? "0" : Numerals.fixed(value, 2);
    }
}
