package dev.fovea.op;

import java.util.List;

/// The mean of each channel over the whole image: N × h × w × c to N × c.
public record GlobalAveragePooling() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        InputCheck.images(this, inputs.getFirst().shape());
        return Mean.over(1, 2).on(inputs.getFirst());
    }
}
