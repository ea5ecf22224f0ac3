package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.SwitchedTile;
import dev.fovea.backend.cpu.vector.tile.Tiles;
import dev.fovea.op.Window;
import java.util.Arrays;

/// dw = patchesᵀ · dy: a product whose sum runs over the pixels of the batch. A tile takes some floats
/// of the patch and some vectors of output channels; its loop runs over the pixels of a unit.
///
/// Slices (the fewest runs of one group's patch that have [#SLICE] floats, or all of them) are disjoint; where they
/// are too few, the batch is cut into chunks as well, each with sums of its own in shared memory, which a second
/// phase adds in order. How many there are depends on shape and batch alone. (Measured: slices of 96 floats instead
/// of 48 take 0.64 of the time for 3 → 32 channels, 5×5, and 0.75 for 3 → 64, 7×7 with stride 2.)
final class FilterGradientWork implements Work {
    private static final int LEAST_PIXELS = 160;
    private static final int ROOM = 1 << 16;
    private static final long LEAST_MULTIPLY_ADDS = 1 << 18;
    private static final int SLICE = 96;

    private final Window g;
    private final Operand x;
    private final Operand dy;
    private final Operand dw;
    private final SwitchedTile tile;
    private final Patches patches;
    private final int channels;
    private final int k;

    /// Runs of a slice, and slices of a group.
    private final int sliceRuns;

    private final int slices;
    private final int rowsPadded;
    private final int kPadded;
    private final int gatheredStep;

    FilterGradientWork(Window g, Operand x, Operand dy, Operand dw) {
        this.g = g;
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        channels = g.c() / g.groups();
        k = g.k() / g.groups();
        boolean touching = g.dilationW() == 1 && g.groups() == 1;
        int run = touching ? g.s() * channels : channels;
        int runs = touching ? g.r() : g.r() * g.s();
        sliceRuns = Math.min(runs, Math.ceilDiv(SLICE, run));
        slices = Math.ceilDiv(runs, sliceRuns);
        tile = Tiles.columns(sliceRuns * run, k);
        rowsPadded = Math.ceilDiv(sliceRuns * run, tile.rows()) * tile.rows();
        kPadded = Math.ceilDiv(k, tile.width()) * tile.width();
        gatheredStep = Lanes.oddLines(rowsPadded + Lanes.COUNT);
        int pixels = Math.max(32, Math.min(LEAST_PIXELS, ROOM / gatheredStep));
        Window one = new Window(g.h(), g.w(), channels, g.r(), g.s(), k, g.strideH(), g.strideW(), g.top(), g.left(),
                g.dilationH(), g.dilationW(), 1, g.oh(), g.ow());
        patches = new Patches(one, g.c(), pixels, 1, run % Lanes.COUNT != 0);
    }

    private int disjoint() {
        return slices * g.groups();
    }

    /// Floats of the sums of one slice.
    private long sliceFloats() {
        return (long) rowsPadded * kPadded;
    }

    private int chunks(int n) {
        long work = g.multiplyAdds() * n / disjoint();
        int chunks = FilterSums.chunks(patches.units(n), disjoint(), disjoint() * sliceFloats());
        return (int) Math.max(1, Math.min(work / LEAST_MULTIPLY_ADDS, chunks));
    }

    @Override
    public long sharedFloats(int capacity) {
        return (long) chunks(capacity) * disjoint() * sliceFloats();
    }

    @Override
    public long scratchFloats() {
        return tile.width() + patches.mostPixels() * ((long) gatheredStep + kPadded) + Lanes.COUNT
                + patches.scratchFloats();
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
        return "im2col " + tile.size();
    }

    @Override
    public int parts(int phase, int n) {
        return phase == 0 ? chunks(n) * disjoint() : disjoint();
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        if (phase == 0) {
            int sums = shared.offset + part * (int) sliceFloats();
            sum(part % disjoint(), part / disjoint(), n, shared.array, sums, scratch);
        } else {
            add(part, chunks(n), shared.array, shared.offset + part * (int) sliceFloats());
        }
    }

    private void sum(int slice, int chunk, int n, float[] sums, int sumsOff, Operand scratch) {
        int group = slice / slices;
        Patches of = patches;
        int firstRun = slice % slices * sliceRuns;
        int runs = Math.min(sliceRuns, of.runs.length - firstRun);
        int zeros = scratch.offset;
        int gathered = zeros + tile.width();
        int right = gathered + of.mostPixels() * gatheredStep + Lanes.COUNT;
        int padded = right + of.mostPixels() * kPadded;
        Arrays.fill(scratch.array, zeros, gathered, 0f);
        int units = of.units(n);
        int first = FilterSums.firstUnit(units, chunk, chunks(n));
        int last = FilterSums.firstUnit(units, chunk + 1, chunks(n));
        for (int unit = first; unit < last; unit++) {
            int base = of.load(unit, n, x, scratch, padded) + group * channels;
            float[] source = of.array(x, scratch);
            int pixel = of.firstRow(unit) * g.ow();
            int count = of.lastRow(unit, n) * g.ow() - pixel;
            for (int q = 0; q < runs; q++) {
                RowLoops.gather(count, of.run, source, base + of.runs[firstRun + q], of.at,
                        scratch.array, gathered + q * of.run, gatheredStep);
            }
            int dyOff = dy.offset + pixel * g.k() + group * k;
            boolean inPlace = k == kPadded;
            if (!inPlace) {
                Panels.pack(count, k, dy.array, dyOff, g.k(), scratch.array, right, kPadded);
            }
            FilterSums.add(tile, count, runs * of.run, kPadded, scratch.array, gathered, gatheredStep,
                    inPlace ? dy.array : scratch.array, inPlace ? dyOff : right, inPlace ? g.k() : kPadded,
                    unit == first, zeros, sums, sumsOff);
        }
    }

    private void add(int slice, int chunks, float[] sums, int sumsOff) {
        int group = slice / slices;
        Patches of = patches;
        int firstRow = slice % slices * sliceRuns * of.run;
        int rows = Math.min(sliceRuns * of.run, of.runs.length * of.run - firstRow);
        for (int row = 0; row < rows; row++) {
            int at = dw.offset + (firstRow + row) * g.k() + group * k;
            int from = sumsOff + row * kPadded;
            System.arraycopy(sums, from, dw.array, at, k);
            for (int chunk = 1; chunk < chunks; chunk++) {
                RowLoops.add(k, sums, from + chunk * disjoint() * (int) sliceFloats(), dw.array, at);
            }
        }
    }
}
