package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.op.Window;
import java.util.Arrays;

/// The tiles of 2×2 outputs that a 3×3 convolution with stride 1 is cut into, counted over all images of the
/// batch, and the pixels under them. Pixels beyond a border count as zeros: a tile that reaches over one is
/// first copied, with its zeros.
record WinogradTiles(Window g) {
    /// With fewer channels the transforms cost what the products save.
    private static final int LEAST_CHANNELS = 16;

    /// The same for the gradient of the filters, whose products are input by output channels: fewer fill no tile.
    private static final int LEAST_FOR_FILTERS = Math.max(LEAST_CHANNELS, 2 * Lanes.COUNT);

    /// An image smaller than this wastes tiles, and its filters are most of what must be read.
    private static final int LEAST_EXTENT = 8;

    /// Whether a convolution is of the kind, and large enough to gain in the gradient of its filters.
    static boolean suitFilters(Window g) {
        return suit(g) && g.c() >= LEAST_FOR_FILTERS && g.k() >= LEAST_FOR_FILTERS;
    }

    /// Whether a convolution is of the kind, and large enough to gain.
    static boolean suit(Window g) {
        return g.r() == 3 && g.s() == 3 && g.strideH() == 1 && g.strideW() == 1
                && g.dilationH() == 1 && g.dilationW() == 1 && g.groups() == 1
                && g.c() >= LEAST_CHANNELS && g.k() >= LEAST_CHANNELS
                && g.c() % Lanes.COUNT == 0 && g.k() % Lanes.COUNT == 0
                && g.oh() >= LEAST_EXTENT && g.ow() >= LEAST_EXTENT;
    }

    private int down() {
        return Math.ceilDiv(g.oh(), 2);
    }

    private int across() {
        return Math.ceilDiv(g.ow(), 2);
    }

    int count(int n) {
        return n * down() * across();
    }

    private int image(int tile) {
        return tile / (down() * across());
    }

    private int row(int tile) {
        return tile / across() % down() * 2;
    }

    private int column(int tile) {
        return tile % across() * 2;
    }

    /// Floats of the copy of one tile.
    int borderFloats() {
        return Winograd.POSITIONS * Math.max(g.c(), g.k());
    }

    /// Rows `firstRow` to `lastRow` − 1 of the positions of Bᵀ d B of the tiles from `first` on: position p of tile t
    /// goes to `v[vOff + t · tileStep + (p − 4 · firstRow) · step]`.
    void input(
            int firstRow, int lastRow, int first, int count, Operand x, float[] border, int borderOff, float[] v,
            int vOff,
            int tileStep, int step) {
        int c = g.c();
        for (int t = 0; t < count; ) {
            int h = row(first + t) - g.top();
            int w = column(first + t) - g.left();
            int at = x.offset + ((image(first + t) * g.h() + h) * g.w() + w) * c;
            int tiles = h < 0 || h + 4 > g.h()
                    ? 0
                    : Math.min(inside(w, 4, g.w()), Math.min(count - t, left(first + t)));
            if (tiles == 0) {
                copy(h, w, 4, g.h(), g.w(), c, x.array, at, border, borderOff);
            }
            for (int which = firstRow; which < lastRow; which++) {
                int to = vOff + t * tileStep + 4 * (which - firstRow) * step;
                if (tiles == 0) {
                    Winograd.inputRow(which, 1, c, border, borderOff, 4 * c, c, v, to, tileStep, step);
                } else {
                    Winograd.inputRow(which, tiles, c, x.array, at, g.w() * c, c, v, to, tileStep, step);
                }
            }
            t += Math.max(1, tiles);
        }
    }

    /// One row of positions of A dy Aᵀ, of the `n` output channels from `k` on.
    void upstream(
            int which, int first, int count, Operand dy, int k, int n, float[] border, int borderOff, float[] z,
            int zOff,
            int tileStep, int step) {
        for (int t = 0; t < count; ) {
            int h = row(first + t);
            int w = column(first + t);
            int at = dy.offset + ((image(first + t) * g.oh() + h) * g.ow() + w) * g.k();
            int tiles = h + 2 > g.oh() ? 0 : Math.min(inside(w, 2, g.ow()), Math.min(count - t, left(first + t)));
            int to = zOff + t * tileStep;
            if (tiles == 0) {
                copy(h, w, 2, g.oh(), g.ow(), g.k(), dy.array, at, border, borderOff);
                Winograd.upstreamRow(which, 1, n, border, borderOff + k, 2 * g.k(), g.k(), z, to, tileStep, step);
            } else {
                Winograd.upstreamRow(which, tiles, n, dy.array, at + k, g.ow() * g.k(), g.k(), z, to, tileStep, step);
            }
            t += Math.max(1, tiles);
        }
    }

    /// Aᵀ m A + bias of the tiles from `first` on, for the `n` output channels from `k` on.
    void output(
            int first, int count, float[] m, int mOff, int tileStep, int step, float[] bias, int biasOff, float floor,
            Operand y, int k, int n) {
        for (int t = 0; t < count; ) {
            int h = row(first + t);
            int w = column(first + t);
            int at = y.offset + ((image(first + t) * g.oh() + h) * g.ow() + w) * g.k() + k;
            int whole = Math.min(inside(w, 2, g.ow()), Math.min(count - t, left(first + t)));
            int tiles = Math.max(1, whole);
            for (int row = 0; row < Math.min(2, g.oh() - h); row++) {
                Winograd.outputRow(row, tiles, n, m, mOff + t * tileStep, tileStep, step, bias, biasOff, floor, y.array,
                        at + row * g.ow() * g.k(), whole == 0 ? 0 : g.k(), g.k());
            }
            t += tiles;
        }
    }

    /// Tiles from this one to the end of its row.
    private int left(int tile) {
        return across() - tile % across();
    }

    /// Tiles from column w on, `extent` columns each, that end within an image; 0 if the first begins before it.
    private static int inside(int w, int extent, int width) {
        return w < 0 || w + extent > width ? 0 : (width - w - extent) / 2 + 1;
    }

    /// Copies the pixels of an image from row h and column w on, zeros where there are none.
    private static void copy(
            int h, int w, int extent, int height, int width, int channels, float[] x, int at, float[] to, int toOff) {
        int from = Math.clamp(-w, 0, extent);
        int end = Math.clamp(width - w, from, extent);
        for (int row = 0; row < extent; row++) {
            int target = toOff + row * extent * channels;
            if (h + row < 0 || h + row >= height || from == end) {
                Arrays.fill(to, target, target + extent * channels, 0f);
                continue;
            }
            Arrays.fill(to, target, target + from * channels, 0f);
            System.arraycopy(x, at + (row * width + from) * channels, to, target + from * channels,
                    (end - from) * channels);
            Arrays.fill(to, target + end * channels, target + extent * channels, 0f);
        }
    }
}
