package dev.fovea.op;

import java.util.List;

/// y = ln(1 + eˣ), a smooth [Relu] (Dugas et al., 2000). With r = max(x, 0) it is r + ln(eˣ⁻ʳ + e⁻ʳ), whose exponents
/// are never above 0.
public record Softplus() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        Node x = inputs.getFirst();
        Node r = new Relu().on(x);
        Exp exp = new Exp();
        return r.plus(new Log().on(exp.on(x.minus(r)).plus(exp.on(new Negate().on(r)))));
    }
}
