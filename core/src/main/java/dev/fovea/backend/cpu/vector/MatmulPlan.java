package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.vector.tile.Cover;
import dev.fovea.backend.cpu.vector.tile.SwitchedTile;
import dev.fovea.backend.cpu.vector.tile.Tiles;
import java.util.Arrays;

/// How one matrix product is cut, for given extents: a function of them alone.
///
/// The left matrix, whose rows are broadcast, is height × depth; the right one, whose columns are vectors, is
/// depth × width. They are a and b, or, when `swapped`, b and a transposed, and the result too.
///
/// @param few b is read where it is
/// @param byColumns the left matrix lies depth × height where tiles read it
/// @param shared the right matrix is packed once, in a phase of its own, not piece by piece by each part
/// @param rowwise rows are so few that b is best read row by row
/// @param tiles of the rows; all of one width
/// @param at where the rows of a tile begin in a left matrix that is read where it is
/// @param lastAt the same for the last tile, whose missing rows repeat the last row
record MatmulPlan(
        int samples, int height, int width, int depth, boolean swapped, boolean few, boolean byColumns, boolean shared,
        boolean rowwise, Cover tiles, int tallCuts, int wideCuts, int[] at, int[] lastAt) {
    /// Steps of the sum between copies, and the largest block of results.
    static final int DEPTH = 512;

    static final int MOST_HEIGHT = 144;
    static final int MOST_WIDTH = 256;

    /// A larger right matrix is not packed as a whole.
    static final int MOST_SHARED = 1 << 22;

    private static final int FEW_ROWS = 16;
    private static final int ROWWISE_ROWS = 4;
    private static final int ROWWISE_WIDTH = 512;
    private static final int WANTED_PARTS = 16;
    private static final int WANTED_UNSHARED = 8;
    private static final long LEAST_MULTIPLY_ADDS = 1 << 19;

    static MatmulPlan of(int samples, int rows, int n, int depth, boolean transposeA, boolean transposeB) {
        // Turning b round costs n · depth copies; swapping the roles turns a and the result.
        boolean swapped = transposeB && (long) rows * (depth + n) < (long) n * depth;
        boolean few = rows <= FEW_ROWS && !transposeB;
        boolean byColumns = !swapped && (transposeA || few);
        int height = swapped ? n : rows;
        int width = swapped ? rows : n;
        Cover tiles = byColumns
                ? Cover.of(Tiles.columns(height, width), null, height)
                : Tiles.rows(height, width);
        SwitchedTile tile = tiles.large();
        int tall = tiles.tiles();
        int wide = Math.ceilDiv(width, tile.width());
        int tallCuts = Math.ceilDiv(tall, MOST_HEIGHT / tile.rows());
        int wideCuts = Math.ceilDiv(wide, MOST_WIDTH / tile.width());
        boolean shared = tallCuts > 1 && (long) wide * tile.width() * depth <= MOST_SHARED;
        long work = (long) tiles.top(tall) * wide * tile.width() * depth;
        // Narrow pieces of a right matrix that is not shared are slow to read.
        int wanted = Math.clamp(work / LEAST_MULTIPLY_ADDS, 1, shared ? WANTED_PARTS : WANTED_UNSHARED);
        if (!shared) {
            wideCuts = Math.clamp(Math.ceilDiv(wanted, tallCuts), wideCuts, Math.max(wideCuts, wide));
        }
        tallCuts = Math.clamp(Math.ceilDiv(wanted, wideCuts), tallCuts, Math.max(tallCuts, tall));
        boolean rowwise = few && !transposeA && height <= ROWWISE_ROWS;
        if (rowwise) {
            tallCuts = 1;
            wideCuts = work < LEAST_MULTIPLY_ADDS ? 1 : Math.ceilDiv(width, ROWWISE_WIDTH);
        }
        int lastRow = height - 1 - tiles.top(tall - 1);
        int[] at = new int[tile.rows()];
        int[] lastAt = new int[tile.rows()];
        Arrays.setAll(at, p -> p * depth);
        Arrays.setAll(lastAt, p -> Math.min(p, lastRow) * depth);
        return new MatmulPlan(
                samples, height, width, depth, swapped, few, byColumns, shared, rowwise, tiles, tallCuts, wideCuts,
                at, lastAt);
    }

    String kernel() {
        return rowwise ? "few rows" : "product " + tiles.sizes();
    }

    /// Floats of a row of a tile.
    int step() {
        return tiles.large().width();
    }

    /// Tiles side by side.
    int wide() {
        return Math.ceilDiv(width, step());
    }

    /// The first row of a band of results, where a tile begins.
    int top(int cut) {
        return tiles.top((int) ((long) tiles.tiles() * cut / tallCuts));
    }

    /// The first column of a band of results, where a tile begins.
    int from(int cut) {
        return (int) ((long) wide() * cut / wideCuts) * step();
    }

    /// Whether a tile has all of its rows in the result.
    boolean isWhole(int tile) {
        return tiles.top(tile + 1) <= height;
    }

    int blocks() {
        return tallCuts * wideCuts;
    }

    /// Parts of the phase that packs what is shared.
    int packings() {
        return shared ? wide() * Math.ceilDiv(depth, DEPTH) : 0;
    }
}
