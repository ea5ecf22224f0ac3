package dev.fovea.op;

import java.util.List;

/// y = min(max(x, least), most); dx = dy where least < x < most, else 0. At the bounds themselves the gradient is 0, as
/// that of [Relu] at 0, and as torch's `hardtanh` and `relu6` have it; torch's `clamp` passes it on there.
public record Clamp(float least, float most) implements Composition {
    public Clamp {
        if (!(least <= most)) {
            throw new IllegalArgumentException(
                    "Clamp expects a lower bound that is not above the upper one: got " + least + " and " + most);
        }
    }

    @Override
    public Node compose(List<Node> inputs) {
        Node above = new Maximum().on(inputs.getFirst(), Constant.of(least));
        return new Minimum().on(above, Constant.of(most));
    }
}
