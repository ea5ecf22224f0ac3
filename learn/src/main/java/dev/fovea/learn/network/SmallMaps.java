package dev.fovea.learn.network;

import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Base64;

/// Small versions of maps, in 8 bits a value: what a page shows of a large network before a map is opened. A block of
/// values becomes the one that is farthest from 0, so that what is rare is still seen; in a picture their mean.
///
/// @param limit the greatest magnitude of all values of the stage
/// @param data one byte a value, map after map, row by row: −127 to 127, which are −limit to limit
record SmallMaps(float limit, int height, int width, byte[] data) {
    private static final int FULL = 127;

    /// @param values height × width × channels; anything else is laid out as one square map, row by row
    /// @param most maps, the first ones
    /// @param side pixels that a small version has at most in each direction
    /// @param mean whether blocks become their mean
    static SmallMaps of(Tensor values, int most, int side, boolean mean) {
        Tensor maps = values.shape().rank() == 3 ? values : square(values);
        int height = maps.shape().dim(0);
        int width = maps.shape().dim(1);
        int block = Math.ceilDiv(Math.max(height, width), side);
        Blocks blocks = new Blocks(maps, block, mean);
        int rows = Math.ceilDiv(height, block);
        int columns = Math.ceilDiv(width, block);
        int count = Math.min(most, maps.shape().dim(2));
        float limit = limit(values.values());
        byte[] data = new byte[count * rows * columns];
        for (int i = 0; i < data.length; i++) {
            float value = blocks.value(i / columns % rows, i % columns, i / (rows * columns));
            data[i] = (byte) (limit == 0 ? 0 : Math.round(FULL * value / limit));
        }
        return new SmallMaps(limit, rows, columns, data);
    }

    /// A picture of at most so many pixels in each direction, by means.
    static Tensor picture(Tensor image, int side) {
        int height = image.shape().dim(0);
        int width = image.shape().dim(1);
        int channels = image.shape().dim(2);
        int block = Math.ceilDiv(Math.max(height, width), side);
        Blocks blocks = new Blocks(image, block, true);
        int rows = Math.ceilDiv(height, block);
        int columns = Math.ceilDiv(width, block);
        float[] small = new float[rows * columns * channels];
        for (int i = 0; i < small.length; i++) {
            small[i] = blocks.value(i / channels / columns, i / channels % columns, i % channels);
        }
        return new Tensor(Shape.of(rows, columns, channels), small);
    }

    private static Tensor square(Tensor values) {
        int length = values.values().length;
        int side = Math.toIntExact(Math.round(Math.ceil(Math.sqrt(length))));
        float[] filled = new float[side * side];
        System.arraycopy(values.values(), 0, filled, 0, length);
        return new Tensor(Shape.of(side, side, 1), filled);
    }

    static float limit(float[] values) {
        float limit = 0;
        for (float value : values) {
            limit = Math.max(limit, Math.abs(value));
        }
        return limit;
    }

    /// Square blocks of maps, which those at the lower and right edge do not fill.
    private record Blocks(Tensor maps, int block, boolean mean) {
        float value(int row, int column, int channel) {
            int height = maps.shape().dim(0);
            int width = maps.shape().dim(1);
            int channels = maps.shape().dim(2);
            float farthest = 0;
            double sum = 0;
            int count = 0;
            for (int y = row * block; y < Math.min(height, (row + 1) * block); y++) {
                for (int x = column * block; x < Math.min(width, (column + 1) * block); x++) {
                    float value = maps.values()[(y * width + x) * channels + channel];
                    farthest = Math.abs(value) > Math.abs(farthest) ? value : farthest;
                    sum += value;
                    count++;
                }
            }
            return mean ? (float) (sum / count) : farthest;
        }
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("limit", JsonNumber.of(limit))
                .put("height", height)
                .put("width", width)
                .put("data", Base64.getEncoder().encodeToString(data))
                .build();
    }
}
