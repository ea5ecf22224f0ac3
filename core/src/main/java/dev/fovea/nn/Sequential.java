package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.Collectors;

/// Layers one after the other.
public record Sequential(List<Layer> layers) implements Layer {
    public Sequential {
        layers = List.copyOf(layers);
    }

    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    /// A network of these layers for samples of a shape.
    public Network network(Shape input) {
        return new Network(input, this);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return scope.sequence(layers, x);
    }

    @Override
    public boolean isTransparent() {
        return true;
    }

    /// The calls that build the layers.
    String calls() {
        return layers.stream().map(Layer::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "Sequential.of(" + calls() + ")";
    }
}
