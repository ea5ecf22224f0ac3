package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Pad;
import dev.fovea.op.Scatter;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Works that move values: joining, slicing, padding, transposing. An axis is seen as rows (all axes
/// before it) × extent × inner (all axes after it).
final class CopyWork {
    private CopyWork() {}

    /// @param inputs joined along `axis`
    /// @param shape of the whole
    static Work concatenate(int axis, List<Shape> shapes, List<Operand> inputs, Shape shape, Operand y) {
        int whole = RowsWork.from(shape, axis);
        Operand[] parts = inputs.toArray(Operand[]::new);
        int[] lengths = shapes.stream().mapToInt(input -> RowsWork.from(input, axis)).toArray();
        return RowsWork.of("copy", RowsWork.before(shape, axis), whole, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int at = y.offset + row * whole;
                for (int i = 0; i < parts.length; i++) {
                    System.arraycopy(parts[i].array, parts[i].offset + row * lengths[i], y.array, at, lengths[i]);
                    at += lengths[i];
                }
            }
        });
    }

    static Work slice(Slice slice, Shape shape, Operand x, Operand y) {
        int whole = RowsWork.from(shape, slice.axis());
        int inner = whole / shape.dim(slice.axis());
        int length = (slice.to() - slice.from()) * inner;
        return RowsWork.of("copy", RowsWork.before(shape, slice.axis()), length, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                System.arraycopy(
                        x.array, x.offset + row * whole + slice.from() * inner, y.array, y.offset + row * length,
                        length);
            }
        });
    }

    static Work scatter(Scatter scatter, Shape shape, Operand x, Operand y) {
        int[] places = places(scatter);
        int extent = scatter.extent();
        return RowsWork.of("copy", RowsWork.before(shape, shape.rank() - 1), extent, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int source = x.offset + row * places.length;
                int at = y.offset + row * extent;
                Arrays.fill(y.array, at, at + extent, 0f);
                for (int i = 0; i < places.length; i++) {
                    y.array[at + places[i]] = x.array[source + i];
                }
            }
        });
    }

    /// @param shape of what was scattered
    static Work gather(Scatter scatter, Shape shape, Operand dy, Operand dx) {
        int[] places = places(scatter);
        int extent = scatter.extent();
        return RowsWork.of("copy", RowsWork.before(shape, shape.rank() - 1), extent, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int source = dy.offset + row * extent;
                int at = dx.offset + row * places.length;
                for (int i = 0; i < places.length; i++) {
                    dx.array[at + i] = dy.array[source + places[i]];
                }
            }
        });
    }

    private static int[] places(Scatter scatter) {
        return scatter.places().stream().mapToInt(Integer::intValue).toArray();
    }

    static Work pad(Pad pad, Shape shape, Operand x, Operand y) {
        int extent = shape.dim(pad.axis());
        int length = RowsWork.from(shape, pad.axis());
        int inner = length / extent;
        int whole = length + (pad.before() + pad.after()) * inner;
        return RowsWork.of("copy", RowsWork.before(shape, pad.axis()), whole, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int source = x.offset + row * length;
                int start = y.offset + row * whole;
                int middle = start + pad.before() * inner;
                System.arraycopy(x.array, source, y.array, middle, length);
                switch (pad.mode()) {
                    case ZERO -> {
                        Arrays.fill(y.array, start, middle, 0f);
                        Arrays.fill(y.array, middle + length, start + whole, 0f);
                    }
                    case REFLECT -> {
                        for (int i = 1; i <= pad.before(); i++) {
                            System.arraycopy(x.array, source + i * inner, y.array, middle - i * inner, inner);
                        }
                        for (int i = 0; i < pad.after(); i++) {
                            System.arraycopy(
                                    x.array, source + (extent - 2 - i) * inner, y.array, middle + length + i * inner,
                                    inner);
                        }
                    }
                }
            }
        });
    }

    /// @param shape of the result, which is smaller by the padding
    static Work padGradient(Loops loops, Pad.Gradient pad, Shape shape, Operand dy, Operand dx) {
        int extent = shape.dim(pad.axis());
        int length = RowsWork.from(shape, pad.axis());
        int inner = length / extent;
        int whole = length + (pad.before() + pad.after()) * inner;
        return RowsWork.of("copy", RowsWork.before(shape, pad.axis()), whole, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int target = dx.offset + row * length;
                int middle = dy.offset + row * whole + pad.before() * inner;
                System.arraycopy(dy.array, middle, dx.array, target, length);
                for (int i = 1; i <= pad.before(); i++) {
                    int at = target + i * inner;
                    loops.add(dx.array, at, dy.array, middle - i * inner, dx.array, at, inner);
                }
                for (int i = 0; i < pad.after(); i++) {
                    int at = target + (extent - 2 - i) * inner;
                    loops.add(dx.array, at, dy.array, middle + length + i * inner, dx.array, at, inner);
                }
            }
        });
    }

    /// Axis i of y is axis `order[i]` of x.
    static Work transpose(List<Integer> order, Shape shape, Operand x, Operand y) {
        int rank = order.size();
        int[] steps = new int[rank];
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = shape.dim(order.get(i));
            steps[i] = RowsWork.from(shape, order.get(i) + 1);
        }
        Shape target = Shape.of(dims);
        int length = target.isBatched() && rank == 1 ? 1 : rank == 0 ? 1 : dims[rank - 1];
        int step = rank == 0 ? 1 : steps[rank - 1];
        Shape rows = rank == 0 || length != dims[rank - 1] ? target : RowsWork.before(target, rank - 1);
        Strides strides = Strides.of(rows, Arrays.copyOf(steps, rows.rank()));
        return RowsWork.of("copy", rows, length, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int source = x.offset + strides.at(row);
                int at = y.offset + row * length;
                if (step == 1) {
                    System.arraycopy(x.array, source, y.array, at, length);
                } else {
                    for (int i = 0; i < length; i++) {
                        y.array[at + i] = x.array[source + i * step];
                    }
                }
            }
        });
    }
}
