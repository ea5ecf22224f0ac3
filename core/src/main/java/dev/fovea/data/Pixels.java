package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
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
    static Pixels of(BufferedImage image) {
        return Grey.fits(image) ? new Grey(image) : new Colour(image);
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
    record Grey(BufferedImage image) implements Pixels {
        static boolean fits(BufferedImage image) {
            ColorModel model = image.getColorModel();
            int type = image.getRaster().getTransferType();
            return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                    && model.getNumColorComponents() == 1
                    && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT);
        }

        @Override
        public int width() {
            return image.getWidth();
        }

        @Override
        public int height() {
            return image.getHeight();
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
            int[] samples = raster.getPixels(0, y, width(), 1, new int[width() * bands]);
            for (int x = 0; x < width(); x++) {
                float opacity = alpha ? samples[x * bands + 1] / full : 1;
                into[x] = onWhite(samples[x * bands] / full, opacity);
            }
        }
    }

    /// Anything else, through Java's conversion to sRGB.
    record Colour(BufferedImage image) implements Pixels {
        @Override
        public int width() {
            return image.getWidth();
        }

        @Override
        public int height() {
            return image.getHeight();
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public void row(int y, float[] into) {
            int[] argb = image.getRGB(0, y, width(), 1, new int[width()], 0, width());
            for (int x = 0; x < argb.length; x++) {
                float opacity = (argb[x] >>> 24) / 255f;
                into[3 * x] = onWhite((argb[x] >> 16 & 0xFF) / 255f, opacity);
                into[3 * x + 1] = onWhite((argb[x] >> 8 & 0xFF) / 255f, opacity);
                into[3 * x + 2] = onWhite((argb[x] & 0xFF) / 255f, opacity);
            }
        }
    }

    private static float onWhite(float value, float opacity) {
        return opacity == 1 ? value : value * opacity + (1 - opacity);
    }
}
