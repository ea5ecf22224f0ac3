package dev.fovea.op;

import java.util.List;

/// y = max(x, 0) − a · max(−x, 0), of x and of slopes a that broadcast to it (He et al., "Delving deep into
/// rectifiers", 2015).
public record ParametricRelu() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        Node x = inputs.get(0);
        Node slopes = inputs.get(1);
        Relu relu = new Relu();
        return relu.on(x).minus(relu.on(new Negate().on(x)).times(slopes));
    }
}
