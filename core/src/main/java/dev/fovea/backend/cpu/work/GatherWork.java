package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Gather;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Elements along an axis by their indices, and what they add up to on the way back. An axis is seen as rows (all axes
/// before it) × extent × inner (all axes after it); each row is one part's alone.
final class GatherWork {
    private GatherWork() {}

    static Work output(Gather gather, Shape shape, Operand x, Operand y) {
        int[] indices = indices(gather);
        int whole = RowsWork.from(shape, gather.axis());
        int inner = RowsWork.from(shape, gather.axis() + 1);
        int length = indices.length * inner;
        return RowsWork.of("copy", RowsWork.before(shape, gather.axis()), length, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int source = x.offset + row * whole;
                int at = y.offset + row * length;
                if (inner == 1) {
                    for (int i = 0; i < indices.length; i++) {
                        y.array[at + i] = x.array[source + indices[i]];
                    }
                } else {
                    for (int i = 0; i < indices.length; i++) {
                        System.arraycopy(x.array, source + indices[i] * inner, y.array, at + i * inner, inner);
                    }
                }
            }
        });
    }

    /// @param shape of dx
    static Work gradient(Loops loops, Gather.Gradient op, Shape shape, Operand dy, Operand dx) {
        int axis = op.gather().axis();
        int[] indices = indices(op.gather());
        int whole = RowsWork.from(shape, axis);
        int inner = RowsWork.from(shape, axis + 1);
        int length = indices.length * inner;
        return RowsWork.of("copy", RowsWork.before(shape, axis), Math.max(whole, length), (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int target = dx.offset + row * whole;
                int source = dy.offset + row * length;
                Arrays.fill(dx.array, target, target + whole, 0f);
                if (inner == 1) {
                    for (int i = 0; i < indices.length; i++) {
                        dx.array[target + indices[i]] += dy.array[source + i];
                    }
                } else {
                    for (int i = 0; i < indices.length; i++) {
                        int at = target + indices[i] * inner;
                        loops.add(dx.array, at, dy.array, source + i * inner, dx.array, at, inner);
                    }
                }
            }
        });
    }

    private static int[] indices(Gather gather) {
        return gather.indices().stream().mapToInt(Integer::intValue).toArray();
    }
}
