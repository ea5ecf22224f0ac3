package dev.fovea.lab.classical;

import dev.fovea.tensor.Shape;

/// Histograms of oriented gradients: which way the edges of a picture run, cell by cell.
///
/// The gradient is (right − left, below − above) of each pixel, with the border's pixels repeated beyond it. A cell of
/// 7×7 pixels has a histogram of 9 bins over directions from 0° to 180°, bin k around (k + ½) · 20°; each pixel gives
/// its length to the two nearest bins, by how near they are. Blocks of 2×2 cells, one step of a cell apart, are divided
/// by √(‖v‖² + ε²), cut at .2, and divided again. Of several channels the longest gradient counts. Pixels give to their
/// own cell alone; the paper also shares them between neighbouring cells.
///
/// N. Dalal and B. Triggs, "Histograms of oriented gradients for human detection", CVPR 2005.
///
/// @param height of the pictures in pixels
/// @param width of the pictures in pixels
/// @param channels of the pictures
/// @param cell side of a cell in pixels
record OrientedGradients(int height, int width, int channels, int cell) {
    static final int BINS = 9;
    static final int CELL = 7;
    private static final int BLOCK = 2;
    private static final double MOST = 0.2;
    private static final double EPSILON = 1e-5;

    OrientedGradients {
        if (cell < 1 || channels < 1 || Math.min(height, width) < BLOCK * cell) {
            throw new IllegalArgumentException("histograms of gradients need pictures of at least " + BLOCK + "×"
                    + BLOCK + " cells of " + cell + " pixels: got " + height + "×" + width + "×" + channels);
        }
    }

    /// For pictures of height × width × channels, in cells of 7×7 pixels.
    static OrientedGradients of(Shape sample) {
        return new OrientedGradients(sample.dim(0), sample.dim(1), sample.dim(2), CELL);
    }

    /// Numbers of a picture: blocks down × blocks across × 4 cells × 9 bins. Pixels that fill no cell are left out.
    int length() {
        return (height / cell - 1) * (width / cell - 1) * BLOCK * BLOCK * BINS;
    }

    /// @param picture height × width × channels
    float[] of(float[] picture) {
        double[][] cells = cells(picture);
        int across = width / cell;
        float[] all = new float[length()];
        int at = 0;
        for (int row = 0; row + BLOCK <= height / cell; row++) {
            for (int column = 0; column + BLOCK <= across; column++) {
                double[] block = new double[BLOCK * BLOCK * BINS];
                for (int i = 0; i < BLOCK * BLOCK; i++) {
                    int index = (row + i / BLOCK) * across + column + i % BLOCK;
                    System.arraycopy(cells[index], 0, block, i * BINS, BINS);
                }
                for (double value : normalised(block)) {
                    all[at++] = (float) value;
                }
            }
        }
        return all;
    }

    private static double[] normalised(double[] block) {
        divide(block);
        for (int i = 0; i < block.length; i++) {
            block[i] = Math.min(block[i], MOST);
        }
        divide(block);
        return block;
    }

    private static void divide(double[] block) {
        double squares = EPSILON * EPSILON;
        for (double value : block) {
            squares += value * value;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < block.length; i++) {
            block[i] /= length;
        }
    }

    /// A histogram for each cell, row by row.
    double[][] cells(float[] picture) {
        int across = width / cell;
        double[][] cells = new double[height / cell * across][BINS];
        for (int y = 0; y < height / cell * cell; y++) {
            for (int x = 0; x < across * cell; x++) {
                vote(picture, y, x, cells[y / cell * across + x / cell]);
            }
        }
        return cells;
    }

    private void vote(float[] picture, int y, int x, double[] histogram) {
        double dx = 0;
        double dy = 0;
        for (int c = 0; c < channels; c++) {
            double h = at(picture, y, x + 1, c) - at(picture, y, x - 1, c);
            double v = at(picture, y + 1, x, c) - at(picture, y - 1, x, c);
            if (Math.hypot(h, v) > Math.hypot(dx, dy)) {
                dx = h;
                dy = v;
            }
        }
        double length = Math.hypot(dx, dy);
        if (length == 0) {
            return;
        }
        double turn = Math.atan2(dy, dx) / Math.PI;
        double bin = (turn - Math.floor(turn)) * BINS - 0.5;
        int low = (int) Math.floor(bin);
        double share = bin - low;
        histogram[Math.floorMod(low, BINS)] += length * (1 - share);
        histogram[Math.floorMod(low + 1, BINS)] += length * share;
    }

    private double at(float[] picture, int y, int x, int c) {
        int row = Math.clamp(y, 0, height - 1);
        int column = Math.clamp(x, 0, width - 1);
        return picture[(row * width + column) * channels + c];
    }
}
