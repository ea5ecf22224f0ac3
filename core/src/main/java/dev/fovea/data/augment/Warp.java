package dev.fovea.data.augment;

import dev.fovea.tensor.Shape;

/// Draws an image anew under a linear map about its middle, by bilinear interpolation between the centres of
/// the pixels.
final class Warp {
    private Warp() {}

    /// The new pixel at (x, y) from the middle shows the old image at (xx · x + xy · y, yx · x + yy · y) from the
    /// middle, x to the right and y down, in pixels, moved by (−right, −down).
    static void apply(
            float[] image, int from, Shape in, float[] into, int offset, double xx, double xy, double yx, double yy,
            double right, double down, Fill fill) {
        int height = in.dim(0);
        int width = in.dim(1);
        int channels = in.dim(2);
        double middleX = (width - 1) / 2.;
        double middleY = (height - 1) / 2.;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sourceX = middleX + xx * (x - middleX) + xy * (y - middleY) - right;
                double sourceY = middleY + yx * (x - middleX) + yy * (y - middleY) - down;
                int to = offset + (y * width + x) * channels;
                pixel(image, from, height, width, channels, sourceX, sourceY, fill, into, to);
            }
        }
    }

    private static void pixel(
            float[] image, int from, int height, int width, int channels, double x, double y, Fill fill, float[] into,
            int to) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float toRight = (float) (x - left);
        float toBottom = (float) (y - top);
        int x0 = fill.place(left, width);
        int x1 = fill.place(left + 1, width);
        int y0 = fill.place(top, height);
        int y1 = fill.place(top + 1, height);
        float outside = fill.value();
        for (int c = 0; c < channels; c++) {
            float upper = between(
                    at(image, from + c, width, channels, y0, x0, outside),
                    at(image, from + c, width, channels, y0, x1, outside), toRight);
            float lower = between(
                    at(image, from + c, width, channels, y1, x0, outside),
                    at(image, from + c, width, channels, y1, x1, outside), toRight);
            into[to + c] = between(upper, lower, toBottom);
        }
    }

    /// Exactly `a` at 0.
    private static float between(float a, float b, float share) {
        return share == 0 ? a : a + share * (b - a);
    }

    private static float at(float[] image, int from, int width, int channels, int y, int x, float outside) {
        return y < 0 || x < 0 ? outside : image[from + (y * width + x) * channels];
    }
}
