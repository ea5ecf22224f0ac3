package dev.fovea.formats.tensorboard;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/// Small pictures side by side in one.
final class Mosaic {
    /// The value between pictures, from 0 to 1.
    private static final float GAP = 0.5f;

    private Mosaic() {}

    /// Pictures of one shape, height × width × 1 or 3, in rows, each pixel enlarged.
    static Tensor of(List<Tensor> pictures, int columns, int scale) {
        Shape shape = pictures.getFirst().shape();
        int height = shape.dim(0) * scale;
        int width = shape.dim(1) * scale;
        int channels = shape.dim(2);
        int rows = (pictures.size() + columns - 1) / columns;
        Tensor mosaic = Tensor.zeros(
                Shape.of(rows * (height + 1) + 1, Math.min(columns, pictures.size()) * (width + 1) + 1, channels));
        Arrays.fill(mosaic.values(), GAP);
        for (int i = 0; i < pictures.size(); i++) {
            paste(pictures.get(i), scale, mosaic, i / columns * (height + 1) + 1, i % columns * (width + 1) + 1);
        }
        return mosaic;
    }

    private static void paste(Tensor picture, int scale, Tensor into, int top, int left) {
        int width = picture.shape().dim(1);
        int channels = picture.shape().dim(2);
        for (int y = 0; y < picture.shape().dim(0) * scale; y++) {
            for (int x = 0; x < width * scale; x++) {
                int from = (y / scale * width + x / scale) * channels;
                int to = ((top + y) * into.shape().dim(1) + left + x) * channels;
                System.arraycopy(picture.values(), from, into.values(), to, channels);
            }
        }
    }

    /// The filters of a convolution as pictures, each stretched to the range from 0 to 1. Filters of other than 3
    /// input channels are shown by their first channel.
    ///
    /// @param filters height × width × input channels × filters
    static List<Tensor> filters(Tensor filters, int most) {
        Shape shape = filters.shape();
        int depth = shape.dim(2);
        int channels = depth == 3 ? 3 : 1;
        int count = shape.dim(3);
        Tensor[] pictures = new Tensor[Math.min(most, count)];
        for (int k = 0; k < pictures.length; k++) {
            float[] values = new float[shape.dim(0) * shape.dim(1) * channels];
            for (int i = 0; i < values.length; i++) {
                values[i] = filters.values()[(i / channels * depth + i % channels) * count + k];
            }
            pictures[k] = new Tensor(Shape.of(shape.dim(0), shape.dim(1), channels), stretched(values));
        }
        return List.of(pictures);
    }

    private static float[] stretched(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = max > min ? (values[i] - min) / (max - min) : GAP;
        }
        return values;
    }

    /// A picture as the bytes of a PNG file.
    ///
    /// @param image values from 0 to 1, height × width × 1 or 3
    static byte[] png(Tensor image) {
        int width = image.shape().dim(1);
        int channels = image.shape().dim(2);
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage picture = new BufferedImage(width, image.shape().dim(0), type);
        for (int i = 0; i < image.values().length; i++) {
            int pixel = i / channels;
            int level = Math.clamp(Math.round(255 * image.values()[i]), 0, 255);
            picture.getRaster().setSample(pixel % width, pixel / width, i % channels, level);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        try {
            if (!ImageIO.write(picture, "png", bytes)) {
                throw new IllegalStateException("this Java cannot write PNG: expected the module java.desktop");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
