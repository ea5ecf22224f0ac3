package dev.fovea.op;

import java.util.List;
import java.util.stream.IntStream;

/// A weight penalty added to the loss: l1 · Σ|w| + l2 · Σw² / 2, a scalar.
public record Penalty(float l1, float l2) implements Composition {
    public Penalty {
        if (!(l1 >= 0 && l2 >= 0)) {
            throw new IllegalArgumentException("penalties must not be negative: got l1=" + l1 + ", l2=" + l2);
        }
    }

    @Override
    public Node compose(List<Node> inputs) {
        Node w = inputs.getFirst();
        Sum all = new Sum(Axes.of(IntStream.range(0, w.shape().rank()).toArray()));
        Node absolute = all.on(new Absolute().on(w)).times(l1);
        Node squares = all.on(new Power(2).on(w)).times(l2 / 2);
        return l2 == 0 ? absolute : l1 == 0 ? squares : absolute.plus(squares);
    }
}
