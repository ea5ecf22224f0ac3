package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = x / (1 − rate) for each sample whose random number is at least `rate`, else 0: [DropoutMask] with one number for
/// a whole sample. The number is a function of (run seed, step, stream, place in the batch), so the gradient draws the
/// same mask again and nothing is stored.
///
/// @param rate the share of samples that are dropped, from 0 to below 1
/// @param stream tells this mask from the network's others
public record SampleMask(float rate, int stream) implements Primitive {
    public SampleMask {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("rate of dropped samples must be from 0 to below 1: got " + rate);
        }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return InputCheck.inputs(this, inputs, 1).getFirst();
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(on(upstream));
    }
}
