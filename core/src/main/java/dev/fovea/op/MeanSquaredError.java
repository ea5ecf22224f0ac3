package dev.fovea.op;

import java.util.List;
import java.util.stream.IntStream;

/// `y[n]` = mean over a sample's elements of (x − t)².
public record MeanSquaredError() implements Composition {
    @Override
    public Node compose(List<Node> inputs) {
        InputCheck.inputs(this, inputs.stream().map(Node::shape).toList(), 2);
        InputCheck.same(this, inputs.get(0).shape(), inputs.get(1).shape());
        Node error = inputs.get(0).minus(inputs.get(1));
        int[] axes = IntStream.range(1, error.shape().rank()).toArray();
        return Mean.over(axes).on(new Power(2).on(error));
    }
}
