package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;

/// How a pooling layer prints: the call that builds it, after its class.
final class PoolingCall {
    private PoolingCall() {}

    static String of(Pooling pooling) {
        boolean apart = pooling.strideH() == pooling.height() && pooling.strideW() == pooling.width();
        String call = ".of" + pair(pooling.height(), pooling.width())
                + (apart ? "" : ".stride" + pair(pooling.strideH(), pooling.strideW()));
        if (pooling.padding().equals(Padding.SAME)) {
            call += ".same()";
        } else if (!pooling.padding().equals(Padding.VALID)) {
            call += ".padding(Padding.of" + pooling.padding() + ")";
        }
        return call + (pooling.ceil() ? ".ceil()" : "");
    }

    private static String pair(int vertical, int horizontal) {
        return vertical == horizontal ? "(" + vertical + ")" : "(" + vertical + ", " + horizontal + ")";
    }
}
