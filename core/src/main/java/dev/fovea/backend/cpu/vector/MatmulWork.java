package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.vector.tile.Cover;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.Tile;
import dev.fovea.backend.plan.Epilogue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// c = activation(a · b + bias), as a product of a left matrix, whose rows are broadcast, and a right one, whose
/// columns are vectors. A part computes a block of the result, walking along the sum in steps of
/// [MatmulPlan#DEPTH]. Rows of the left matrix are read where they are; its columns are copied, so that they lie
/// close. The right matrix is packed into panels as wide as a tile: once, by a first phase, if several bands of
/// rows need it, else by each part its own piece. Whole tiles go to c, the rest through scratch.
///
/// When b is transposed and large, a and b change roles: b's rows lie along the sum, as the left matrix
/// wants them; the small a is turned round instead, and so are the results. With few rows, b is read
/// where it is; with very few, row by row ([FewRows]).
final class MatmulWork implements Work {
    private static final int DEPTH = MatmulPlan.DEPTH;
    private static final int LEFT = DEPTH * (MatmulPlan.MOST_HEIGHT + 32);
    private static final int RIGHT = DEPTH * 4 * Lanes.COUNT;
    private static final int SUMS = MatmulPlan.MOST_HEIGHT * MatmulPlan.MOST_WIDTH;

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

    /// The plan for the batch that ran last.
    private volatile MatmulPlan last;

    /// The plan for the other size of batch: an epoch's last is often smaller.
    private volatile MatmulPlan other;

    MatmulWork(
            Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB,
            @Nullable Operand bias, Epilogue activation, Operand c) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.transposeA = transposeA;
        this.b = b;
        this.transposeB = transposeB;
        this.bias = bias;
        this.relu = activation == Epilogue.RELU;
        this.c = c;
        last = MatmulPlan.of(1, m.at(1), n, k.at(1), transposeA, transposeB);
        other = last;
    }

    private MatmulPlan plan(int samples) {
        MatmulPlan plan = last;
        if (plan.samples() == samples) {
            return plan;
        }
        MatmulPlan next = other;
        if (next.samples() != samples) {
            next = MatmulPlan.of(samples, m.at(samples), n, k.at(samples), transposeA, transposeB);
        }
        other = plan;
        last = next;
        return next;
    }

    @Override
    public long scratchFloats() {
        return MatmulPlan.MOST_WIDTH + SUMS + RIGHT + LEFT;
    }

    /// The right matrix is depth × n, or smaller when the roles are swapped.
    @Override
    public long sharedFloats(int capacity) {
        return Math.min(MatmulPlan.MOST_SHARED, (long) k.at(capacity) * (n + 4L * Lanes.COUNT));
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int mainPhase() {
        return 1;
    }

    @Override
    public String kernel(int samples) {
        return MatmulPlan.of(samples, m.at(samples), n, k.at(samples), transposeA, transposeB).kernel();
    }

    @Override
    public int parts(int phase, int samples) {
        return phase == 0 ? plan(samples).packings() : plan(samples).blocks();
    }

    @Override
    public void run(int phase, int part, int samples, Operand packed, Operand shared, Operand scratch) {
        MatmulPlan plan = plan(samples);
        if (phase == 0) {
            int column = part % plan.wide() * plan.step();
            int t = part / plan.wide() * DEPTH;
            int length = Math.min(DEPTH, plan.depth() - t);
            int panel = shared.offset + column * plan.depth() + t * plan.step();
            right(plan, column, t, length, shared.array, panel);
        } else {
            if (plan.rowwise()) {
                rows(plan, part);
                return;
            }
            int down = part / plan.wideCuts();
            int across = part % plan.wideCuts();
            block(plan, plan.top(down), plan.top(down + 1), plan.from(across), plan.from(across + 1), shared, scratch);
        }
    }

    /// The block of results from row `top` to `bottom` and column `from` to `to`.
    private void block(MatmulPlan plan, int top, int bottom, int from, int to, Operand shared, Operand scratch) {
        float[] memory = scratch.array;
        int start = scratch.offset;
        int sums = start + MatmulPlan.MOST_WIDTH;
        int right = sums + SUMS;
        int left = right + RIGHT;
        int width = plan.step();
        start(plan, from, to, memory, start);
        for (int t = 0; t < plan.depth(); t += DEPTH) {
            int length = Math.min(DEPTH, plan.depth() - t);
            int step = plan.byColumns() ? left(plan, top, bottom, t, length, memory, left) : 0;
            for (int column = from; column < to; column += width) {
                boolean inPlace = plan.few() && column + width <= n;
                float[] panels = plan.shared() ? shared.array : inPlace ? b.array : memory;
                int panel = plan.shared()
                        ? shared.offset + column * plan.depth() + t * width
                        : inPlace ? b.offset + t * n + column : right;
                if (!plan.shared() && !inPlace) {
                    right(plan, column, t, length, memory, right);
                }
                band(plan, top, bottom, column, t, length, memory, left, step, panels, panel,
                        inPlace ? n : width, start + column - from, sums + column - from, to - from);
            }
        }
        finish(plan, top, Math.min(bottom, plan.height()), from, Math.min(to, plan.width()), memory, sums, to - from);
    }

    /// All rows of one band of columns.
    private void rows(MatmulPlan plan, int cut) {
        int from = (int) ((long) n * cut / plan.wideCuts());
        int width = (int) ((long) n * (cut + 1) / plan.wideCuts()) - from;
        for (int row = 0; row < plan.height(); row++) {
            int at = c.offset + row * n + from;
            if (bias == null) {
                Arrays.fill(c.array, at, at + width, 0f);
            } else {
                System.arraycopy(bias.array, bias.offset + from, c.array, at, width);
            }
        }
        FewRows.add(plan.height(), plan.depth(), width, a.array, a.offset, plan.depth(), b.array, b.offset + from, n,
                c.array, c.offset + from, n);
        for (int row = 0; row < plan.height() && relu; row++) {
            RowLoops.relu(width, c.array, c.offset + row * n + from);
        }
    }

    /// What the sums of the block's columns start with: the bias, or zeros.
    private void start(MatmulPlan plan, int from, int to, float[] memory, int start) {
        Arrays.fill(memory, start, start + to - from, 0f);
        if (bias != null && !plan.swapped()) {
            System.arraycopy(bias.array, bias.offset + from, memory, start, Math.min(to, n) - from);
        }
    }

    /// Whether a tile's results go to c.
    private static boolean direct(MatmulPlan plan, int tile, int column) {
        return !plan.swapped() && plan.isWhole(tile) && column + plan.step() <= plan.width();
    }

    /// All tiles of one panel of the right matrix.
    private void band(
            MatmulPlan plan, int top, int bottom, int column, int t, int length, float[] memory, int left, int step,
            float[] panels, int panel, int panelStep, int start, int sums, int sumsStep) {
        Cover tiles = plan.tiles();
        Tile large = tiles.large().ready();
        Tile low = tiles.low().ready();
        Operand rows = plan.swapped() ? b : a;
        int end = tiles.tile(bottom);
        for (int tile = tiles.tile(top); tile < end; tile++) {
            Tile ready = tile < tiles.larges() ? large : low;
            int row = tiles.top(tile);
            int sum = sums + (row - top) * sumsStep;
            // Sums of several steps wait in scratch: rows of c are often 4096 bytes apart, and a load that
            // follows a store at such a distance waits for it.
            boolean direct = t + length == plan.depth() && direct(plan, tile, column);
            float[] to = direct ? c.array : memory;
            int toOff = direct ? c.offset + row * n + column : sum;
            int toStep = direct ? n : sumsStep;
            int firstOff = t == 0 ? start : sum;
            int firstStep = t == 0 ? 0 : sumsStep;
            if (plan.byColumns()) {
                ready.columns(length, memory, left + row - top, step, panels, panel, panelStep,
                        memory, firstOff, firstStep, to, toOff, toStep);
            } else {
                int[] at = plan.isWhole(tile) ? plan.at() : plan.lastAt();
                ready.rows(length, rows.array, rows.offset + row * plan.depth() + t, at, 0, panels, panel,
                        memory, firstOff, firstStep, to, toOff, toStep);
            }
        }
    }

    /// Copies a piece of a left matrix that tiles read by columns; returns the step between these.
    private int left(MatmulPlan plan, int top, int bottom, int t, int length, float[] memory, int to) {
        int count = Math.min(bottom, plan.height()) - top;
        int step = Lanes.oddLines(bottom - top);
        if (transposeA) {
            Panels.copy(length, count, a.array, a.offset + t * plan.height() + top, plan.height(), memory, to, step);
        } else {
            int from = a.offset + top * plan.depth() + t;
            Panels.transpose(length, count, a.array, from, plan.depth(), memory, to, step, count);
        }
        return step;
    }

    /// Packs a panel of the right matrix.
    private void right(MatmulPlan plan, int column, int t, int length, float[] panel, int panelOff) {
        int width = plan.step();
        int count = Math.min(width, plan.width() - column);
        Operand matrix = plan.swapped() ? a : b;
        boolean turned = plan.swapped() ? !transposeA : transposeB;
        if (turned) {
            Panels.transpose(length, count, matrix.array, matrix.offset + column * plan.depth() + t, plan.depth(),
                    panel, panelOff, width, width);
        } else {
            Panels.pack(length, count, matrix.array, matrix.offset + t * plan.width() + column, plan.width(),
                    panel, panelOff, width);
        }
    }

    private void finish(
            MatmulPlan plan, int top, int bottom, int from, int to, float[] memory, int sums, int sumsStep) {
        if (plan.swapped()) {
            Panels.transpose(to - from, bottom - top, memory, sums, sumsStep, c.array, c.offset + from * n + top, n,
                    bottom - top);
            for (int i = from; i < to && (bias != null || relu); i++) {
                int at = c.offset + i * n + top;
                if (bias != null) {
                    RowLoops.add(bottom - top, bias.array, bias.offset + top, c.array, at);
                }
                if (relu) {
                    RowLoops.relu(bottom - top, c.array, at);
                }
            }
            return;
        }
        for (int row = top; row < bottom; row++) {
            int whole = direct(plan, plan.tiles().tile(row), 0) ? Math.max(from, to - to % plan.step()) : from;
            System.arraycopy(memory, sums + (row - top) * sumsStep + whole - from,
                    c.array, c.offset + row * n + whole, to - whole);
            if (relu) {
                RowLoops.relu(to - from, c.array, c.offset + row * n + from);
            }
        }
    }
}
