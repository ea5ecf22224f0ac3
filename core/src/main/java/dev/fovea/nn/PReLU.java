package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.ParametricRelu;
import dev.fovea.tensor.Shape;

/// y = x where x > 0, else slope · x, with a slope for each channel that is learned (He et al., "Delving deep into
/// rectifiers", 2015). As there, no penalty is taken of the slopes: it would pull PReLU to ReLU.
///
/// Variables: `slopes` channels, or units.
///
/// @param slope that all channels start with
public record PReLU(float slope) implements Activation {
    public PReLU {
        if (!Float.isFinite(slope)) {
            throw new IllegalArgumentException("slope must be finite: got " + slope);
        }
    }

    /// From 0.25 on, as in the paper.
    public static PReLU of() {
        return new PReLU(0.25f);
    }

    public PReLU slope(double slope) {
        return new PReLU((float) slope);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Shape channels = Shape.of(x.shape().dim(-1));
        return new ParametricRelu().on(x, scope.parameter("slopes", channels, Initializer.constant(slope)));
    }

    @Override
    public String toString() {
        return "PReLU.of()" + (equals(of()) ? "" : ".slope(" + slope + ")");
    }
}
