package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/// An image that gives its rows as floats from 0 to 1, channels innermost.
sealed interface Pixels {
    int width();

    int height();

    /// 1 for grey, 3 for colour.
    int channels();

    /// Writes row `y`, width × channels floats.
    void row(int y, float[] into);

    /// The whole image, height × width × channels.
    default Tensor tensor() {
        Tensor image = Tensor.zeros(Shape.of(height(), width(), channels()));
        float[] row = new float[width() * channels()];
        for (int y = 0; y < height(); y++) {
            row(y, row);
            System.arraycopy(row, 0, image.values(), y * row.length, row.length);
        }
        return image;
    }

    /// The pixels of a decoded file. Transparent pixels lie on white, as viewers show them.
    static Pixels of(BufferedImage image, Orientation orientation) {
        return Grey.fits(image) ? new Grey(image, orientation) : new Colour(image, orientation);
    }

    /// The pixels of a tensor, height × width × 1 or 3.
    record Values(Tensor image) implements Pixels {
        @Override
        public int width() {
            return image.shape().dim(1);
        }

        @Override
        public int height() {
            return image.shape().dim(0);
        }

        @Override
        public int channels() {
            return image.shape().dim(2);
        }

        @Override
        public void row(int y, float[] into) {
            int length = width() * channels();
            System.arraycopy(image.values(), y * length, into, 0, length);
        }
    }

    /// Grey samples as they are stored: Java's own conversion takes them for linear light and brightens them.
    record Grey(BufferedImage image, Orientation orientation) implements Pixels {
        static boolean fits(BufferedImage image) {
            ColorModel model = image.getColorModel();
            int type = image.getRaster().getTransferType();
            return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                    && model.getNumColorComponents() == 1
                    && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT);
        }

        @Override
        public int width() {
            return orientation.swaps() ? image.getHeight() : image.getWidth();
        }

        @Override
        public int height() {
            return orientation.swaps() ? image.getWidth() : image.getHeight();
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public void row(int y, float[] into) {
            Raster raster = image.getRaster();
            int bands = raster.getNumBands();
            boolean alpha = image.getColorModel().hasAlpha();
            float full = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
            int width = width();
            Rectangle line = orientation.line(y, width, height());
            int[] samples = raster.getPixels(line.x, line.y, line.width, line.height, new int[width * bands]);
            for (int i = 0; i < width; i++) {
                float opacity = alpha ? samples[i * bands + 1] / full : 1;
                into[orientation.place(i, width)] = onWhite(samples[i * bands] / full, opacity);
            }
        }
    }

    /// Anything else, through Java's conversion to sRGB.
    record Colour(BufferedImage image, Orientation orientation) implements Pixels {
        @Override
        public int width() {
            return orientation.swaps() ? image.getHeight() : image.getWidth();
        }

        @Override
        public int height() {
            return orientation.swaps() ? image.getWidth() : image.getHeight();
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public void row(int y, float[] into) {
            int width = width();
            Rectangle line = orientation.line(y, width, height());
            int[] argb = image.getRGB(line.x, line.y, line.width, line.height, new int[width], 0, line.width);
            for (int i = 0; i < width; i++) {
                int x = 3 * orientation.place(i, width);
                float opacity = (argb[i] >>> 24) / 255f;
                into[x] = onWhite((argb[i] >> 16 & 0xFF) / 255f, opacity);
                into[x + 1] = onWhite((argb[i] >> 8 & 0xFF) / 255f, opacity);
                into[x + 2] = onWhite((argb[i] & 0xFF) / 255f, opacity);
            }
        }
    }

    private static float onWhite(float value, float opacity) {
        return opacity == 1 ? value : value * opacity + (1 - opacity);
    }
}
