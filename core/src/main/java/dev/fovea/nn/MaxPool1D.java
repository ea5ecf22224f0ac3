package dev.fovea.nn;

import dev.fovea.op.MaxPooling;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;

/// The greatest value of each window of each channel of a series, length × channels:
/// y[i, c] = max over j of x[stride·i + j, c]. See [MaxPooling].
///
/// @param pooling with windows of one row
public record MaxPool1D(Pooling pooling) implements Layer {
    public MaxPool1D {
        if (pooling.height() != 1 || pooling.strideH() != 1
                || pooling.padding() instanceof Padding.Explicit pad && (pad.top() != 0 || pad.bottom() != 0)) {
            throw new IllegalArgumentException("a series has windows of one row: got " + pooling);
        }
    }

    /// Windows of `size` that do not overlap.
    public static MaxPool1D of(int size) {
        return new MaxPool1D(new Pooling(1, size, 1, size, Padding.VALID, false));
    }

    public MaxPool1D stride(int stride) {
        return new MaxPool1D(new Pooling(1, pooling.width(), 1, stride, pooling.padding(), pooling.ceil()));
    }

    /// Pads so that the output has ⌈length / stride⌉ places; an odd one goes to the end.
    public MaxPool1D same() {
        return new MaxPool1D(pooling.padding(Padding.SAME));
    }

    /// Places before and after the series, which no window chooses.
    public MaxPool1D padding(int before, int after) {
        return new MaxPool1D(pooling.padding(Padding.of(0, 0, before, after)));
    }

    /// Rounds the number of outputs up, so that the last window may reach past the end.
    public MaxPool1D ceil() {
        return new MaxPool1D(pooling.ceil(true));
    }

    @Override
    public Node build(Node x, Scope scope) {
        return Series.of(new MaxPooling(pooling).on(Series.row(this, x)));
    }

    @Override
    public String toString() {
        String call = "MaxPool1D.of(" + pooling.width() + ")";
        call += pooling.strideW() == pooling.width() ? "" : ".stride(" + pooling.strideW() + ")";
        return call + Series.call(pooling.padding()) + (pooling.ceil() ? ".ceil()" : "");
    }
}
