package dev.fovea.nn;

import dev.fovea.op.AveragePooling;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;

/// The mean of each window of each channel. See [AveragePooling].
public record AveragePool2D(Pooling pooling) implements Layer {
    /// Windows of size × size that do not overlap.
    public static AveragePool2D of(int size) {
        return of(size, size);
    }

    /// Windows of height × width that do not overlap.
    public static AveragePool2D of(int height, int width) {
        return new AveragePool2D(new Pooling(height, width, height, width, Padding.VALID, false));
    }

    public AveragePool2D stride(int stride) {
        return stride(stride, stride);
    }

    public AveragePool2D stride(int strideH, int strideW) {
        return new AveragePool2D(new Pooling(
                pooling.height(), pooling.width(), strideH, strideW, pooling.padding(), pooling.ceil()));
    }

    /// Pads so that the output has ⌈n / stride⌉ pixels; an odd pixel goes to the bottom and the right.
    public AveragePool2D same() {
        return padding(Padding.SAME);
    }

    public AveragePool2D padding(Padding padding) {
        return new AveragePool2D(pooling.padding(padding));
    }

    /// Rounds the number of outputs up, so that windows may reach past the image.
    public AveragePool2D ceil() {
        return new AveragePool2D(pooling.ceil(true));
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new AveragePooling(pooling).on(x);
    }

    @Override
    public String toString() {
        return "AveragePool2D" + WindowCall.of(pooling);
    }
}
