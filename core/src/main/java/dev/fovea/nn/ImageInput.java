package dev.fovea.nn;

import dev.fovea.op.Node;

/// The input of layers that work on images.
final class ImageInput {
    private ImageInput() {}

    /// @throws IllegalArgumentException if a layer is given something else
    static void check(Layer layer, Node x) {
        if (x.shape().rank() != 4) {
            throw new IllegalArgumentException(
                    layer + " expects images, height × width × channels: got " + x.shape().sample());
        }
    }
}
