package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshaping;
import dev.fovea.tensor.Shape;

/// Series, length × channels, as images of one row: what the layers of series have in common.
final class Series {
    private Series() {}

    /// The row of a series.
    static Node row(Layer layer, Node x) {
        if (x.shape().rank() != 3) {
            throw new IllegalArgumentException(
                    layer + " expects series, length × channels: got " + x.shape().sample());
        }
        return new Reshaping(Shape.batch(1, x.shape().dim(1), x.shape().dim(2))).on(x);
    }

    /// The series of a row.
    static Node of(Node row) {
        return new Reshaping(Shape.batch(row.shape().dim(2), row.shape().dim(3))).on(row);
    }

    /// The calls that give a layer its padding, empty for none.
    static String call(Padding padding) {
        if (padding instanceof Padding.Explicit pad) {
            return pad.isNone() ? "" : ".padding(" + pad.left() + ", " + pad.right() + ")";
        }
        return ".same()";
    }
}
