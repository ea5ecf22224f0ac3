package dev.fovea.backend.cpu;

import dev.fovea.op.Add;
import dev.fovea.op.Binary;
import dev.fovea.op.Divide;
import dev.fovea.op.Multiply;
import dev.fovea.op.Subtract;
import dev.fovea.tensor.Shape;

/// Element-wise functions of two numbers with broadcasting. Equal shapes, a scalar and a row (a value
/// for each channel) have loops of their own; all else walks indices.
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
            if (operation instanceof Add) {
                return RangeWork.rows(shape, shape.dim(-1), (from, to) -> loops.addRow(
                        a.array, a.offset + from, b.array, b.offset, y.array, y.offset + from,
                        (to - from) / shape.dim(-1), shape.dim(-1)));
            }
            if (operation instanceof Multiply) {
                return RangeWork.rows(shape, shape.dim(-1), (from, to) -> loops.multiplyRow(
                        a.array, a.offset + from, b.array, b.offset, y.array, y.offset + from,
                        (to - from) / shape.dim(-1), shape.dim(-1)));
            }
        }
        return general(operation, sa, a, sb, b, shape, y);
    }

    private static boolean isRow(Shape row, Shape shape) {
        return !row.isBatched() && row.rank() > 0 && shape.rank() > 0 && row.size() == row.dim(-1)
                && row.dim(-1) == shape.dim(-1);
    }

    private static Work same(Loops loops, Binary operation, Shape shape, Operand a, Operand b, Operand y) {
        return switch (operation) {
            case Add op -> RangeWork.of(shape, (from, to) -> loops.add(
                    a.array, a.offset + from, b.array, b.offset + from, y.array, y.offset + from, to - from));
            case Subtract op -> RangeWork.of(shape, (from, to) -> loops.subtract(
                    a.array, a.offset + from, b.array, b.offset + from, y.array, y.offset + from, to - from));
            case Multiply op -> RangeWork.of(shape, (from, to) -> loops.multiply(
                    a.array, a.offset + from, b.array, b.offset + from, y.array, y.offset + from, to - from));
            case Divide op -> RangeWork.of(shape, (from, to) -> loops.divide(
                    a.array, a.offset + from, b.array, b.offset + from, y.array, y.offset + from, to - from));
        };
    }

    private static Work scalar(Loops loops, Binary operation, Shape shape, Operand a, Operand b, Operand y) {
        return RangeWork.of(shape, (from, to) -> {
            float value = b.array[b.offset];
            int xo = a.offset + from;
            int yo = y.offset + from;
            switch (operation) {
                case Add op -> loops.shift(a.array, xo, value, y.array, yo, to - from);
                case Subtract op -> loops.shift(a.array, xo, -value, y.array, yo, to - from);
                case Multiply op -> loops.scale(a.array, xo, value, y.array, yo, to - from);
                case Divide op -> throw new IllegalStateException("division walks indices");
            }
        });
    }

    private static Work general(Binary operation, Shape sa, Operand a, Shape sb, Operand b, Shape shape, Operand y) {
        Strides left = Strides.broadcast(sa, shape);
        Strides right = Strides.broadcast(sb, shape);
        return RangeWork.of(shape, (from, to) -> {
            for (int i = from; i < to; i++) {
                float p = a.array[a.offset + left.at(i)];
                float q = b.array[b.offset + right.at(i)];
                y.array[y.offset + i] = switch (operation) {
                    case Add op -> p + q;
                    case Subtract op -> p - q;
                    case Multiply op -> p * q;
                    case Divide op -> p / q;
                };
            }
        });
    }
}
