package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.CacheLines;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.SwitchedTile;
import dev.fovea.backend.cpu.vector.tile.Tiles;
import dev.fovea.op.Window;
import java.util.Arrays;

/// dwᵀ = dyᵀ · patches, for a stride of 1 and so few output channels that they fill one vector at most: the roles
/// of [FilterGradientWork] are changed. Output channels are broadcast, and vectors lie along the floats that a
/// filter row sees, which are read where they are, so nothing is gathered. One loop runs over all pixels of a
/// unit's rows: dy is copied with zeros where a row of x is longer than one of dy.
///
/// The batch is cut into chunks, each with sums of its own, which a second phase adds in order and turns round. How
/// many there are depends on shape and batch alone. (Measured with AVX-512: 16 → 16 channels, 3×3 at 32×32, take
/// 0.66 of the time that the roles of FilterGradientWork take, at 80 % of the peak on a quiet machine.) Zeros of dy
/// meet pixels that no window has under that tap: an infinity or NaN in x reaches all taps of its filter row.
final class NarrowFilterGradientWork implements Work {
    private static final int LEAST_PIXELS = 160;

    /// Output pixels of an image: with fewer, the loops are too short.
    private static final int LEAST_IMAGE = 16;

    private final Window g;
    private final Operand x;
    private final Operand dy;
    private final Operand dw;
    private final SwitchedTile tile;
    private final Patches patches;

    /// Output channels, up to whole tiles.
    private final int rows;

    NarrowFilterGradientWork(Window g, Operand x, Operand dy, Operand dw) {
        this.g = g;
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        tile = tile(g);
        rows = Math.ceilDiv(g.k(), tile.rows()) * tile.rows();
        patches = new Patches(g, g.c(), LEAST_PIXELS, 1, false);
    }

    /// Whether a convolution is of the kind, its images large enough for the loops, and the fittest tile's width
    /// divides a filter row's floats: it would read past them.
    static boolean suits(Window g) {
        SwitchedTile tile = tile(g);
        return g.k() <= Lanes.COUNT && g.strideH() == 1 && g.strideW() == 1 && g.dilationW() == 1 && g.groups() == 1
                && g.oh() * g.ow() >= LEAST_IMAGE && 2 * g.ow() >= g.paddedW()
                && tile.tile().vectors() > 1 && g.s() * g.c() % tile.width() == 0;
    }

    private static SwitchedTile tile(Window g) {
        return Tiles.columns(g.k(), g.s() * g.c());
    }

    private int chunks(int n) {
        return FilterSums.chunks(patches.units(n), 1, chunkFloats());
    }

    /// Floats of the sums of one filter row.
    private int rowFloats() {
        return rows * patches.run;
    }

    private int chunkFloats() {
        return g.r() * rowFloats();
    }

    /// Floats of an image's part of dy with its zeros, and what a tile may read past the last pixel.
    private long upstreamFloats() {
        int most = Math.min(patches.mostPixels() / g.ow(), g.oh());
        return CacheLines.whole((long) most * patches.rowPixels() * g.k() + rows);
    }

    @Override
    public long sharedFloats(int capacity) {
        return (long) chunks(capacity) * chunkFloats();
    }

    @Override
    public long scratchFloats() {
        return tile.width() + upstreamFloats() + patches.scratchFloats();
    }

    @Override
    public long tableNumbers() {
        return patches.tableNumbers();
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public String kernel(int n) {
        return "narrow " + tile.size();
    }

    @Override
    public int parts(int phase, int n) {
        return phase == 0 ? chunks(n) : g.r() * pieces();
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        if (phase == 0) {
            sum(part, n, shared.array, shared.offset + part * chunkFloats(), scratch);
        } else {
            add(part / pieces(), part % pieces() * tile.width(), chunks(n), shared.array, shared.offset);
        }
    }

    private void sum(int chunk, int n, float[] sums, int sumsOff, Operand scratch) {
        int zeros = scratch.offset;
        int upstream = zeros + tile.width();
        int padded = upstream + (int) upstreamFloats();
        Arrays.fill(scratch.array, zeros, upstream, 0f);
        int units = patches.units(n);
        int first = FilterSums.firstUnit(units, chunk, chunks(n));
        int last = FilterSums.firstUnit(units, chunk + 1, chunks(n));
        for (int unit = first; unit < last; unit++) {
            int base = patches.load(unit, n, x, scratch, padded);
            int top = patches.firstRow(unit);
            int unitRows = patches.lastRow(unit, n) - top;
            // A band of an image, or whole images.
            int imageRows = Math.min(unitRows, g.oh());
            for (int row = 0; row < unitRows; row += imageRows) {
                spread(top + row, imageRows, scratch.array, upstream);
                int count = (imageRows - 1) * patches.rowPixels() + g.ow();
                int from = base + patches.at[row * g.ow()];
                for (int r = 0; r < g.r(); r++) {
                    FilterSums.add(tile, count, rows, patches.run, scratch.array, upstream, g.k(),
                            patches.array(x, scratch), from + patches.runs[r], g.c(), unit == first && row == 0, zeros,
                            sums, sumsOff + r * rowFloats());
                }
            }
        }
    }

    /// Copies rows of dy, with zeros up to the length of x's rows.
    private void spread(int top, int count, float[] to, int toOff) {
        int length = g.ow() * g.k();
        int step = patches.rowPixels() * g.k();
        for (int row = 0; row < count; row++) {
            int at = toOff + row * step;
            System.arraycopy(dy.array, dy.offset + (top + row) * length, to, at, length);
            Arrays.fill(to, at + length, at + step, 0f);
        }
    }

    /// Pieces of a filter row in the second phase.
    private int pieces() {
        return patches.run / tile.width();
    }

    /// Adds the chunks' sums of a piece of one filter row, in order, and turns them round.
    private void add(int r, int column, int chunks, float[] sums, int sumsOff) {
        int run = patches.run;
        int from = sumsOff + r * rowFloats() + column;
        for (int chunk = 1; chunk < chunks; chunk++) {
            for (int row = 0; row < g.k(); row++) {
                int at = from + row * run;
                RowLoops.add(tile.width(), sums, at + chunk * chunkFloats(), sums, at);
            }
        }
        Panels.transpose(tile.width(), g.k(), sums, from, run, dw.array, dw.offset + (r * run + column) * g.k(),
                g.k(), g.k());
    }
}
