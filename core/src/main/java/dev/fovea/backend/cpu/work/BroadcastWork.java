package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Add;
import dev.fovea.op.Binary;
import dev.fovea.op.Divide;
import dev.fovea.op.Maximum;
import dev.fovea.op.Minimum;
import dev.fovea.op.Multiply;
import dev.fovea.op.Subtract;
import dev.fovea.tensor.Shape;

/// Element-wise functions of two numbers with broadcasting. Equal shapes, a scalar and a row (a value
/// for each channel) have loops of their own; all else goes row by row.
final class BroadcastWork {
    private BroadcastWork() {}

    static Work of(Loops loops, Binary operation, Shape sa, Operand a, Shape sb, Operand b, Shape shape, Operand y) {
        if (sa.equals(sb)) {
            return same(loops, operation, shape, a, b, y);
        }
        if (sa.equals(shape) && sb.size() == 1 && !sb.isBatched() && !(operation instanceof Divide)) {
            return scalar(loops, operation, shape, a, b, y);
        }
        if (sa.equals(shape) && isRow(sb, shape)) {
            Pass pass = rows(loops, operation, shape.dim(-1));
            return RangeWork.rows(shape, shape.dim(-1), (from, to) -> pass.run(
                    a.array, a.offset + from, b.array, b.offset, y.array, y.offset + from, to - from));
        }
        return general(loops, operation, sa, a, sb, b, shape, y);
    }

    private static boolean isRow(Shape row, Shape shape) {
        return !row.isBatched() && row.rank() > 0 && shape.rank() > 0 && row.size() == row.dim(-1)
                && row.dim(-1) == shape.dim(-1);
    }

    private static Work same(Loops loops, Binary operation, Shape shape, Operand a, Operand b, Operand y) {
        return RangeWork.of(shape, (from, to) -> both(
                loops, operation, a.array, a.offset + from, b.array, b.offset + from, y.array, y.offset + from,
                to - from));
    }

    private static Work scalar(Loops loops, Binary operation, Shape shape, Operand a, Operand b, Operand y) {
        return RangeWork.of(shape, (from, to) -> scalar(
                loops, operation, a.array, a.offset + from, b.array[b.offset], y.array, y.offset + from, to - from));
    }

    private static void scalar(
            Loops loops, Binary operation, float[] a, int aOff, float value, float[] y, int yOff, int n) {
        switch (operation) {
            case Add _ -> loops.shift(a, aOff, value, y, yOff, n);
            case Subtract _ -> loops.shift(a, aOff, -value, y, yOff, n);
            case Multiply _ -> loops.scale(a, aOff, value, y, yOff, n);
            case Maximum _ -> loops.atLeast(a, aOff, value, y, yOff, n);
            case Minimum _ -> loops.atMost(a, aOff, value, y, yOff, n);
            case Divide op -> rightValue(op, a, aOff, value, y, yOff, n);
        }
    }

    /// A loop over whole rows of `c` elements, to each of which the second argument is the same row.
    static Pass rows(Loops loops, Binary operation, int c) {
        return switch (operation) {
            case Add _ -> (x, xOff, b, bOff, y, yOff, n) -> loops.addRow(x, xOff, b, bOff, y, yOff, n / c, c);
            case Multiply _ -> (x, xOff, b, bOff, y, yOff, n) -> loops.multiplyRow(x, xOff, b, bOff, y, yOff, n / c, c);
            case Divide _, Maximum _, Minimum _, Subtract _ -> eachRow(loops, operation, c);
        };
    }

    private static Pass eachRow(Loops loops, Binary operation, int c) {
        return (x, xOff, b, bOff, y, yOff, n) -> {
            for (int i = 0; i < n; i += c) {
                both(loops, operation, x, xOff + i, b, bOff, y, yOff + i, c);
            }
        };
    }

    /// A loop over a stretch in which each side runs or repeats one value, with the bits that the whole work has.
    static Pass pass(Loops loops, Binary operation, boolean leftRuns, boolean rightRuns) {
        if (leftRuns && rightRuns) {
            return (a, aOff, b, bOff, y, yOff, n) -> both(loops, operation, a, aOff, b, bOff, y, yOff, n);
        }
        return leftRuns
                ? (a, aOff, b, bOff, y, yOff, n) -> scalar(loops, operation, a, aOff, b[bOff], y, yOff, n)
                : (a, aOff, b, bOff, y, yOff, n) -> leftValue(operation, a[aOff], b, bOff, y, yOff, n);
    }

    /// Row by row of the last axis, along which either side runs or repeats one value.
    private static Work general(
            Loops loops, Binary operation, Shape sa, Operand a, Shape sb, Operand b, Shape shape, Operand y) {
        Strides left = Strides.broadcast(sa, shape);
        Strides right = Strides.broadcast(sb, shape);
        int rank = shape.rank();
        int length = rank == 0 || rank == 1 && shape.isBatched() ? 1 : shape.dim(-1);
        boolean leftRuns = sa.rank() > 0 && sa.dim(-1) == length;
        boolean rightRuns = sb.rank() > 0 && sb.dim(-1) == length;
        Shape rows = length == 1 ? shape : RowsWork.before(shape, rank - 1);
        return RowsWork.of("broadcast", rows, length, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int p = a.offset + left.at(row * length);
                int q = b.offset + right.at(row * length);
                int at = y.offset + row * length;
                if (leftRuns && rightRuns) {
                    both(loops, operation, a.array, p, b.array, q, y.array, at, length);
                } else if (rightRuns) {
                    leftValue(operation, a.array[p], b.array, q, y.array, at, length);
                } else {
                    rightValue(operation, a.array, p, b.array[q], y.array, at, length);
                }
            }
        });
    }

    private static void both(
            Loops loops, Binary operation, float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        switch (operation) {
            case Add _ -> loops.add(a, aOff, b, bOff, y, yOff, n);
            case Subtract _ -> loops.subtract(a, aOff, b, bOff, y, yOff, n);
            case Multiply _ -> loops.multiply(a, aOff, b, bOff, y, yOff, n);
            case Divide _ -> loops.divide(a, aOff, b, bOff, y, yOff, n);
            case Maximum _ -> loops.maximum(a, aOff, b, bOff, y, yOff, n);
            case Minimum _ -> loops.minimum(a, aOff, b, bOff, y, yOff, n);
        }
    }

    private static void leftValue(Binary operation, float a, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = switch (operation) {
                case Add _ -> a + b[bOff + i];
                case Subtract _ -> a - b[bOff + i];
                case Multiply _ -> a * b[bOff + i];
                case Divide _ -> a / b[bOff + i];
                case Maximum _ -> Math.max(a, b[bOff + i]);
                case Minimum _ -> Math.min(a, b[bOff + i]);
            };
        }
    }

    private static void rightValue(Binary operation, float[] a, int aOff, float b, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = switch (operation) {
                case Add _ -> a[aOff + i] + b;
                case Subtract _ -> a[aOff + i] - b;
                case Multiply _ -> a[aOff + i] * b;
                case Divide _ -> a[aOff + i] / b;
                case Maximum _ -> Math.max(a[aOff + i], b);
                case Minimum _ -> Math.min(a[aOff + i], b);
            };
        }
    }
}
