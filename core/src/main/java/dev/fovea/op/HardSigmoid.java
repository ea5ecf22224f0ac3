package dev.fovea.op;

import java.util.List;

/// y = min(max(x + 3, 0), 6) / 6: a sigmoid of straight lines (Howard et al., "Searching for MobileNetV3", 2019).
public record HardSigmoid() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        return new Clamp(0, 6).on(inputs.getFirst().plus(3)).times(1 / 6.0);
    }
}
