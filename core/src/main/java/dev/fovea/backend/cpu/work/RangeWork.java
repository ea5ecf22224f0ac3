package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.tensor.Shape;

/// Element-wise work: a loop over the elements of a shape, range by range.
record RangeWork(Ranges ranges, Loop loop) implements Work {
    /// A loop over the elements `from` … `to − 1`.
    interface Loop {
        void run(int from, int to);
    }

    /// Ranges that start and end anywhere.
    static RangeWork of(Shape shape, Loop loop) {
        return new RangeWork(Ranges.of(shape, 1), loop);
    }

    /// Ranges that hold whole rows of `row` elements.
    static RangeWork rows(Shape shape, int row, Loop loop) {
        return new RangeWork(Ranges.of(shape, row), loop);
    }

    @Override
    public String kernel(int n) {
        return "element-wise";
    }

    @Override
    public int parts(int phase, int n) {
        return ranges.count(n);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        loop.run(ranges.from(part), ranges.to(part, n));
    }
}
