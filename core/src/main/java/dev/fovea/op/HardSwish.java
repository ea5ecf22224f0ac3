package dev.fovea.op;

import java.util.List;

/// y = x · min(max(x + 3, 0), 6) / 6 (Howard et al., "Searching for MobileNetV3", 2019).
public record HardSwish() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        Node x = inputs.getFirst();
        return x.times(new HardSigmoid().on(x));
    }
}
