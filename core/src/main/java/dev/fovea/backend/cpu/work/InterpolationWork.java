package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Interpolation;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Interpolation along an axis: an element along it is a run of `inner` floats, all axes after it.
final class InterpolationWork {
    private static final String KERNEL = "interpolation";

    private InterpolationWork() {}

    static Work output(Interpolation operation, Shape shape, Shape result, Operand x, Operand y) {
        int axis = operation.axis();
        int extent = shape.dim(axis);
        int outputs = operation.extent();
        int inner = RowsWork.from(shape, axis + 1);
        return RowsWork.of(KERNEL, RowsWork.before(result, axis + 1), inner, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int i = row % outputs;
                int first = operation.mode().first(i, extent, outputs);
                float share = operation.mode().share(i, extent, outputs);
                int source = x.offset + (row / outputs * extent + first) * inner;
                int target = y.offset + row * inner;
                if (share == 0) {
                    System.arraycopy(x.array, source, y.array, target, inner);
                } else {
                    blend(x.array, source, inner, 1 - share, share, y.array, target);
                }
            }
        });
    }

    private static void blend(float[] x, int source, int inner, float one, float other, float[] y, int target) {
        for (int j = 0; j < inner; j++) {
            y[target + j] = x[source + j] * one + x[source + inner + j] * other;
        }
    }

    /// @param result the shape of dx
    static Work gradient(Interpolation operation, Shape result, Operand dy, Operand dx) {
        int axis = operation.axis();
        int extent = result.dim(axis);
        int outputs = operation.extent();
        int inner = RowsWork.from(result, axis + 1);
        long weight = Math.min(Integer.MAX_VALUE, (long) Math.max(extent, outputs) * inner);
        return RowsWork.of(KERNEL, RowsWork.before(result, axis), (int) weight, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int start = dx.offset + row * extent * inner;
                Arrays.fill(dx.array, start, start + extent * inner, 0f);
                for (int i = 0; i < outputs; i++) {
                    int source = dy.offset + (row * outputs + i) * inner;
                    int target = start + operation.mode().first(i, extent, outputs) * inner;
                    float share = operation.mode().share(i, extent, outputs);
                    add(dy.array, source, inner, 1 - share, dx.array, target);
                    if (share != 0) {
                        add(dy.array, source, inner, share, dx.array, target + inner);
                    }
                }
            }
        });
    }

    private static void add(float[] dy, int source, int inner, float factor, float[] dx, int target) {
        for (int j = 0; j < inner; j++) {
            dx[target + j] += dy[source + j] * factor;
        }
    }
}
