package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.Activation;
import dev.fovea.backend.cpu.Extent;
import dev.fovea.backend.cpu.Operand;
import dev.fovea.backend.cpu.Work;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// c = activation(a · b + bias), as a product of a left matrix, whose rows are broadcast, and a right one, whose
/// columns are vectors. A part computes a block of the result: it walks along the sum in steps of
/// [MatmulPlan#DEPTH] and copies its pieces of both matrices into scratch, where tiles read them in order;
/// whole tiles go to c, the rest through scratch. A matrix that many parts need is copied once, by a first
/// phase, into shared memory.
///
/// When b is transposed and large, a and b change roles: b's rows lie along the sum, as the left matrix
/// wants them; the small a is turned round instead, and so are the results. With few rows, b is read
/// where it is.
final class MatmulWork implements Work {
    private static final int DEPTH = MatmulPlan.DEPTH;

    private static final int ROW_STEP = MatmulPlan.ROW_STEP;
    private static final int LEFT = Math.max(
            MatmulPlan.MOST_HEIGHT * ROW_STEP, DEPTH * (MatmulPlan.MOST_HEIGHT + 32));
    private static final int RIGHT = DEPTH * MatmulPlan.MOST_WIDTH;
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
    private final int[] at = new int[16];

    /// The plan for the batch that ran last.
    private volatile MatmulPlan last;

    MatmulWork(
            Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB,
            @Nullable Operand bias, Activation activation, Operand c) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.transposeA = transposeA;
        this.b = b;
        this.transposeB = transposeB;
        this.bias = bias;
        this.relu = activation == Activation.RELU;
        this.c = c;
        Arrays.setAll(at, p -> p * ROW_STEP);
        last = plan(1, m, n, k, transposeA, transposeB);
    }

    private static MatmulPlan plan(
            int samples, Extent m, int n, Extent k, boolean transposeA, boolean transposeB) {
        return MatmulPlan.of(samples, m.at(samples), n, k.at(samples), transposeA, transposeB);
    }

    private MatmulPlan plan(int samples) {
        MatmulPlan plan = last;
        if (plan.samples() != samples) {
            plan = plan(samples, m, n, k, transposeA, transposeB);
            last = plan;
        }
        return plan;
    }

    @Override
    public int scratchFloats() {
        return MatmulPlan.MOST_WIDTH + SUMS + RIGHT + LEFT;
    }

    /// Room for the right matrix, depth × n or smaller when the roles are swapped, or for the left one of
    /// few rows.
    @Override
    public long sharedFloats(int capacity) {
        long depth = k.at(capacity);
        long right = Math.min(MatmulPlan.MOST_SHARED, depth * (n + 4L * Lanes.COUNT));
        long left = Math.ceilDiv(depth, DEPTH) * Math.min(m.at(capacity) + 16, MatmulPlan.MOST_HEIGHT) * ROW_STEP;
        return Math.max(left, right);
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public int parts(int phase, int samples) {
        return phase == 0 ? plan(samples).copies() : plan(samples).blocks();
    }

    @Override
    public void run(int phase, int part, int samples, Operand packed, Operand shared, Operand scratch) {
        MatmulPlan plan = plan(samples);
        if (phase == 0) {
            copy(plan, part, shared);
        } else {
            int down = part / plan.wideCuts();
            int across = part % plan.wideCuts();
            block(plan, plan.top(down), plan.top(down + 1), plan.from(across), plan.from(across + 1), shared, scratch);
        }
    }

    private void copy(MatmulPlan plan, int part, Operand shared) {
        boolean left = plan.sharing() == MatmulPlan.Sharing.LEFT;
        int t = (left ? part : part / plan.wide()) * DEPTH;
        int length = Math.min(DEPTH, plan.depth() - t);
        if (left) {
            left(plan, 0, plan.height(), t, length, shared.array, shared.offset + plan.leftPiece(t));
        } else {
            int column = part % plan.wide() * plan.tile().width();
            right(plan, column, t, length, shared.array, shared.offset + plan.rightPiece(column, t));
        }
    }

    /// The block of results from row `top` to `bottom` and column `from` to `to`.
    private void block(MatmulPlan plan, int top, int bottom, int from, int to, Operand shared, Operand scratch) {
        float[] memory = scratch.array;
        int start = scratch.offset;
        int sums = start + MatmulPlan.MOST_WIDTH;
        int right = sums + SUMS;
        int left = right + RIGHT;
        int width = plan.tile().width();
        start(plan, from, to, memory, start);
        for (int t = 0; t < plan.depth(); t += DEPTH) {
            int length = Math.min(DEPTH, plan.depth() - t);
            boolean sharedLeft = plan.sharing() == MatmulPlan.Sharing.LEFT;
            float[] lefts = sharedLeft ? shared.array : memory;
            int leftOff = sharedLeft ? shared.offset + plan.leftPiece(t) : left;
            int step = sharedLeft ? ROW_STEP : left(plan, top, bottom, t, length, memory, left);
            for (int column = from; column < to; column += width) {
                int sum = sums + column - from;
                if (plan.sharing() == MatmulPlan.Sharing.RIGHT) {
                    int panel = shared.offset + plan.rightPiece(column, t);
                    band(plan, top, bottom, column, t, length, lefts, leftOff, step, shared.array, panel, width,
                            memory, start + column - from, sum, to - from);
                } else if (plan.few() && column + width <= n) {
                    band(plan, top, bottom, column, t, length, lefts, leftOff, step,
                            b.array, b.offset + t * n + column, n, memory, start + column - from, sum, to - from);
                } else {
                    right(plan, column, t, length, memory, right);
                    band(plan, top, bottom, column, t, length, lefts, leftOff, step, memory, right, width,
                            memory, start + column - from, sum, to - from);
                }
            }
        }
        finish(plan, top, Math.min(bottom, plan.height()), from, Math.min(to, plan.width()), memory, sums, to - from);
    }

    /// What the sums of the block's columns start with: the bias, or zeros.
    private void start(MatmulPlan plan, int from, int to, float[] memory, int start) {
        Arrays.fill(memory, start, start + to - from, 0f);
        if (bias != null && !plan.swapped()) {
            System.arraycopy(bias.array, bias.offset + from, memory, start, Math.min(to, n) - from);
        }
    }

    private boolean direct(MatmulPlan plan, int row, int column) {
        return !plan.swapped() && row + plan.tile().rows() <= plan.height()
                && column + plan.tile().width() <= plan.width();
    }

    /// All tiles of one panel of the right matrix.
    private void band(
            MatmulPlan plan, int top, int bottom, int column, int t, int length, float[] left, int leftOff, int step,
            float[] right, int panel, int panelStep, float[] memory, int start, int sums, int sumsStep) {
        Tile tile = plan.tile();
        for (int row = top; row < bottom; row += tile.rows()) {
            boolean direct = direct(plan, row, column);
            float[] to = direct ? c.array : memory;
            int toOff = direct ? c.offset + row * n + column : sums + (row - top) * sumsStep;
            int toStep = direct ? n : sumsStep;
            boolean fresh = t == 0;
            if (plan.byColumns()) {
                tile.columns(length, left, leftOff + row - top, step, right, panel, panelStep,
                        fresh ? memory : to, fresh ? start : toOff, fresh ? 0 : toStep, to, toOff, toStep);
            } else {
                tile.rows(length, left, leftOff + (row - top) * ROW_STEP, at, 0, right, panel,
                        fresh ? memory : to, fresh ? start : toOff, fresh ? 0 : toStep, to, toOff, toStep);
            }
        }
    }

    /// Copies a piece of the left matrix into scratch; returns the step between its rows or columns.
    private int left(MatmulPlan plan, int top, int bottom, int t, int length, float[] memory, int to) {
        int count = Math.min(bottom, plan.height()) - top;
        int depth = plan.depth();
        if (plan.swapped()) {
            Panels.copy(count, length, b.array, b.offset + top * depth + t, depth, memory, to, ROW_STEP);
            return ROW_STEP;
        }
        if (transposeA) {
            int step = ((bottom - top + 15) / 16 | 1) * 16;
            Panels.copy(length, count, a.array, a.offset + t * plan.height() + top, plan.height(), memory, to, step);
            return step;
        }
        if (plan.few()) {
            Panels.transpose(length, count, a.array, a.offset + top * depth + t, depth, memory, to, bottom - top,
                    bottom - top);
            return bottom - top;
        }
        Panels.copy(count, length, a.array, a.offset + top * depth + t, depth, memory, to, ROW_STEP);
        return ROW_STEP;
    }

    /// Packs a piece of the right matrix, one panel wide.
    private void right(MatmulPlan plan, int column, int t, int length, float[] to, int toOff) {
        Tile tile = plan.tile();
        int count = Math.min(tile.width(), plan.width() - column);
        Operand matrix = plan.swapped() ? a : b;
        boolean turned = plan.swapped() ? !transposeA : transposeB;
        if (turned) {
            Panels.transpose(length, count, matrix.array, matrix.offset + column * plan.depth() + t, plan.depth(),
                    to, toOff, tile.width(), tile.width());
        } else {
            Panels.pack(length, count, matrix.array, matrix.offset + t * plan.width() + column, plan.width(),
                    to, toOff, tile.width());
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
                    Rows.add(bottom - top, bias.array, bias.offset + top, c.array, at);
                }
                if (relu) {
                    Rows.relu(bottom - top, c.array, at);
                }
            }
            return;
        }
        Tile tile = plan.tile();
        for (int row = top; row < bottom; row++) {
            int tileRow = row - row % tile.rows();
            int whole = direct(plan, tileRow, 0) ? Math.max(from, to - to % tile.width()) : from;
            System.arraycopy(memory, sums + (row - top) * sumsStep + whole - from,
                    c.array, c.offset + row * n + whole, to - whole);
            if (relu) {
                Rows.relu(to - from, c.array, c.offset + row * n + from);
            }
        }
    }
}
