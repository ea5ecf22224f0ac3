package dev.fovea.bench.golden;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Matrix products and the dense layer's parts.
final class DenseCases {
    private DenseCases() {}

    static Golden matmul() {
        return Golden.of(
                "matmul",
                "y = op(a) op(b): op transposes when transposeA or transposeB is true; a is m x k, or k x m stored.",
                List.of(
                        product(7, 5, 3, false, false),
                        product(7, 5, 3, true, false),
                        product(7, 5, 3, false, true),
                        product(7, 5, 3, true, true),
                        product(1, 9, 1, false, false),
                        product(13, 1, 6, false, false),
                        product(5, 17, 19, false, false),
                        product(9, 11, 17, false, true),
                        product(17, 9, 5, true, false)));
    }

    static Golden dense() {
        return Golden.of(
                "dense",
                "y = x w + b with x (n, inputs), w (inputs, units), b (units).",
                List.of(layer(1, 7, 5), layer(4, 3, 1), layer(6, 13, 10), layer(3, 17, 33)));
    }

    static Golden biasAdd() {
        return Golden.of(
                "bias-add",
                "y = x + b along the last axis.",
                List.of(bias("dense", 5, 7), bias("image", 2, 3, 4, 5), bias("one channel", 2, 3, 3, 1)));
    }

    private static Case product(long m, long k, long n, boolean transposeA, boolean transposeB) {
        String name = m + "x" + k + " by " + k + "x" + n + (transposeA ? " transposeA" : "")
                + (transposeB ? " transposeB" : "");
        Draw draw = Draw.of("matmul " + name);
        UnaryOperator<Tensor> left = a -> transposeA ? a.transpose(0, 1) : a;
        UnaryOperator<Tensor> right = b -> transposeB ? b.transpose(0, 1) : b;
        return Case.of(name)
                .with("transposeA", transposeA)
                .with("transposeB", transposeB)
                .input("a", transposeA ? draw.values(k, m) : draw.values(m, k))
                .input("b", transposeB ? draw.values(n, k) : draw.values(k, n))
                .differentiate(in -> torch.matmul(left.apply(in.get("a")), right.apply(in.get("b"))));
    }

    private static Case layer(long batch, long inputs, long units) {
        String name = batch + " of " + inputs + " to " + units;
        Draw draw = Draw.of("dense " + name);
        return Case.of(name)
                .input("x", draw.values(batch, inputs))
                .input("w", draw.values(inputs, units))
                .input("b", draw.values(units))
                .differentiate(in -> torch.linear(in.get("x"), in.get("w").transpose(0, 1), in.get("b")));
    }

    private static Case bias(String name, long... shape) {
        Draw draw = Draw.of("bias " + name);
        return Case.of(name)
                .input("x", draw.values(shape))
                .input("b", draw.values(shape[shape.length - 1]))
                .differentiate(in -> torch.add(in.get("x"), in.get("b")));
    }
}
