package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.Activation;
import dev.fovea.backend.cpu.Extent;
import dev.fovea.backend.cpu.Operand;
import dev.fovea.backend.cpu.Work;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// c = activation(a · b + bias), as a product of a left matrix, whose rows are broadcast, and a right
/// one, whose columns are vectors. A part computes a block of the result: it walks along the sum in
/// steps of [#DEPTH], copies its pieces of both matrices into scratch, where tiles read them, and keeps
/// its sums there too until they are complete. So nothing the size of a matrix is ever written but
/// the result, and each block is read from memory once.
///
/// When b is transposed and large, a and b change roles: b's rows lie along the sum, as the
/// left matrix wants them, the small a is turned round instead, and so is the block of results.
/// With few rows, b is read where it is.
final class MatmulWork implements Work {
    private static final int DEPTH = 256;
    private static final int MOST_HEIGHT = 144;
    private static final int MOST_WIDTH = 256;
    private static final int FEW_ROWS = 16;
    private static final int WANTED_PARTS = 8;
    private static final long LEAST_MULTIPLY_ADDS = 1 << 19;
    private static final int ROW_STEP = DEPTH + 16;

    private final Extent m;
    private final int n;
    private final Extent k;
    private final Operand a;
    private final boolean transposeA;
    private final Operand b;
    private final boolean transposeB;
    private final @Nullable Operand bias;
    private final boolean relu;
    private final Operand c;
    private final int[] at = new int[16];

    MatmulWork(
            Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB,
            @Nullable Operand bias, Activation activation, Operand c) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.transposeA = transposeA;
        this.b = b;
        this.transposeB = transposeB;
        this.bias = bias;
        this.relu = activation == Activation.RELU;
        this.c = c;
        Arrays.setAll(at, p -> p * ROW_STEP);
    }

    /// The left matrix is height × depth and read by rows, or by columns (depth × height); the right one
    /// is depth × width, or turned (width × depth).
    private boolean swapped(int rows, int depth) {
        return transposeB && (long) rows * (depth + n) < (long) n * depth;
    }

    private boolean byColumns(int rows, int depth) {
        return swapped(rows, depth) ? !transposeB : transposeA || inPlace(rows);
    }

    private boolean inPlace(int rows) {
        return rows <= FEW_ROWS && !transposeB;
    }

    private Tile tile(int rows, int depth) {
        int height = swapped(rows, depth) ? n : rows;
        int width = swapped(rows, depth) ? rows : n;
        return byColumns(rows, depth) ? Tiles.columns(height, width) : Tiles.rows(height, width);
    }

    @Override
    public int scratchFloats() {
        int left = Math.max(MOST_HEIGHT * ROW_STEP, DEPTH * (MOST_HEIGHT + 16));
        return left + DEPTH * MOST_WIDTH + MOST_HEIGHT * MOST_WIDTH + MOST_WIDTH;
    }

    /// Into how many pieces the height is cut (high half) and the width (low half).
    private long cuts(int rows, int depth, Tile tile) {
        int height = swapped(rows, depth) ? n : rows;
        int width = swapped(rows, depth) ? rows : n;
        int tall = Math.ceilDiv(height, tile.rows());
        int wide = Math.ceilDiv(width, tile.width());
        int tallCuts = Math.ceilDiv(tall, MOST_HEIGHT / tile.rows());
        int wideCuts = Math.ceilDiv(wide, MOST_WIDTH / tile.width());
        long work = (long) tall * tile.rows() * wide * tile.width() * depth;
        while (tallCuts * wideCuts < WANTED_PARTS && work / (tallCuts * wideCuts) >= 2 * LEAST_MULTIPLY_ADDS) {
            int tallPiece = Math.ceilDiv(tall, tallCuts) * tile.rows();
            int widePiece = Math.ceilDiv(wide, wideCuts) * tile.width();
            if (tallPiece > widePiece && tallCuts < tall) {
                tallCuts++;
            } else if (wideCuts < wide) {
                wideCuts++;
            } else if (tallCuts < tall) {
                tallCuts++;
            } else {
                break;
            }
        }
        return (long) tallCuts << 32 | wideCuts;
    }

    @Override
    public int parts(int phase, int samples) {
        int rows = m.at(samples);
        int depth = k.at(samples);
        long cuts = cuts(rows, depth, tile(rows, depth));
        return (int) (cuts >> 32) * (int) cuts;
    }

    @Override
    public void run(int phase, int part, int samples, Operand packed, Operand shared, Operand scratch) {
        int rows = m.at(samples);
        int depth = k.at(samples);
        Tile tile = tile(rows, depth);
        long cuts = cuts(rows, depth, tile);
        int tallCuts = (int) (cuts >> 32);
        int wideCuts = (int) cuts;
        int height = swapped(rows, depth) ? n : rows;
        int width = swapped(rows, depth) ? rows : n;
        int tall = Math.ceilDiv(height, tile.rows());
        int wide = Math.ceilDiv(width, tile.width());
        int down = part / wideCuts;
        int across = part % wideCuts;
        int top = (int) ((long) tall * down / tallCuts) * tile.rows();
        int bottom = (int) ((long) tall * (down + 1) / tallCuts) * tile.rows();
        int from = (int) ((long) wide * across / wideCuts) * tile.width();
        int to = (int) ((long) wide * (across + 1) / wideCuts) * tile.width();
        block(rows, depth, tile, top, bottom - top, from, to - from, scratch);
    }

    /// The block of results from row `top` and column `from` of the product.
    private void block(int rows, int depth, Tile tile, int top, int tall, int from, int wide, Operand scratch) {
        boolean swapped = swapped(rows, depth);
        int height = Math.min(tall, (swapped ? n : rows) - top);
        int width = Math.min(wide, (swapped ? rows : n) - from);
        float[] memory = scratch.array;
        int zeros = scratch.offset;
        int sums = zeros + MOST_WIDTH;
        int right = sums + MOST_HEIGHT * MOST_WIDTH;
        int left = right + DEPTH * MOST_WIDTH;
        Arrays.fill(memory, zeros, zeros + tile.width(), 0f);
        for (int t = 0; t < depth; t += DEPTH) {
            int length = Math.min(DEPTH, depth - t);
            int leftStep = left(rows, depth, top, height, tall, t, length, memory, left);
            if (!swapped && inPlace(rows)) {
                few(tile, t, length, tall, from, wide, width, memory, left, leftStep, sums, right, zeros);
                continue;
            }
            right(rows, depth, tile, from, wide, width, t, length, memory, right);
            for (int column = 0; column < wide; column += tile.width()) {
                for (int row = 0; row < tall; row += tile.rows()) {
                    int sum = sums + row * wide + column;
                    int start = t == 0 ? zeros : sum;
                    int startStep = t == 0 ? 0 : wide;
                    int panel = right + column * length;
                    if (byColumns(rows, depth)) {
                        tile.columns(length, memory, left + row, leftStep, memory, panel, tile.width(),
                                memory, start, startStep, memory, sum, wide);
                    } else {
                        tile.rows(length, memory, left + row * ROW_STEP, at, 0, memory, panel,
                                memory, start, startStep, memory, sum, wide);
                    }
                }
            }
        }
        store(swapped, top, height, from, width, wide, memory, sums);
    }

    /// Copies the left matrix's piece into scratch; returns the step between its rows or columns.
    private int left(
            int rows, int depth, int top, int height, int tall, int t, int length, float[] memory, int to) {
        if (swapped(rows, depth)) {
            Panels.copy(height, length, b.array, b.offset + top * depth + t, depth, memory, to, ROW_STEP);
            return ROW_STEP;
        }
        if (transposeA) {
            int step = Math.ceilDiv(tall, 16) * 16 + 16;
            Panels.copy(length, height, a.array, a.offset + t * rows + top, rows, memory, to, step);
            return step;
        }
        if (inPlace(rows)) {
            Panels.transpose(length, height, a.array, a.offset + top * depth + t, depth, memory, to, tall, tall);
            return tall;
        }
        Panels.copy(height, length, a.array, a.offset + top * depth + t, depth, memory, to, ROW_STEP);
        return ROW_STEP;
    }

    /// Packs the right matrix's piece into panels, each length × the tile's width.
    private void right(
            int rows, int depth, Tile tile, int from, int wide, int width, int t, int length, float[] memory, int to) {
        boolean swapped = swapped(rows, depth);
        boolean turned = swapped ? !transposeA : transposeB;
        Operand matrix = swapped ? a : b;
        int step = turned ? depth : swapped ? rows : n;
        for (int column = 0; column < wide; column += tile.width()) {
            int count = Math.min(tile.width(), width - column);
            int panel = to + column * length;
            if (turned) {
                Panels.transpose(length, count, matrix.array, matrix.offset + (from + column) * depth + t, step,
                        memory, panel, tile.width(), tile.width());
            } else {
                Panels.copy(length, count, matrix.array, matrix.offset + t * step + from + column, step,
                        memory, panel, tile.width());
            }
        }
    }

    /// Few rows: whole panels of b are read where they are.
    private void few(
            Tile tile, int t, int length, int tall, int from, int wide, int width, float[] memory, int left,
            int leftStep, int sums, int right, int zeros) {
        for (int column = 0; column < wide; column += tile.width()) {
            int offset = b.offset + t * n + from + column;
            int count = Math.min(tile.width(), width - column);
            boolean whole = count == tile.width();
            if (!whole) {
                Panels.copy(length, count, b.array, offset, n, memory, right, tile.width());
            }
            for (int row = 0; row < tall; row += tile.rows()) {
                int sum = sums + row * wide + column;
                tile.columns(length, memory, left + row, leftStep, whole ? b.array : memory, whole ? offset : right,
                        whole ? n : tile.width(), memory, t == 0 ? zeros : sum, t == 0 ? 0 : wide, memory, sum, wide);
            }
        }
    }

    private void store(
            boolean swapped, int top, int height, int from, int width, int wide, float[] memory, int sums) {
        if (swapped) {
            Panels.transpose(width, height, memory, sums, wide, c.array, c.offset + from * n + top, n, height);
            if (bias != null || relu) {
                for (int i = 0; i < width; i++) {
                    int at = c.offset + (from + i) * n + top;
                    finish(height, c.array, at, top, at);
                }
            }
            return;
        }
        for (int i = 0; i < height; i++) {
            finish(width, memory, sums + i * wide, from, c.offset + (top + i) * n + from);
        }
    }

    private void finish(int count, float[] from, int fromOff, int column, int cOff) {
        if (bias != null) {
            Rows.finish(count, from, fromOff, bias.array, bias.offset + column, relu, c.array, cOff);
            return;
        }
        if (from != c.array) {
            System.arraycopy(from, fromOff, c.array, cOff, count);
        }
        if (relu) {
            Rows.relu(count, c.array, cOff);
        }
    }
}
