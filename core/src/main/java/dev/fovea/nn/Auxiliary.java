package dev.fovea.nn;

import dev.fovea.op.Node;

/// A side classifier: x passes on as it is, and in training `weight` · loss(layers(x), labels) is added to the
/// loss, so that the layers before it get a gradient from nearby (Szegedy et al., 2015). Prediction and
/// evaluation do not compute it.
///
/// The loss is the training's own, so the layers inside must end as the network does, with a value for each
/// class.
public record Auxiliary(float weight, Layer classifier) implements Layer {
    public Auxiliary {
        if (!(weight > 0 && Float.isFinite(weight))) {
            throw new IllegalArgumentException("an auxiliary loss needs a finite weight above 0: got " + weight);
        }
    }

    public static Auxiliary of(double weight, Layer... classifier) {
        return new Auxiliary((float) weight, Sequential.of(classifier));
    }

    @Override
    public Node build(Node x, Scope scope) {
        scope.auxiliary(scope.layer(classifier, x), weight);
        return x;
    }

    @Override
    public String toString() {
        return classifier instanceof Sequential inner
                ? "Auxiliary.of(" + weight + ", " + inner.calls() + ")"
                : "new Auxiliary(" + weight + "f, " + classifier + ")";
    }
}
