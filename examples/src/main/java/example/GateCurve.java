package example;

import dev.fovea.op.Composition;
import dev.fovea.op.Node;
import dev.fovea.op.Relu;
import java.util.List;

/// An operation that an application composes itself: y = min(max(x + 3, 0), 6) / 6, as
/// (relu(x + 3) − relu(x − 3)) / 6 (Howard et al., 2019). Ready-made it is `Activation.HARD_SIGMOID`.
record GateCurve() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        Node x = inputs.getFirst();
        Relu relu = new Relu();
        return relu.on(x.plus(3)).minus(relu.on(x.plus(-3))).times(1 / 6.0);
    }
}
