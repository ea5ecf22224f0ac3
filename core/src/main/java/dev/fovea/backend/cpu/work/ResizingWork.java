package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Resizing;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Resizing along an axis: an element along it is a run of `inner` floats, all axes after it.
final class ResizingWork {
    private static final String KERNEL = "resizing";

    private ResizingWork() {}

    static Work output(Loops loops, Resizing operation, Shape shape, Shape result, Operand x, Operand y) {
        int axis = operation.axis();
        int extent = shape.dim(axis);
        int outputs = operation.extent();
        int inner = RowsWork.from(shape, axis + 1);
        return RowsWork.of(KERNEL, RowsWork.before(result, axis + 1), inner, inner, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int i = row % outputs;
                int first = operation.mode().first(i, extent, outputs);
                float share = operation.mode().share(i, extent, outputs);
                int source = x.offset + (row / outputs * extent + first) * inner;
                int target = y.offset + row * inner;
                if (share == 0) {
                    System.arraycopy(x.array, source, y.array, target, inner);
                } else {
                    loops.scale(x.array, source, 1 - share, y.array, target, inner);
                    add(loops, x.array, source + inner, inner, share, scratch, y.array, target);
                }
            }
        });
    }

    /// @param result the shape of dx
    static Work gradient(Loops loops, Resizing operation, Shape result, Operand dy, Operand dx) {
        int axis = operation.axis();
        int extent = result.dim(axis);
        int outputs = operation.extent();
        int inner = RowsWork.from(result, axis + 1);
        long weight = Math.min(Integer.MAX_VALUE, (long) Math.max(extent, outputs) * inner);
        return RowsWork.of(KERNEL, RowsWork.before(result, axis), (int) weight, inner, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int start = dx.offset + row * extent * inner;
                Arrays.fill(dx.array, start, start + extent * inner, 0f);
                for (int i = 0; i < outputs; i++) {
                    int source = dy.offset + (row * outputs + i) * inner;
                    int target = start + operation.mode().first(i, extent, outputs) * inner;
                    float share = operation.mode().share(i, extent, outputs);
                    add(loops, dy.array, source, inner, 1 - share, scratch, dx.array, target);
                    if (share != 0) {
                        add(loops, dy.array, source, inner, share, scratch, dx.array, target + inner);
                    }
                }
            }
        });
    }

    /// to += factor · from.
    private static void add(
            Loops loops, float[] from, int source, int floats, float factor, Operand scratch, float[] to, int target) {
        loops.scale(from, source, factor, scratch.array, scratch.offset, floats);
        loops.add(to, target, scratch.array, scratch.offset, to, target, floats);
    }
}
