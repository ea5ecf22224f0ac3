package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.tensor.Shape;
import java.util.List;

/// Numbers by themselves, as a layer without input: what operations of a [LayerGraph] take that no layer has, such as
/// a factor for each channel, or a table.
///
/// Variables: `weight`.
///
/// @param shape without a batch axis
/// @param isTrained whether training changes them; else they are kept and saved as they are
public record Weight(Shape shape, Initializer initializer, boolean isTrained) implements Layer {
    public Weight {
        if (shape.isBatched()) {
            throw new IllegalArgumentException("a Weight has no batch axis: got " + shape);
        }
    }

    /// Zeros, which training changes.
    public static Weight of(int... shape) {
        return new Weight(Shape.of(shape), Initializer.zeros(), true);
    }

    public Weight initializer(Initializer initializer) {
        return new Weight(shape, initializer, isTrained);
    }

    /// Numbers that training leaves as they are.
    public Weight fixed() {
        return new Weight(shape, initializer, false);
    }

    @Override
    public Node build(Node x, Scope scope) {
        throw new IllegalArgumentException("Weight takes no input: got " + x.shape().sample());
    }

    @Override
    public Node build(List<Node> inputs, Scope scope) {
        if (!inputs.isEmpty()) {
            return build(inputs.getFirst(), scope);
        }
        return isTrained ? scope.parameter("weight", shape, initializer) : scope.state("weight", shape, initializer);
    }

    @Override
    public String toString() {
        return "Weight.of(" + shape.toString().replace("×", ", ") + ")"
                + (initializer.equals(Initializer.zeros()) ? "" : ".initializer(" + initializer + ")")
                + (isTrained ? "" : ".fixed()");
    }
}
