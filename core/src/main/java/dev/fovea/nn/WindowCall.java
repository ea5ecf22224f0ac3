package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;

/// How layers with a window print.
final class WindowCall {
    private WindowCall() {}

    /// The call that builds a pooling layer, after its class.
    static String of(Pooling pooling) {
        boolean apart = pooling.strideH() == pooling.height() && pooling.strideW() == pooling.width();
        String call = ".of" + pair(pooling.height(), pooling.width())
                + (apart ? "" : ".stride" + pair(pooling.strideH(), pooling.strideW()));
        return call + padding(pooling.padding()) + (pooling.ceil() ? ".ceil()" : "");
    }

    /// The call that gives a layer its padding, empty for none.
    static String padding(Padding padding) {
        if (padding instanceof Padding.Explicit pad) {
            return pad.isNone() ? "" : ".padding(Padding.of" + pad + ")";
        }
        return ".same()";
    }

    /// The arguments of a call that takes one number for both directions too.
    static String pair(int vertical, int horizontal) {
        return vertical == horizontal ? "(" + vertical + ")" : "(" + vertical + ", " + horizontal + ")";
    }
}
