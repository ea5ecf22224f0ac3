package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// Group normalisation, block by block of floats that lie one after the other: the axes that have statistics in
/// common. A block is seen as `rows` × `columns`, each column of one group, so that loops over columns compute it.
///
/// @param blocks a shape with one element for each block
/// @param unit columns after which the groups repeat
record GroupNormalizationWork(Loops loops, Shape blocks, int rows, int columns, int unit, int groups) {
    private static final int WIDEST = 64;
    /// Rows that are summed before their sum is added to others': fewer roundings follow each other.
    private static final int PIECE = 256;
    private static final String KERNEL = "group norm";

    /// @param axis the first of a block's axes
    static GroupNormalizationWork of(Loops loops, Shape shape, int axis, int groups) {
        int length = RowsWork.from(shape, axis);
        int unit = groups == 1 ? 1 : shape.dim(-1);
        int times = Math.max(1, WIDEST / unit);
        while (length / unit % times != 0) {
            times--;
        }
        int columns = unit * times;
        return new GroupNormalizationWork(
                loops, RowsWork.before(shape, axis), length / columns, columns, unit, groups);
    }

    /// Of the shapes of x and its statistics, as operations after them have it.
    static GroupNormalizationWork of(Loops loops, Shape shape, Shape statistics) {
        return of(loops, shape, statistics.rank() - 2, statistics.dim(-1));
    }

    private int length() {
        return rows * columns;
    }

    private int group(int column) {
        return column % unit / (unit / groups);
    }

    /// Means, then variances, of each group.
    Work statistics(Operand x, Operand y) {
        return RowsWork.of("group statistics", blocks, length(), 3L * columns, (from, to, scratch) -> {
            float[] s = scratch.array;
            int mean = scratch.offset;
            int sums = mean + columns;
            int piece = sums + columns;
            for (int block = from; block < to; block++) {
                int source = x.offset + block * length();
                int at = y.offset + block * 2 * groups;
                clear(s, sums, columns);
                for (int row = 0; row < rows; row += PIECE) {
                    loops.columnSums(x.array, source + row * columns, Math.min(PIECE, rows - row), columns, s, piece);
                    loops.add(s, sums, s, piece, s, sums, columns);
                }
                means(s, sums, y.array, at);
                spread(y.array, at, s, mean);
                clear(s, sums, columns);
                for (int row = 0; row < rows; row += PIECE) {
                    loops.centredSquares(
                            x.array, source + row * columns, s, mean, Math.min(PIECE, rows - row), columns, s, piece);
                    loops.add(s, sums, s, piece, s, sums, columns);
                }
                means(s, sums, y.array, at + groups);
            }
        });
    }

    /// y = (x − mean) / √(variance + ε).
    Work output(float epsilon, Operand x, Operand statistics, Operand y) {
        return RowsWork.of(KERNEL, blocks, length(), 3L * columns + groups, (from, to, scratch) -> {
            float[] s = scratch.array;
            int mean = scratch.offset;
            int scale = mean + columns;
            int zero = scale + columns;
            clear(s, zero, columns);
            for (int block = from; block < to; block++) {
                int source = x.offset + block * length();
                int target = y.offset + block * length();
                int at = statistics.offset + block * 2 * groups;
                if (groups == 1) {
                    loops.shift(x.array, source, -statistics.array[at], y.array, target, length());
                    loops.scale(
                            y.array, target, scale(epsilon, statistics.array[at + 1]), y.array, target, length());
                } else {
                    spread(statistics.array, at, s, mean);
                    scales(epsilon, statistics.array, at + groups, s, zero + columns);
                    spread(s, zero + columns, s, scale);
                    loops.normalise(
                            x.array, source, s, mean, s, scale, s, zero, y.array, target, rows, columns);
                }
            }
        });
    }

    /// dx = s · (dy − t − y · q) with s = 1 / √(variance + ε), t the mean of dy and q that of dy · y.
    Work gradient(float epsilon, Operand y, Operand dy, Operand statistics, Operand dx) {
        return RowsWork.of(KERNEL, blocks, 2 * length(), 8L * columns + groups, (from, to, scratch) -> {
            float[] s = scratch.array;
            int zero = scratch.offset;
            int stq = zero + columns;
            int sums = stq + 3 * columns;
            int piece = sums + 2 * columns;
            int few = piece + 2 * columns;
            clear(s, zero, columns);
            for (int block = from; block < to; block++) {
                int value = y.offset + block * length();
                int upstream = dy.offset + block * length();
                clear(s, sums, 2 * columns);
                for (int row = 0; row < rows; row += PIECE) {
                    int skipped = row * columns;
                    loops.centredProducts(
                            y.array, value + skipped, s, zero, dy.array, upstream + skipped,
                            Math.min(PIECE, rows - row), columns, s, piece);
                    loops.add(s, sums, s, piece, s, sums, 2 * columns);
                }
                scales(epsilon, statistics.array, statistics.offset + (2 * block + 1) * groups, s, few);
                spread(s, few, s, stq);
                means(s, sums + columns, s, few);
                spread(s, few, s, stq + columns);
                means(s, sums, s, few);
                spread(s, few, s, stq + 2 * columns);
                loops.normaliseGradient(
                        y.array, value, s, zero, dy.array, upstream, s, stq, dx.array, dx.offset + block * length(),
                        rows, columns);
            }
        });
    }

    private static void clear(float[] array, int from, int floats) {
        Arrays.fill(array, from, from + floats, 0);
    }

    /// The mean of each group, of the sums of the columns.
    private void means(float[] sums, int from, float[] to, int at) {
        double count = (double) length() / groups;
        int width = unit / groups;
        for (int group = 0; group < groups; group++) {
            double sum = 0;
            for (int start = group * width; start < columns; start += unit) {
                for (int column = start; column < start + width; column++) {
                    sum += sums[from + column];
                }
            }
            to[at + group] = (float) (sum / count);
        }
    }

    private static float scale(float epsilon, float variance) {
        return (float) (1 / Math.sqrt((double) variance + epsilon));
    }

    private void scales(float epsilon, float[] variances, int from, float[] to, int at) {
        for (int group = 0; group < groups; group++) {
            to[at + group] = scale(epsilon, variances[from + group]);
        }
    }

    /// Gives each column the number of its group.
    private void spread(float[] numbers, int from, float[] to, int at) {
        if (groups == 1) {
            Arrays.fill(to, at, at + columns, numbers[from]);
            return;
        }
        for (int column = 0; column < columns; column++) {
            to[at + column] = numbers[from + group(column)];
        }
    }
}
