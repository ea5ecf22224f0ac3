package dev.fovea.op;

import java.util.List;

/// y = min x over axes other than the batch, which disappear: −[Largest] of −x, so the gradient goes to the first of
/// the smallest alone. NaN where one of its values is NaN.
public record Smallest(Axes axes) implements Composition {
    public static Smallest over(int... axes) {
        return new Smallest(Axes.of(axes));
    }

    @Override
    public Node compose(List<Node> inputs) {
        InputCheck.inputs(this, inputs.stream().map(Node::shape).toList(), 1);
        Node opposite = new Negate().on(inputs.getFirst());
        return new Negate().on(new Largest(axes).on(opposite));
    }
}
