package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.CacheLines;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.SwitchedTile;
import dev.fovea.backend.cpu.vector.tile.Tile;
import dev.fovea.backend.cpu.vector.tile.Tiles;
import dev.fovea.op.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Patches times filters: the product behind a convolution and behind its input gradient. Each tile
/// takes some output pixels, side by side or across the end of a row, and some vectors of output
/// channels; its loop runs over a run of the patch, against filters packed so that they are read in
/// order. When runs are short they are first copied one after the other (im2col), for one longer loop.
///
/// Outputs lie `pixelStep` apart in a row, rows `rowStep` and images `imageStep` apart, from `origin`. Groups of
/// channels differ in where their channels and filters begin alone.
final class PatchProduct {
    /// Shorter runs are copied together: a tile costs about 40 cycles beyond its loop.
    private static final int LONG_RUN = 40;

    private static final int LEAST_PIXELS = 160;
    private static final long LEAST_MULTIPLY_ADDS = 1 << 21;

    final Patches patches;

    private final Window g;
    private final int groups;
    private final FilterPlaces filters;
    private final int filterStep;
    private final SwitchedTile tile;
    private final int origin;
    private final int pixelStep;
    private final int rowStep;
    private final int imageStep;
    private final boolean gathered;
    private final int depth;
    private final int gatheredStep;
    private final int[] gatheredAt;

    /// @param g of one group
    /// @param filterStep from a group's filters to the next one's
    PatchProduct(
            Window g, int stride, int groups, FilterPlaces filters, int filterStep, int origin, int pixelStep,
            int rowStep,
            int imageStep) {
        this.g = g;
        this.groups = groups;
        this.filters = filters;
        this.filterStep = filterStep;
        this.origin = origin;
        this.pixelStep = pixelStep;
        this.rowStep = rowStep;
        this.imageStep = imageStep;
        depth = g.r() * g.s() * g.c();
        tile = Tiles.manyRows(g.k());
        boolean touching = g.dilationW() == 1 && stride == g.c();
        int run = touching ? g.s() * g.c() : g.c();
        gathered = run < LONG_RUN && run < depth;
        long perPixel = (long) depth * g.k();
        int pixels = Math.clamp(LEAST_MULTIPLY_ADDS / perPixel, LEAST_PIXELS, gathered ? 1 << 9 : 1 << 11);
        patches = new Patches(g, stride, pixels, tile.rows(), gathered);
        gatheredStep = gathered ? Math.toIntExact(CacheLines.whole(depth + Lanes.COUNT)) : 0;
        gatheredAt = new int[gathered ? patches.at.length : 0];
        Arrays.setAll(gatheredAt, p -> p * gatheredStep);
    }

    /// How many panels a group has.
    private int panels() {
        return Math.ceilDiv(g.k(), tile.width());
    }

    int packParts() {
        return groups * panels();
    }

    long packedFloats() {
        return (long) packParts() * depth * tile.width();
    }

    void pack(int part, Operand w, float[] packed, int packedOff) {
        int k = part % panels() * tile.width();
        int width = Math.min(tile.width(), g.k() - k);
        filters.pack(g.c(), k, width, w.array, w.offset + part / panels() * filterStep,
                packed, packedOff + part * depth * tile.width(), tile.width());
    }

    String kernel() {
        return (gathered ? "im2col " : "direct ") + tile.size();
    }

    int units(int n) {
        return groups * patches.units(n);
    }

    long tableNumbers() {
        return patches.tableNumbers() + gatheredAt.length + filters.taps().length;
    }

    long scratchFloats() {
        return (long) biasFloats() + tileFloats() + gatheredFloats() + patches.scratchFloats();
    }

    private int biasFloats() {
        return panels() * tile.width();
    }

    private int tileFloats() {
        return tile.rows() * tile.width();
    }

    private long gatheredFloats() {
        return (long) gatheredAt.length * gatheredStep;
    }

    /// Computes the outputs of one unit of one group.
    void run(
            int part, int n, Operand x, float[] packed, int packedStart, @Nullable Operand bias, boolean relu,
            Operand y, Operand scratch) {
        int units = patches.units(n);
        int group = part / units;
        int unit = part % units;
        int packedOff = packedStart + group * panels() * depth * tile.width();
        int tileOff = scratch.offset + biasFloats();
        int gatheredOff = tileOff + tileFloats();
        int patchesOff = gatheredOff + (int) gatheredFloats();
        if (bias == null) {
            Arrays.fill(scratch.array, scratch.offset, tileOff, 0f);
        } else {
            Arrays.fill(scratch.array, scratch.offset + g.k(), tileOff, 0f);
            System.arraycopy(bias.array, bias.offset + group * g.k(), scratch.array, scratch.offset, g.k());
        }
        int base = patches.load(unit, n, x, scratch, patchesOff) + group * g.c();
        float[] source = patches.array(x, scratch);
        int first = patches.firstRow(unit);
        int count = (patches.lastRow(unit, n) - first) * g.ow();
        int[] at = patches.at;
        if (gathered) {
            for (int q = 0; q < patches.runs.length; q++) {
                RowLoops.gather(
                        count, patches.run, source, base + patches.runs[q], at,
                        scratch.array, gatheredOff + q * patches.run, gatheredStep);
            }
            source = scratch.array;
            base = gatheredOff;
            at = gatheredAt;
        }
        Tile ready = tile.ready();
        boolean dense = rowStep == g.ow() * pixelStep && imageStep == g.oh() * rowStep;
        int yOff = y.offset + origin + group * g.k();
        for (int panel = 0; panel < panels(); panel++) {
            int k = panel * tile.width();
            int width = Math.min(tile.width(), g.k() - k);
            int filterOff = packedOff + panel * depth * tile.width();
            boolean whole = dense && width == tile.width() && count >= tile.rows();
            for (int p = 0; p < count; p += tile.rows()) {
                if (whole) {
                    int pixel = Math.min(p, count - tile.rows());
                    sum(ready, source, base, at, pixel, packed, filterOff, scratch, k,
                            y.array, yOff + (first * g.ow() + pixel) * pixelStep + k, pixelStep);
                } else {
                    int pixel = Math.max(0, Math.min(p, count - tile.rows()));
                    sum(ready, source, base, at, pixel, packed, filterOff, scratch, k,
                            scratch.array, tileOff, tile.width());
                    store(first * g.ow() + pixel, Math.min(tile.rows(), count), width, scratch.array, tileOff,
                            y.array, yOff + k);
                }
            }
        }
        if (relu) {
            relu(first * g.ow(), count, dense, y.array, yOff);
        }
    }

    private void sum(
            Tile ready, float[] source, int base, int[] at, int pixel, float[] packed, int filterOff, Operand scratch,
            int k, float[] y, int yOff, int yStep) {
        if (gathered) {
            ready.rows(depth, source, base, at, pixel, packed, filterOff,
                    scratch.array, scratch.offset + k, 0, y, yOff, yStep);
            return;
        }
        int run = patches.run;
        int[] runs = patches.runs;
        ready.rows(run, source, base + runs[0], at, pixel, packed, filterOff,
                scratch.array, scratch.offset + k, 0, y, yOff, yStep);
        for (int q = 1; q < runs.length; q++) {
            ready.rows(run, source, base + runs[q], at, pixel, packed, filterOff + q * run * tile.width(),
                    y, yOff, yStep, y, yOff, yStep);
        }
    }

    private int address(int pixel) {
        int row = pixel / g.ow();
        return row / g.oh() * imageStep + row % g.oh() * rowStep + pixel % g.ow() * pixelStep;
    }

    private void store(int pixel, int rows, int width, float[] from, int fromOff, float[] y, int yOff) {
        for (int p = 0; p < rows; p++) {
            System.arraycopy(from, fromOff + p * tile.width(), y, yOff + address(pixel + p), width);
        }
    }

    private void relu(int pixel, int count, boolean dense, float[] y, int yOff) {
        if (dense && pixelStep == g.k()) {
            RowLoops.relu(count * g.k(), y, yOff + pixel * g.k());
            return;
        }
        for (int p = 0; p < count; p++) {
            RowLoops.relu(g.k(), y, yOff + address(pixel + p));
        }
    }
}
