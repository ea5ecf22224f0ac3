package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Shape;

/// A transform of images of height × width × channels that leaves their shape as it is.
interface KeepsShape extends Transform {
    @Override
    default Shape shape(Shape in) {
        return Extents.image(in, this);
    }
}
