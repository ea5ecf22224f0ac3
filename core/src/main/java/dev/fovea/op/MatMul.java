package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The matrix product y = a · b of two matrices, either of them transposed first: m × k by k × n gives
/// m × n. The batch axis may be m, or, when a is transposed and b is not, k (which then sums over the samples).
public record MatMul(boolean transposeA, boolean transposeB) implements Primitive {
    public static MatMul plain() {
        return new MatMul(false, false);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        InputCheck.inputs(this, inputs, 2);
        Shape a = InputCheck.rank(this, inputs.get(0), 2, "matrices");
        Shape b = InputCheck.rank(this, inputs.get(1), 2, "matrices");
        int m = a.dim(transposeA ? 1 : 0);
        int k = a.dim(transposeA ? 0 : 1);
        int inner = b.dim(transposeB ? 1 : 0);
        int n = b.dim(transposeB ? 0 : 1);
        if (k != inner || n == Shape.N) {
            throw new IllegalArgumentException("MatMul expects m×k by k×n: got " + (transposeA ? "transposed " : "") + a
                    + " by " + (transposeB ? "transposed " : "") + b);
        }
        return Shape.of(m, n);
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        Node a = output.input(0);
        Node b = output.input(1);
        Node da = transposeA
                ? new MatMul(transposeB, true).on(b, upstream)
                : new MatMul(false, !transposeB).on(upstream, b);
        Node db = transposeB
                ? new MatMul(true, transposeA).on(upstream, a)
                : new MatMul(!transposeA, false).on(a, upstream);
        return List.of(da, db);
    }

    @Override
    public long multiplyAdds(List<Shape> inputs, Shape output) {
        int k = inputs.get(0).dim(transposeA ? 0 : 1);
        return output.size() * (k == Shape.N ? 1 : k);
    }
}
