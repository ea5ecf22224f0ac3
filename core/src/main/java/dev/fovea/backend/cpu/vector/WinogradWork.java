package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.SwitchedTile;
import dev.fovea.backend.cpu.vector.tile.Tile;
import dev.fovea.backend.cpu.vector.tile.Tiles;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A 3×3 convolution with stride 1, or the gradient of one by its input, by [Winograd]'s algorithm: 2.25 times fewer
/// products. A part takes some tiles of 2×2 outputs, as many as keep its numbers in the second cache: transforms
/// the pixels under them, multiplies the transformed filters' panels position by position, and turns the sums of each
/// panel back into outputs while they are near. What an output is does not depend on the tiles beside it.
///
/// The input gradient is such a convolution of dy, with the filters turned by half a circle and their channels swapped.
final class WinogradWork implements Work {
    /// Floats of transformed pixels of a part.
    private static final int ROOM = 96 << 10;

    private static final int LEAST_TILES = 24;
    private static final int MOST_TILES = 96;

    /// Channels of a piece of the packing.
    private static final int PACKED_CHANNELS = 32;

    private final WinogradTiles tiles;
    private final int c;
    private final int k;
    private final FilterPlaces filters;
    private final Operand x;
    private final Operand w;
    private final @Nullable Operand bias;
    private final float floor;
    private final Operand y;
    private final SwitchedTile tile;
    private final int unit;
    private final int[] at;
    private final int row;
    private final int vStep;
    private final int mStep;

    private WinogradWork(
            Window g, FilterPlaces filters, Operand x, Operand w, @Nullable Operand bias, Epilogue activation,
            Operand y) {
        this.tiles = new WinogradTiles(g);
        this.c = g.c();
        this.k = g.k();
        this.filters = filters;
        this.x = x;
        this.w = w;
        this.bias = bias;
        this.floor = activation == Epilogue.RELU ? 0f : Float.NEGATIVE_INFINITY;
        this.y = y;
        tile = Tiles.manyRows(k);
        // An odd number of lines spreads rows and positions over the cache's sets.
        row = Lanes.oddLines(c);
        int wanted = Math.clamp(ROOM / (Winograd.POSITIONS * row), LEAST_TILES, MOST_TILES);
        unit = Math.max(1, wanted / tile.rows()) * tile.rows();
        vStep = Lanes.oddLines(unit * row);
        mStep = Lanes.oddLines(unit * tile.width());
        at = new int[unit];
        Arrays.setAll(at, t -> t * row);
    }

    static WinogradWork forward(
            Window g, Operand x, Operand w, @Nullable Operand bias, Epilogue activation,
            Operand y) {
        int[] taps = new int[9];
        Arrays.setAll(taps, tap -> tap * g.c() * g.k());
        return new WinogradWork(g, new FilterPlaces(taps, g.k(), 1), x, w, bias, activation, y);
    }

    static WinogradWork inputGradient(Window g, Operand dy, Operand w, Operand dx) {
        int[] taps = new int[9];
        Arrays.setAll(taps, tap -> (8 - tap) * g.c() * g.k());
        return new WinogradWork(turned(g), new FilterPlaces(taps, 1, g.k()), dy, w, null, Epilogue.NONE, dx);
    }

    /// The convolution of dy that gives dx.
    static Window turned(Window g) {
        return new Window(g.oh(), g.ow(), g.k(), 3, 3, g.c(), 1, 1, 2 - g.top(), 2 - g.left(), 1, 1, 1, g.h(), g.w());
    }

    private int panels() {
        return Math.ceilDiv(k, tile.width());
    }

    private int pieces() {
        return Math.ceilDiv(c, PACKED_CHANNELS);
    }

    /// Floats of one position of a panel.
    private int panelFloats() {
        return c * tile.width();
    }

    @Override
    public long packedFloats() {
        return (long) panels() * Winograd.POSITIONS * panelFloats();
    }

    @Override
    public int packParts() {
        return panels() * pieces();
    }

    @Override
    public void pack(int part, Operand packed) {
        int panel = part / pieces();
        int channel = part % pieces() * PACKED_CHANNELS;
        int channels = Math.min(PACKED_CHANNELS, c - channel);
        int width = Math.min(tile.width(), k - panel * tile.width());
        int to = packed.offset + panel * Winograd.POSITIONS * panelFloats() + channel * tile.width();
        for (int tap = 0; tap < 9; tap++) {
            filters.packTap(tap, channels, channel, panel * tile.width(), width, w.array, w.offset, packed.array,
                    to + (tap / 3 * 4 + tap % 3) * panelFloats(), tile.width());
        }
        Winograd.filters(channels * tile.width(), packed.array, to, panelFloats());
    }

    @Override
    public long scratchFloats() {
        return 2L * panels() * tile.width() + tiles.borderFloats() + Winograd.POSITIONS * ((long) vStep + mStep);
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
        return Math.ceilDiv(tiles.count(n), unit);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        float[] memory = scratch.array;
        int zeros = scratch.offset;
        int biases = zeros + panels() * tile.width();
        int border = biases + panels() * tile.width();
        int v = border + tiles.borderFloats();
        int m = v + Winograd.POSITIONS * vStep;
        int first = part * unit;
        int count = Math.min(unit, tiles.count(n) - first);
        Arrays.fill(memory, zeros, border, 0f);
        if (bias != null) {
            System.arraycopy(bias.array, bias.offset, memory, biases, k);
        }
        tiles.input(0, 4, first, count, x, memory, border, memory, v, row, vStep);
        for (int panel = 0; panel < panels(); panel++) {
            int from = panel * tile.width();
            for (int position = 0; position < Winograd.POSITIONS; position++) {
                int filter = packed.offset + (panel * Winograd.POSITIONS + position) * panelFloats();
                multiply(count, memory, v + position * vStep, packed.array, filter, zeros, m + position * mStep);
            }
            tiles.output(first, count, memory, m, tile.width(), mStep, memory, biases + from, floor, y, from,
                    Math.min(tile.width(), k - from));
        }
    }

    /// One position of a panel: sums over channels, for all tiles of the part.
    private void multiply(int count, float[] memory, int v, float[] packed, int filter, int zeros, int m) {
        Tile ready = tile.ready();
        for (int t = 0; t < count; t += tile.rows()) {
            ready.rows(c, memory, v, at, t, packed, filter, memory, zeros, 0,
                    memory, m + t * tile.width(), tile.width());
        }
    }
}
