package dev.fovea.backend.cpu.vector;

/// How one matrix product is cut, for given extents: a function of them alone.
///
/// The left matrix, whose rows are broadcast, is height × depth; the right one, whose columns are vectors, is
/// depth × width. They are a and b, or, when `swapped`, b and a transposed, and the result too.
///
/// @param few b is read where it is
/// @param byColumns the left matrix lies depth × height where tiles read it
/// @param sharing the matrix that is copied once, in a phase of its own, not piece by piece by each part
record MatmulPlan(
        int samples, int height, int width, int depth, boolean swapped, boolean few, boolean byColumns, Sharing sharing,
        Tile tile, int tallCuts, int wideCuts) {
    /// Steps of the sum between copies, and the largest block of results.
    static final int DEPTH = 256;

    static final int MOST_HEIGHT = 144;
    static final int MOST_WIDTH = 256;

    /// From a row of the left piece to the next: an odd number of lines, which spreads rows over the cache's sets.
    static final int ROW_STEP = DEPTH + 16;

    /// A larger right matrix is not packed as a whole.
    static final int MOST_SHARED = 1 << 22;

    enum Sharing {
        LEFT,
        RIGHT,
        NONE
    }

    private static final int FEW_ROWS = 16;
    private static final int WANTED_PARTS = 16;
    private static final long LEAST_MULTIPLY_ADDS = 1 << 19;

    static MatmulPlan of(int samples, int rows, int n, int depth, boolean transposeA, boolean transposeB) {
        // Turning b round costs n · depth copies; swapping the roles turns a and the result.
        boolean swapped = transposeB && (long) rows * (depth + n) < (long) n * depth;
        boolean few = rows <= FEW_ROWS && !transposeB;
        boolean byColumns = !swapped && (transposeA || few);
        int height = swapped ? n : rows;
        int width = swapped ? rows : n;
        Tile tile = byColumns ? Tiles.columns(height, width) : Tiles.rows(height, width);
        int tall = Math.ceilDiv(height, tile.rows());
        int wide = Math.ceilDiv(width, tile.width());
        int tallCuts = Math.ceilDiv(tall, MOST_HEIGHT / tile.rows());
        int wideCuts = Math.ceilDiv(wide, MOST_WIDTH / tile.width());
        boolean sharedRight = tallCuts > 1 && (long) wide * tile.width() * depth <= MOST_SHARED;
        long work = (long) tall * tile.rows() * wide * tile.width() * depth;
        int wanted = Math.clamp(work / LEAST_MULTIPLY_ADDS, 1, WANTED_PARTS);
        if (!sharedRight) {
            wideCuts = Math.clamp(Math.ceilDiv(wanted, tallCuts), wideCuts, Math.max(wideCuts, wide));
        }
        tallCuts = Math.clamp(Math.ceilDiv(wanted, wideCuts), tallCuts, Math.max(tallCuts, tall));
        Sharing sharing = sharedRight
                ? Sharing.RIGHT
                : tallCuts == 1 && wideCuts > 1 && !swapped && !byColumns ? Sharing.LEFT : Sharing.NONE;
        return new MatmulPlan(
                samples, height, width, depth, swapped, few, byColumns, sharing, tile, tallCuts, wideCuts);
    }

    int tall() {
        return Math.ceilDiv(height, tile.rows());
    }

    int wide() {
        return Math.ceilDiv(width, tile.width());
    }

    /// The first row of a band of results, a multiple of the tile's.
    int top(int cut) {
        return (int) ((long) tall() * cut / tallCuts) * tile.rows();
    }

    /// The first column of a band of results, a multiple of the tile's.
    int from(int cut) {
        return (int) ((long) wide() * cut / wideCuts) * tile.width();
    }

    int blocks() {
        return tallCuts * wideCuts;
    }

    int steps() {
        return Math.ceilDiv(depth, DEPTH);
    }

    /// Parts of the phase that copies what is shared.
    int copies() {
        return switch (sharing) {
            case LEFT -> steps();
            case RIGHT -> wide() * steps();
            case NONE -> 0;
        };
    }

    /// Where the shared left piece of step `t` begins.
    int leftPiece(int t) {
        return t / DEPTH * tall() * tile.rows() * ROW_STEP;
    }

    /// Where the shared right panel of step `t` begins.
    int rightPiece(int column, int t) {
        return column * depth + t * tile.width();
    }
}
