package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Axes;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// y = x repeated along axes, divided by their count for the gradient of a mean: row by row of the last axis.
record ExpandWork(
        Loops loops, Shape target, int length, Axes axes, boolean mean, Strides strides, Operand x, Operand y)
        implements Work {
    static Work of(Loops loops, Shape target, Axes axes, boolean mean, Operand x, Operand y) {
        int rank = target.rank();
        int length = rank == 0 || rank == 1 && target.isBatched() ? 1 : target.dim(-1);
        return new ExpandWork(loops, target, length, axes, mean, Strides.reduce(target, axes), x, y);
    }

    private int rows(int n) {
        return Math.toIntExact(target.size(n) / length);
    }

    private int chunk() {
        return Math.max(1, Ranges.FLOATS / length);
    }

    @Override
    public String kernel(int n) {
        return "broadcast";
    }

    @Override
    public int parts(int phase, int n) {
        return Math.ceilDiv(rows(n), chunk());
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        float factor = mean ? 1f / axes.count(target, n) : 1;
        boolean repeats = axes.contains(target.rank() - 1);
        int to = Math.min(rows(n), (part + 1) * chunk());
        for (int row = part * chunk(); row < to; row++) {
            int source = x.offset + strides.at(row * length);
            int at = y.offset + row * length;
            if (repeats || length == 1) {
                Arrays.fill(y.array, at, at + length, x.array[source] * factor);
            } else {
                loops.scale(x.array, source, factor, y.array, at, length);
            }
        }
    }
}
