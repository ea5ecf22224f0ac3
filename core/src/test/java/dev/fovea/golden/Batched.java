package dev.fovea.golden;

import dev.fovea.tensor.Shape;
import java.util.Set;

/// Which inputs of a golden case may have the batch axis first.
final class Batched {
    private Batched() {}

    static Set<String> inputs(String operation, GoldenCase example) {
        return switch (operation) {
            case "penalty" -> Set.of();
            case "matmul" -> matmul(example);
            case "add", "subtract", "multiply", "divide", "maximum", "minimum" -> binary(example);
            case "concatenate" -> example.gradients().keySet();
            case "softmax-cross-entropy" -> Set.of("logits", "labels");
            case "mean-squared-error" -> Set.of("prediction", "target");
            case "transpose" -> example.integers("axes")[0] == 0 ? Set.of("x") : Set.of();
            default -> Set.of("x");
        };
    }

    /// Samples are the rows of the product, or what it sums over.
    private static Set<String> matmul(GoldenCase example) {
        if (!example.flag("transposeA")) {
            return Set.of("a");
        }
        return example.flag("transposeB") ? Set.of() : Set.of("a", "b");
    }

    private static Set<String> binary(GoldenCase example) {
        Shape a = example.input("a").shape();
        Shape b = example.input("b").shape();
        if (b.rank() == a.rank() && b.dim(0) == a.dim(0)) {
            return Set.of("a", "b");
        }
        return b.rank() < a.rank() || b.rank() == a.rank() && b.dim(0) == 1 ? Set.of("a") : Set.of();
    }
}
