package dev.fovea.nn;

import dev.fovea.op.Constant;
import dev.fovea.op.MatMul;
import dev.fovea.op.Node;
import dev.fovea.op.Power;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/// Euclidean radial basis functions with fixed centres, one a class, as the output of LeNet-5 (LeCun et al.,
/// 1998): `logit[k] = −Σ over j of (x[j] − code[k, j])²`, the class whose code is nearest being the greatest.
///
/// The paper's output is the distance itself; its sign is turned here so that the greatest value wins. With
/// softmax cross-entropy the loss is then `y[D] + ln Σ over k of exp(−y[k])`, y being the distances and D the right
/// class: the paper's criterion of the maximum a posteriori (equation 9), without its constant for rubbish.
///
/// @param codes for each class its centre: `+` for 1 and `-` for −1
public record RadialBasis(List<String> codes) implements Layer {
    public RadialBasis {
        codes = List.copyOf(codes);
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("RadialBasis needs a code for at least one class: got none");
        }
        for (String code : codes) {
            if (!code.matches("[+-]+") || code.length() != codes.getFirst().length()) {
                throw new IllegalArgumentException(
                        "codes are + and -, each as many as the first one has: got \"" + Excerpt.of(code) + "\"");
            }
        }
    }

    public static RadialBasis of(String... codes) {
        return new RadialBasis(List.of(codes));
    }

    @Override
    public Node build(Node x, Scope scope) {
        int length = codes.getFirst().length();
        if (!x.shape().sample().equals(Shape.of(length))) {
            throw new IllegalArgumentException(
                    "codes of " + length + " values expect an input of as many: got " + x.shape().sample());
        }
        // −Σ(x − c)² = 2 x·c − Σx² − Σc², and each c² is 1.
        Node squares = new Reshaping(Shape.batch(1)).on(Sum.over(1).on(new Power(2).on(x)));
        return MatMul.plain().on(x, Constant.of(centres())).times(2).minus(squares).plus(-length);
    }

    /// Values × classes.
    private Tensor centres() {
        int length = codes.getFirst().length();
        float[] values = new float[length * codes.size()];
        for (int k = 0; k < codes.size(); k++) {
            for (int j = 0; j < length; j++) {
                values[j * codes.size() + k] = codes.get(k).charAt(j) == '+' ? 1 : -1;
            }
        }
        return new Tensor(Shape.of(length, codes.size()), values);
    }

    @Override
    public String toString() {
        return codes.stream().map(code -> '"' + code + '"').collect(Collectors.joining(", ", "RadialBasis.of(", ")"));
    }
}
