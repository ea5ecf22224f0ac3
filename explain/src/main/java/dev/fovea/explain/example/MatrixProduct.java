package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Numerals;
import dev.fovea.op.MatMul;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A product of two matrices, left · right: `result[i][j] = Σ left[i][k] · right[k][j]`.
public record MatrixProduct(Tensor left, Tensor right, Tensor result) {
    static MatrixProduct of(Tensor left, Tensor right, Backend backend) {
        Calculation calculation = new Calculation(backend);
        return new MatrixProduct(left, right, calculation.value(
                MatMul.plain().on(calculation.parameter("left", left), calculation.parameter("right", right))));
    }

    /// The first row of the result, a line for each number.
    List<String> worked() {
        List<String> lines = new ArrayList<>();
        for (int j = 0; j < right.shape().dim(1); j++) {
            List<String> terms = new ArrayList<>();
            for (int k = 0; k < right.shape().dim(0); k++) {
                terms.add(factor(left.at(0, k)) + " · " + factor(right.at(k, j)));
            }
            lines.add("column " + (j + 1) + "  " + String.join(" + ", terms) + " = "
                    + Numerals.fixed(result.at(0, j), 0));
        }
        return lines;
    }

    private static String factor(float value) {
        String number = Numerals.fixed(value, 0);
        return value < 0 ? "(" + number + ")" : number;
    }
}
