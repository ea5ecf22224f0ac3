package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.tensor.Shape;

/// Element-wise work: a loop over the elements of a shape, cut into ranges of at most [#CHUNK] elements.
record RangeWork(Shape shape, int grain, Loop loop) implements Work {
    private static final int CHUNK = 1 << 14;

    /// A loop over the elements `from` … `to − 1`.
    interface Loop {
        void run(int from, int to);
    }

    /// Ranges that start and end anywhere.
    static RangeWork of(Shape shape, Loop loop) {
        return new RangeWork(shape, 1, loop);
    }

    /// Ranges that hold whole rows of `row` elements.
    static RangeWork rows(Shape shape, int row, Loop loop) {
        return new RangeWork(shape, row, loop);
    }

    private int chunk() {
        return Math.max(1, CHUNK / grain) * grain;
    }

    @Override
    public String kernel(int n) {
        return "element-wise";
    }

    @Override
    public int parts(int phase, int n) {
        return Math.toIntExact(Math.ceilDiv(shape.size(n), chunk()));
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int from = part * chunk();
        loop.run(from, (int) Math.min(shape.size(n), (long) from + chunk()));
    }
}
