package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = x / (1 − rate) where a random number is at least `rate`, else 0 (Srivastava et al., 2014). The
/// random number of an element is a function of (run seed, step, stream, index), so the gradient draws
/// the same mask again and nothing is stored.
///
/// @param rate the share of elements that are dropped, from 0 to below 1
/// @param stream tells this dropout from the network's others
public record DropoutMask(float rate, int stream) implements Primitive {
    public DropoutMask {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout rate must be from 0 to below 1: got " + rate);
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
