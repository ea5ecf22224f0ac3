package dev.fovea.data.augment;

import dev.fovea.tensor.Shape;

/// How the values of a resized image come from those of the old one.
public enum Interpolation {
    /// A triangle over the nearest pixels: bilinear interpolation where the image grows; where it shrinks the
    /// triangle grows with the factor, so that every pixel counts.
    BILINEAR {
        @Override
        double reach(double scale) {
            return Math.max(scale, 1) - .5;
        }

        @Override
        double weight(double distance, double scale) {
            return Math.max(0, 1 - Math.abs(distance) / Math.max(scale, 1));
        }
    },
    /// The mean over the area that the new pixel covers in the old image.
    AREA {
        @Override
        double reach(double scale) {
            return (scale + 1) / 2;
        }

        @Override
        double weight(double distance, double scale) {
            double right = Math.min(distance + .5, scale / 2);
            return Math.max(0, right - Math.max(distance - .5, -scale / 2));
        }
    };

    /// How far from the centre, in old pixels, the centres of pixels that count may lie.
    abstract double reach(double scale);

    /// How much an old pixel counts.
    ///
    /// @param distance of its centre from that of the new pixel, in old pixels
    /// @param scale old pixels for each new one
    abstract double weight(double distance, double scale);

    /// Resizes a part of an image, of which nothing outside is seen.
    ///
    /// @param in of the whole image at `from`
    /// @param top the part's first row; `left` its first column
    /// @param rows of the result at `offset`, `columns` likewise
    void resize(
            float[] image, int from, Shape in, int top, int left, int height, int width, float[] into, int offset,
            int rows, int columns) {
        double down = (double) height / rows;
        double right = (double) width / columns;
        int channels = in.dim(2);
        for (int y = 0; y < rows; y++) {
            double centre = (y + .5) * down;
            int first = first(centre, down, height);
            int end = end(centre, down, height);
            for (int x = 0; x < columns; x++) {
                int to = offset + (y * columns + x) * channels;
                double middle = (x + .5) * right;
                int start = first(middle, right, width);
                int stop = end(middle, right, width);
                double total = sum(first, end, centre, down) * sum(start, stop, middle, right);
                for (int c = 0; c < channels; c++) {
                    into[to + c] = 0;
                }
                for (int h = first; h < end; h++) {
                    double rowWeight = weight(h + .5 - centre, down) / total;
                    int row = from + ((top + h) * in.dim(1) + left) * channels;
                    for (int w = start; w < stop; w++) {
                        float weight = (float) (rowWeight * weight(w + .5 - middle, right));
                        for (int c = 0; c < channels; c++) {
                            into[to + c] += weight * image[row + w * channels + c];
                        }
                    }
                }
            }
        }
    }

    private int first(double centre, double scale, int count) {
        return Math.clamp((long) Math.floor(centre - reach(scale)), 0, count - 1);
    }

    private int end(double centre, double scale, int count) {
        return Math.clamp((long) Math.ceil(centre + reach(scale)), 1, count);
    }

    private double sum(int first, int end, double centre, double scale) {
        double sum = 0;
        for (int i = first; i < end; i++) {
            sum += weight(i + .5 - centre, scale);
        }
        return sum;
    }
}
