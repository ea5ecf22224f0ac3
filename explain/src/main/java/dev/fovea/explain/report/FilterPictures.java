package dev.fovea.explain.report;

import dev.fovea.backend.Layout;
import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Numerals;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.model.Model;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The filters that a model has learned: those of its first convolutions, or the weights of its first dense layer.
final class FilterPictures {
    private static final int CONVOLUTIONS = 2;
    private static final int MOST = 64;
    private static final int COLUMNS = 8;
    private static final int SIDE = 72;

    private FilterPictures() {}

    static List<Picture> of(Model model) {
        List<Picture> pictures = new ArrayList<>();
        Map<String, Layout.Place> places = model.subject().store().parameters().places();
        for (Map.Entry<String, Layout.Place> entry : places.entrySet()) {
            if (entry.getValue().shape().rank() == 4 && pictures.size() < CONVOLUTIONS) {
                pictures.add(convolution(entry.getKey(), model.read(entry.getKey()), pictures.size() + 1));
            }
        }
        long inputs = model.network().input().size();
        for (Map.Entry<String, Layout.Place> entry : places.entrySet()) {
            Shape shape = entry.getValue().shape();
            boolean first = pictures.isEmpty() && shape.rank() == 2 && shape.dim(0) == inputs;
            if (first && model.network().input().rank() == 3) {
                pictures.add(dense(entry.getKey(), model.read(entry.getKey()), model.network().input()));
            }
        }
        return pictures;
    }

    private static Picture convolution(String name, Tensor filters, int number) {
        Shape shape = filters.shape();
        String file = "filters-" + number + "-" + Picture.fileName(layer(name)) + ".png";
        String size = shape.dim(0) + "×" + shape.dim(1);
        int depth = shape.dim(2);
        double limit = ColourScale.limit(filters.values());
        if (depth == 1 || depth == 3) {
            int shown = Math.min(MOST, shape.dim(3));
            List<Sheet.Tile> tiles = new ArrayList<>();
            for (int k = 0; k < shown; k++) {
                tiles.add(Sheet.Tile.of(Pixels.filter(filters, k, limit)));
            }
            String colours = depth == 3
                    ? "In the colours that they look for: mid-grey is 0, full colour is "
                    : "Blue is negative, white 0, orange positive; the strongest colour is ";
            return new Picture(
                    file, layer(name), count(shown, shape.dim(3), "filters of " + size) + ". " + colours
                            + Numerals.fixed(limit, 2) + ".",
                    Sheet.of("", COLUMNS, tiles).side(SIDE).pixels());
        }
        int rows = Math.min(COLUMNS, shape.dim(3));
        int columns = Math.min(COLUMNS, depth);
        List<Sheet.Tile> tiles = new ArrayList<>();
        for (int k = 0; k < rows; k++) {
            for (int c = 0; c < columns; c++) {
                tiles.add(Sheet.Tile.of(Pixels.channel(slice(filters, c, k), 0, ColourScale.diverging(limit))));
            }
        }
        return new Picture(
                file, layer(name), "A row for each of " + count(rows, shape.dim(3), "filters of " + size)
                        + ", each on " + count(columns, depth, "maps of the layer before")
                        + ". Blue is negative, white 0, orange positive; the strongest colour is "
                        + Numerals.fixed(limit, 2) + ".",
                Sheet.of("", columns, tiles).side(SIDE).pixels());
    }

    /// What a filter does to one channel.
    private static Tensor slice(Tensor filters, int channel, int filter) {
        Shape shape = filters.shape();
        Tensor slice = Tensor.zeros(Shape.of(shape.dim(0), shape.dim(1), 1));
        for (int i = 0; i < slice.values().length; i++) {
            slice.values()[i] = filters.values()[(i * shape.dim(2) + channel) * shape.dim(3) + filter];
        }
        return slice;
    }

    /// The weights of each unit, laid out as the image is.
    private static Picture dense(String name, Tensor weights, Shape image) {
        int units = weights.shape().dim(1);
        int shown = Math.min(MOST, units);
        Tensor filters = new Tensor(Shape.of(image.dim(0), image.dim(1), image.dim(2), units), weights.values());
        double limit = ColourScale.limit(weights.values());
        List<Sheet.Tile> tiles = new ArrayList<>();
        for (int k = 0; k < shown; k++) {
            tiles.add(Sheet.Tile.of(Pixels.filter(filters, k, limit)));
        }
        return new Picture(
                "filters-1-" + Picture.fileName(layer(name)) + ".png", layer(name),
                "The weights of " + count(shown, units, "units")
                        + ", each laid out as the image is. The strongest colour is "
                        + Numerals.fixed(limit, 2) + ".",
                Sheet.of("", COLUMNS, tiles).side(SIDE).pixels());
    }

    private static String layer(String variable) {
        return variable.substring(0, Math.max(0, variable.lastIndexOf('.')));
    }

    /// `32 filters` or `64 of 96 filters`.
    static String count(int shown, int all, String what) {
        return (shown == all ? "" + all : shown + " of " + all) + " " + what;
    }
}
