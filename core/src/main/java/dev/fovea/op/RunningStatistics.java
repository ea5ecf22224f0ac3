package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The new running averages: (1 − momentum) · running + momentum · batch, where the batch's variance is
/// divided by count − 1, as Ioffe and Szegedy (2015) infer with. Of (running, statistics, x), where x is what
/// the statistics were taken of and gives the count.
///
/// @param momentum the weight of the new batch, above 0 and at most 1
public record RunningStatistics(float momentum) implements Primitive {
    public RunningStatistics {
        if (!(momentum > 0 && momentum <= 1)) {
            throw new IllegalArgumentException("momentum must be above 0 and at most 1: got " + momentum);
        }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        InputCheck.inputs(this, inputs, 3);
        InputCheck.same(this, inputs.get(0), inputs.get(1));
        return inputs.getFirst();
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        throw Operation.notDifferentiable(this);
    }
}
