package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.CacheLines;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.op.Window;
import java.util.Arrays;

/// Where the floats lie that each output pixel of a convolution sees: some runs of contiguous floats,
/// one a filter row when columns touch (s × c floats in NHWC), else one a filter tap (c floats).
///
/// The output pixels of a batch are cut into units: a band of rows of one image, or several whole
/// images. A unit's part of the image is copied into scratch with its padding, so that no loop
/// knows of borders; an image without padding is read where it is.
final class Patches {
    /// Floats of scratch that an image's padded rows should fit into.
    private static final int ROOM = 1 << 16;

    final Window g;

    /// Channels of a pixel of the source, of which a window sees `g.c()`: those of a group, from where it begins.
    final int stride;

    /// Whole images of a unit; 1 when images are cut into bands.
    final int images;

    final int bands;

    /// Floats of a run, and where each run begins relative to the first float of a patch.
    final int run;

    final int[] runs;

    /// Where the patch of each pixel of a unit begins, relative to the unit's base.
    final int[] at;

    private final int rowStep;
    private final int imageStep;
    private final boolean inPlace;

    /// @param leastPixels the number of pixels that a unit should have if there are as many
    /// @param tile the number of pixels that are always computed together
    Patches(Window g, int stride, int leastPixels, int tile, boolean overrun) {
        this.g = g;
        this.stride = stride;
        boolean touching = g.dilationW() == 1 && stride == g.c();
        run = touching ? g.s() * g.c() : g.c();
        boolean unpadded = g.top() == 0 && g.left() == 0 && g.paddedH() <= g.h() && g.paddedW() <= g.w();
        inPlace = unpadded && !overrun && g.oh() * g.ow() >= tile;
        int width = inPlace ? g.w() : g.paddedW();
        rowStep = width * stride;
        int rows = Math.clamp(Math.ceilDiv(leastPixels, g.ow()), 1, g.oh());
        if (!inPlace) {
            int inputRows = Math.max(g.reachH(), ROOM / rowStep);
            rows = Math.clamp((inputRows - g.reachH()) / g.strideH() + 1, 1, rows);
        }
        while (rows < g.oh() && rows * g.ow() < 2 * tile) {
            rows++;
        }
        bands = Math.ceilDiv(g.oh(), rows);
        imageStep = inPlace ? g.h() * rowStep : inputRows(bandRows()) * rowStep;
        int fitting = inPlace ? leastPixels : Math.max(1, ROOM / imageStep);
        images = bands > 1 ? 1 : Math.clamp(leastPixels / (g.oh() * g.ow()), 1, fitting);
        runs = runs(touching);
        at = at(tile);
    }

    private int[] runs(boolean touching) {
        int taps = touching ? 1 : g.s();
        int[] offsets = new int[g.r() * taps];
        for (int r = 0; r < g.r(); r++) {
            for (int s = 0; s < taps; s++) {
                offsets[r * taps + s] = r * g.dilationH() * rowStep + s * g.dilationW() * stride;
            }
        }
        return offsets;
    }

    private int[] at(int tile) {
        int pixels = images * bandRows() * g.ow();
        int[] offsets = new int[Math.max(pixels, tile)];
        for (int p = 0; p < pixels; p++) {
            int row = p / g.ow();
            offsets[p] = row / bandRows() * imageStep + row % bandRows() * g.strideH() * rowStep
                    + p % g.ow() * g.strideW() * stride;
        }
        return offsets;
    }

    /// Rows of the largest band.
    private int bandRows() {
        return Math.ceilDiv(g.oh(), bands);
    }

    private int inputRows(int outputRows) {
        return (outputRows - 1) * g.strideH() + g.reachH();
    }

    /// Pixels of the largest unit.
    int mostPixels() {
        return images * bandRows() * g.ow();
    }

    /// Pixels from a row of the source to the next.
    int rowPixels() {
        return rowStep / stride;
    }

    int units(int n) {
        return Math.ceilDiv(n, images) * bands;
    }

    /// Output rows of the unit, counted over all images of the batch.
    int firstRow(int unit) {
        return unit / bands * images * g.oh() + unit % bands * g.oh() / bands;
    }

    int lastRow(int unit, int n) {
        return bands == 1
                ? Math.min(n, (unit + 1) * images) * g.oh()
                : unit / bands * g.oh() + (unit % bands + 1) * g.oh() / bands;
    }

    /// Floats of scratch for a unit, with room for a vector read past the end.
    long scratchFloats() {
        return inPlace ? 0 : CacheLines.whole((long) images * imageStep + Lanes.COUNT);
    }

    long tableNumbers() {
        return (long) runs.length + at.length;
    }

    /// The array that holds a unit's floats.
    float[] array(Operand x, Operand scratch) {
        return inPlace ? x.array : scratch.array;
    }

    /// Brings a unit's floats where tiles can read them, into scratch from `scratchOff` on unless they
    /// can stay, and returns the offset of the unit's base.
    int load(int unit, int n, Operand x, Operand scratch, int scratchOff) {
        int first = firstRow(unit);
        int image = first / g.oh();
        int top = first % g.oh() * g.strideH() - g.top();
        if (inPlace) {
            return x.offset + (image * g.h() + top) * rowStep;
        }
        int count = bands > 1 ? 1 : Math.min(images, n - image);
        int rows = inputRows(bands > 1 ? lastRow(unit, n) - first : g.oh());
        for (int i = 0; i < count; i++) {
            int from = x.offset + (image + i) * g.h() * g.w() * stride;
            for (int row = 0; row < rows; row++) {
                pad(x.array, from, top + row, scratch.array, scratchOff + i * imageStep + row * rowStep);
            }
        }
        return scratchOff;
    }

    private void pad(float[] x, int image, int row, float[] to, int toOff) {
        int before = Math.clamp(g.left(), 0, g.paddedW());
        int from = Math.max(0, -g.left());
        int count = Math.clamp(g.w() - from, 0, g.paddedW() - before);
        if (row < 0 || row >= g.h() || count == 0) {
            Arrays.fill(to, toOff, toOff + rowStep, 0f);
            return;
        }
        Arrays.fill(to, toOff, toOff + before * stride, 0f);
        System.arraycopy(x, image + (row * g.w() + from) * stride, to, toOff + before * stride, count * stride);
        Arrays.fill(to, toOff + (before + count) * stride, toOff + rowStep, 0f);
    }
}
