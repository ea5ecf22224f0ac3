package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;

/// How a pooling layer prints: the call that builds it, after its class.
final class PoolingCall {
    private PoolingCall() {}

    static String of(Pooling pooling) {
        boolean square = pooling.height() == pooling.width() && pooling.strideH() == pooling.strideW();
        if (!square) {
            return "(" + pooling + ")";
        }
        String call = ".of(" + pooling.height() + ")"
                + (pooling.strideH() == pooling.height() ? "" : ".stride(" + pooling.strideH() + ")");
        if (pooling.padding().equals(Padding.SAME)) {
            call += ".same()";
        } else if (!pooling.padding().equals(Padding.VALID)) {
            call += ".padding(Padding.of" + pooling.padding() + ")";
        }
        return call + (pooling.ceil() ? ".ceil()" : "");
    }
}
