package dev.fovea.nn;

import dev.fovea.op.MaxPooling;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;

/// The greatest value of each window of each channel. See [MaxPooling].
public record MaxPool2D(Pooling pooling) implements Layer {
    /// Windows of size × size that do not overlap.
    public static MaxPool2D of(int size) {
        return of(size, size);
    }

    /// Windows of height × width that do not overlap.
    public static MaxPool2D of(int height, int width) {
        return new MaxPool2D(new Pooling(height, width, height, width, Padding.VALID, false));
    }

    public MaxPool2D stride(int stride) {
        return stride(stride, stride);
    }

    public MaxPool2D stride(int strideH, int strideW) {
        return new MaxPool2D(new Pooling(
                pooling.height(), pooling.width(), strideH, strideW, pooling.padding(), pooling.ceil()));
    }

    /// Pads so that the output has ⌈n / stride⌉ pixels; an odd pixel goes to the bottom and the right.
    public MaxPool2D same() {
        return padding(Padding.SAME);
    }

    public MaxPool2D padding(Padding padding) {
        return new MaxPool2D(pooling.padding(padding));
    }

    /// Rounds the number of outputs up, so that windows may reach past the image.
    public MaxPool2D ceil() {
        return new MaxPool2D(pooling.ceil(true));
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new MaxPooling(pooling).on(x);
    }

    @Override
    public String toString() {
        return "MaxPool2D" + WindowCall.of(pooling);
    }
}
