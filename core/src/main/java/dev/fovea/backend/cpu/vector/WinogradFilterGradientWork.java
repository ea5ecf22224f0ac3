package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.SwitchedTile;
import dev.fovea.backend.cpu.vector.tile.Tiles;
import dev.fovea.op.Window;
import java.util.Arrays;

/// The gradient of a 3×3 convolution with stride 1 by its filters, by [Winograd]'s algorithm read backwards: for each
/// of the 16 positions a matrix product, c × tiles by tiles × k, whose sums are turned into filters at the end.
///
/// A part takes some panels of output channels, and as many of the four rows of positions as keep their sums in the
/// second cache beside a unit of tiles: each row needs half of the pixels, which are then near. Where such disjoint
/// parts are too few, the batch is cut into chunks as well, each with sums of its own; a second phase adds these in
/// order. How many there are depends on shape and batch alone. (Measured: all four rows at once, of 32 → 64
/// channels at 32×32, take 0.80 of the time of one row a part, and 64 → 64 0.95.)
final class WinogradFilterGradientWork implements Work {
    /// Floats of transformed pixels of a unit of tiles.
    private static final int ROOM = 80 << 10;

    /// Floats of the sums of a part, unless one row of positions has more.
    private static final int SUMS_ROOM = 72 << 10;

    private static final int LEAST_TILES = 24;
    private static final int MOST_TILES = 160;
    private static final int MOST_WIDTH = 128;

    /// Rows of positions, and positions of a row.
    private static final int FOUR = 4;

    /// Input channels of a part of the second phase.
    private static final int ADDED_CHANNELS = 8;

    private final WinogradTiles tiles;
    private final int c;
    private final int k;
    private final Operand x;
    private final Operand dy;
    private final Operand dw;
    private final SwitchedTile tile;
    private final int width;
    private final int rows;
    private final int unit;
    private final int vRow;
    private final int vStep;
    private final int zStep;

    /// Rows of positions of a part.
    private final int together;

    WinogradFilterGradientWork(Window g, Operand x, Operand dy, Operand dw) {
        tiles = new WinogradTiles(g);
        c = g.c();
        k = g.k();
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        tile = Tiles.columns(c, Math.min(k, MOST_WIDTH));
        int vectors = Math.ceilDiv(k, tile.width());
        int fitting = Math.max(1, MOST_WIDTH / tile.width());
        width = Math.ceilDiv(vectors, Math.ceilDiv(vectors, fitting)) * tile.width();
        rows = Math.ceilDiv(c, tile.rows()) * tile.rows();
        vRow = Lanes.oddLines(rows);
        unit = Math.clamp(ROOM / (FOUR * (vRow + width)), LEAST_TILES, MOST_TILES);
        vStep = Lanes.oddLines(unit * vRow);
        zStep = Lanes.oddLines(unit * width);
        together = Math.clamp(Integer.highestOneBit(SUMS_ROOM / (FOUR * positionFloats())), 1, FOUR);
    }

    private int blocks() {
        return Math.ceilDiv(k, width);
    }

    private int disjoint() {
        return FOUR / together * blocks();
    }

    private int units(int n) {
        return Math.ceilDiv(tiles.count(n), unit);
    }

    private int chunks(int n) {
        return FilterSums.chunks(units(n), disjoint(), (long) Winograd.POSITIONS * blocks() * positionFloats());
    }

    /// Floats of the sums of one position.
    private int positionFloats() {
        return rows * width;
    }

    /// Where the sums of a position of a block begin.
    private int sums(int chunk, int block, int position) {
        return ((chunk * blocks() + block) * Winograd.POSITIONS + position) * positionFloats();
    }

    @Override
    public long sharedFloats(int capacity) {
        return (long) chunks(capacity) * blocks() * Winograd.POSITIONS * positionFloats();
    }

    @Override
    public long scratchFloats() {
        return width + tiles.borderFloats() + FOUR * ((long) vStep + zStep);
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public boolean isDirect() {
        return false;
    }

    @Override
    public String kernel(int n) {
        return "Winograd " + tile.size();
    }

    @Override
    public int parts(int phase, int n) {
        return phase == 0 ? chunks(n) * disjoint() : blocks() * Math.ceilDiv(c, ADDED_CHANNELS);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        if (phase == 0) {
            int within = part % disjoint();
            int firstRow = within * together % FOUR;
            multiply(part / disjoint(), within * together / FOUR, firstRow, n, shared, scratch);
        } else {
            add(part % blocks(), part / blocks() * ADDED_CHANNELS, chunks(n), shared);
        }
    }

    /// The sums of some rows of positions of a block of output channels over a chunk of the batch.
    private void multiply(int chunk, int block, int firstRow, int n, Operand shared, Operand scratch) {
        float[] memory = scratch.array;
        int zeros = scratch.offset;
        int border = zeros + width;
        int v = border + tiles.borderFloats();
        int z = v + FOUR * vStep;
        int from = block * width;
        int channels = Math.min(width, k - from);
        Arrays.fill(memory, zeros, border, 0f);
        int units = units(n);
        int firstUnit = FilterSums.firstUnit(units, chunk, chunks(n));
        int lastUnit = FilterSums.firstUnit(units, chunk + 1, chunks(n));
        for (int u = firstUnit; u < lastUnit; u++) {
            int first = u * unit;
            int count = Math.min(unit, tiles.count(n) - first);
            for (int which = firstRow; which < firstRow + together; which++) {
                tiles.input(which, which + 1, first, count, x, memory, border, memory, v, vRow, vStep);
                tiles.upstream(which, first, count, dy, from, channels, memory, border, memory, z, width, zStep);
                for (int position = 0; position < FOUR; position++) {
                    int sums = shared.offset + sums(chunk, block, which * FOUR + position);
                    FilterSums.add(tile, count, rows, width, memory, v + position * vStep, vRow,
                            memory, z + position * zStep, width, u == firstUnit, zeros, shared.array, sums);
                }
            }
        }
    }

    /// Adds the chunks' sums of some input channels, in order, and turns them into filters.
    private void add(int block, int channel, int chunks, Operand shared) {
        int from = block * width;
        int channels = Math.min(width, k - from);
        int last = Math.min(c, channel + ADDED_CHANNELS);
        for (int chunk = 1; chunk < chunks; chunk++) {
            for (int position = 0; position < Winograd.POSITIONS; position++) {
                RowLoops.add((last - channel) * width,
                        shared.array, shared.offset + sums(chunk, block, position) + channel * width,
                        shared.array, shared.offset + sums(0, block, position) + channel * width);
            }
        }
        int first = shared.offset + sums(0, block, 0);
        Winograd.filterGradientColumns(
                (last - channel) * width, shared.array, first + channel * width, positionFloats());
        for (int i = channel; i < last; i++) {
            Winograd.filterGradientRows(
                    channels, shared.array, first + i * width, positionFloats(), dw.array, dw.offset + i * k + from,
                    c * k);
        }
    }
}
