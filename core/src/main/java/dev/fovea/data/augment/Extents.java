package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Shape;

/// What transforms ask of a shape.
final class Extents {
    private Extents() {}

    /// The shape itself if it is height × width × channels.
    static Shape image(Shape in, Transform transform) {
        if (in.rank() != 3 || in.isBatched()) {
            throw new IllegalArgumentException(transform + " needs images of height × width × channels: got " + in);
        }
        return in;
    }
}
