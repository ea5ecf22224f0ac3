package dev.fovea.nn;

import dev.fovea.op.AveragePooling;
import dev.fovea.op.Node;
import dev.fovea.op.Pooling;
import dev.fovea.tensor.Shape;

/// Sub-sampling as in S2 and S4 of LeNet-5 (LeCun et al., 1998): y = coefficient · Σ window + bias, with windows
/// of size × size that do not overlap and one trained coefficient and bias for each channel.
///
/// Variables: `coefficients` channels, `bias` channels.
public record Subsample2D(int size, Initializer initializer) implements Layer {
    public Subsample2D {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1: got " + size);
        }
    }

    /// Coefficients of 1 / size²: at first the mean of each window.
    public static Subsample2D of(int size) {
        return new Subsample2D(size, Initializer.constant(1.0 / ((double) size * size)));
    }

    /// How the coefficients start.
    public Subsample2D weights(Initializer initializer) {
        return new Subsample2D(size, initializer);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Node sums = new AveragePooling(Pooling.of(size, size)).on(x).times((double) size * size);
        Shape channels = Shape.of(x.shape().dim(3));
        return sums.times(scope.parameter("coefficients", channels, initializer))
                .plus(scope.parameter("bias", channels, Initializer.zeros()));
    }

    @Override
    public String toString() {
        return "Subsample2D.of(" + size + ")"
                + InitializerCall.weights(initializer, of(size).initializer);
    }
}
