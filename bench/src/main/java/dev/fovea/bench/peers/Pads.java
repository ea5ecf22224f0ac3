package dev.fovea.bench.peers;

import dev.fovea.nn.Conv2D;
import dev.fovea.op.Pooling;
import dev.fovea.tensor.Shape;

/// Pixels around an image before a window slides over it.
record Pads(int top, int bottom, int left, int right) {
    static Pads of(Conv2D conv, Shape in) {
        return new Pads(
                conv.padding().before(in.dim(0), conv.height(), conv.strideH(), true),
                conv.padding().after(in.dim(0), conv.height(), conv.strideH(), true),
                conv.padding().before(in.dim(1), conv.width(), conv.strideW(), false),
                conv.padding().after(in.dim(1), conv.width(), conv.strideW(), false));
    }

    static Pads of(Pooling pooling, Shape in) {
        return new Pads(
                pooling.padding().before(in.dim(0), pooling.height(), pooling.strideH(), true),
                pooling.padding().after(in.dim(0), pooling.height(), pooling.strideH(), true),
                pooling.padding().before(in.dim(1), pooling.width(), pooling.strideW(), false),
                pooling.padding().after(in.dim(1), pooling.width(), pooling.strideW(), false));
    }

    /// Whether opposite sides have as many pixels.
    boolean even() {
        return top == bottom && left == right;
    }
}
