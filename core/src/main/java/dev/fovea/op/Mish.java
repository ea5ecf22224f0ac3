package dev.fovea.op;

import java.util.List;

/// y = x · tanh(ln(1 + eˣ)) (Misra, "Mish: a self regularized non-monotonic activation function", 2019). With
/// s = σ(x), tanh(ln(1 + eˣ)) = s(2 − s) / (1 + (1 − s)²): neither a logarithm nor anything that overflows.
public record Mish() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        Node x = inputs.getFirst();
        Node s = new Sigmoid().on(x);
        Node rest = new Negate().on(s).plus(1);
        return x.times(s.times(rest.plus(1)).over(rest.times(rest).plus(1)));
    }
}
