package dev.fovea.backend.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// c = activation(left · right + bias), the loop that all scalar kernels but the depthwise ones share. Both
/// matrices are copied block by block into a thread's private rows; a block of the right one serves
/// all rows of c that the part computes, two at a time.
final class ScalarProduct {
    private ScalarProduct() {}

    /// Where both matrices come from, for a batch of n samples.
    interface Matrices {
        /// Copies elements `t` to `t + count` of row `i` of the left matrix to the start of `to`.
        void left(int n, int i, int t, int count, float[] to);

        /// Copies elements `j` to `j + count` of row `t` of the right matrix to the start of `to`.
        void right(int n, int t, int j, int count, float[] to);
    }

    /// @param n the batch
    /// @param first of the rows of c to compute
    /// @param last one past the last of them
    /// @param cOff where element (0, 0) of the result goes
    /// @param cStep from a row of c to the next
    /// @param biasOff where the bias of column 0 is; unused without bias
    static void run(
            Matrices of, int n, int first, int last, int depth, int width, float @Nullable [] bias, int biasOff,
            boolean relu, float[] c, int cOff, int cStep, ScalarRows rows) {
        for (int j = 0; j < width; j += ScalarRows.WIDTH) {
            int columns = Math.min(ScalarRows.WIDTH, width - j);
            for (int t = 0; t < depth; t += ScalarRows.DEPTH) {
                int count = Math.min(ScalarRows.DEPTH, depth - t);
                int padded = (count + 3) & ~3;
                for (int u = 0; u < padded; u++) {
                    if (u < count) {
                        of.right(n, t + u, j, columns, rows.right[u]);
                    } else {
                        Arrays.fill(rows.right[u], 0, columns, 0f);
                    }
                }
                for (int i = first; i < last; i += 2) {
                    for (int row = 0; row < Math.min(2, last - i); row++) {
                        start(t == 0, bias, biasOff + j, columns, c, cOff + (i + row) * cStep + j, rows.sums[row]);
                        of.left(n, i + row, t, count, rows.left[row]);
                        Arrays.fill(rows.left[row], count, padded, 0f);
                    }
                    rows.addProduct(padded, columns);
                    for (int row = 0; row < Math.min(2, last - i); row++) {
                        if (relu && t + count == depth) {
                            ScalarRows.relu(columns, rows.sums[row]);
                        }
                        System.arraycopy(rows.sums[row], 0, c, cOff + (i + row) * cStep + j, columns);
                    }
                }
            }
        }
    }

    /// A row of sums starts with the bias, or with what it was after the block before.
    private static void start(
            boolean fresh, float @Nullable [] bias, int biasOff, int count, float[] c, int cOff, float[] sums) {
        if (!fresh) {
            System.arraycopy(c, cOff, sums, 0, count);
        } else if (bias == null) {
            Arrays.fill(sums, 0, count, 0f);
        } else {
            System.arraycopy(bias, biasOff, sums, 0, count);
        }
    }
}
