package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Work on rows that do not depend on each other, cut into ranges of about 2¹⁴ floats.
///
/// @param kernel what a row's loop is called
/// @param rows ranges of them
/// @param scratchFloats memory that the loop needs
record RowsWork(String kernel, Ranges rows, long scratchFloats, Loop loop) implements Work {
    /// A loop over the rows `from` … `to − 1`.
    interface Loop {
        void run(int from, int to, Operand scratch);
    }

    static RowsWork of(String kernel, Shape rows, int floats, Loop loop) {
        return of(kernel, rows, floats, 0, loop);
    }

    /// @param rows a shape with one element for each row
    /// @param floats what a row weighs
    /// @param scratchFloats memory that the loop needs
    static RowsWork of(String kernel, Shape rows, int floats, long scratchFloats, Loop loop) {
        return new RowsWork(kernel, Ranges.weighing(rows, floats), scratchFloats, loop);
    }

    /// The axes before `axis`: one element for each row that the axes from there on make.
    static Shape before(Shape shape, int axis) {
        return Shape.of(Arrays.copyOf(shape.dims(), axis));
    }

    /// The floats of the axes from `axis` on; the batch axis is none of them.
    static int from(Shape shape, int axis) {
        int floats = 1;
        for (int i = axis; i < shape.rank(); i++) {
            floats *= shape.dim(i);
        }
        return floats;
    }

    @Override
    public String kernel(int n) {
        return kernel;
    }

    @Override
    public int parts(int phase, int n) {
        return rows.count(n);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        loop.run(rows.from(part), rows.to(part, n), scratch);
    }
}
