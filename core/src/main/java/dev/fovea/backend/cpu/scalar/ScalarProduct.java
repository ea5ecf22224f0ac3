package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Operand;
import java.util.Arrays;

/// Left matrix · right matrix, the loop that all scalar kernels but the depthwise ones share. What a part
/// computes is a panel: at most [ScalarRows#ROWS] rows of the result and [ScalarRows#WIDTH] columns, whose sums
/// stay in a thread's private rows. The sum runs block by block: a block of the right matrix is copied once
/// and serves all rows of the panel, four at a time. The inner loop runs along the columns, so a
/// kernel turns its product round so that the columns are the long side.
final class ScalarProduct {
    private ScalarProduct() {}

    /// Where both matrices come from, for a batch of n samples. The sum's index is cut into blocks of at most
    /// [ScalarRows#DEPTH] terms.
    interface Matrices {
        /// Columns of a panel.
        int columns(int n, int panel);

        /// Copies a block of the right matrix: each row from index 0.
        ///
        /// @return how many rows
        int right(int n, int block, int panel, Operand scratch, float[][] to);

        /// Copies row `i` of the left matrix in a block, to index `at` on.
        void left(int n, int block, int i, float[] to, int at);

        /// What the sums of row `i` start with.
        float bias(int i);
    }

    /// Leaves the sums over some blocks in [ScalarRows#sums].
    ///
    /// @param first of the rows to compute
    /// @param last one past the last of them
    static void run(
            Matrices of, int n, int first, int last, int panel, int firstBlock, int lastBlock, Operand scratch,
            ScalarRows rows) {
        int columns = of.columns(n, panel);
        for (int i = first; i < last; i++) {
            Arrays.fill(rows.sums[i - first], 0, columns, of.bias(i));
        }
        for (int block = firstBlock; block < lastBlock; block++) {
            int count = of.right(n, block, panel, scratch, rows.right);
            int padded = (count + 3) & ~3;
            for (int t = count; t < padded; t++) {
                Arrays.fill(rows.right[t], 0, columns, 0f);
            }
            for (int i = first; i < last; i += 4) {
                for (int row = 0; row < 4; row++) {
                    of.left(n, block, Math.min(i + row, last - 1), rows.left, row * ScalarRows.DEPTH);
                    Arrays.fill(rows.left, row * ScalarRows.DEPTH + count, row * ScalarRows.DEPTH + padded, 0f);
                }
                rows.addProduct(i - first, padded, columns);
            }
        }
    }
}
