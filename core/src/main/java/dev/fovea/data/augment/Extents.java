package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Shape;

/// What transforms and mixings ask of a shape.
final class Extents {
    private Extents() {}

    /// The shape itself if it is height × width × channels.
    static Shape image(Shape in, Object transform) {
        if (in.rank() != 3 || in.isBatched()) {
            throw new IllegalArgumentException(transform + " needs images of height × width × channels: got " + in);
        }
        return in;
    }

    /// The shape itself if it is height × width × 3.
    static Shape colour(Shape in, Transform transform) {
        if (image(in, transform).dim(2) != 3) {
            throw new IllegalArgumentException(
                    transform + " needs images with 3 channels, red, green and blue: got " + in);
        }
        return in;
    }

    /// The shape of a part of `height` × `width` if the image, with `padding` on every side, has so much.
    static Shape part(Shape in, int height, int width, int padding, Transform transform) {
        image(in, transform);
        int high = Math.max(1, height - 2 * padding);
        int wide = Math.max(1, width - 2 * padding);
        if (in.dim(0) < high || in.dim(1) < wide) {
            throw new IllegalArgumentException(
                    transform + " needs images of at least " + high + "×" + wide + ": got " + in);
        }
        return Shape.of(height, width, in.dim(2));
    }
}
