package dev.fovea.nn;

import dev.fovea.op.AveragePooling;
import dev.fovea.op.Convolution;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The window that a convolution or a pooling moves over an image: its height and width, its strides, the padding of
/// the image, the distance between the pixels that it sees, and the groups of channels.
public record LayerWindow(
        int height, int width, int strideH, int strideW, Padding padding, int dilationH, int dilationW, int groups) {
    /// The window of a layer by its operations; null unless exactly one of them has one.
    static @Nullable LayerWindow of(List<Node> nodes) {
        LayerWindow only = null;
        for (Node node : nodes) {
            LayerWindow window = of(node);
            if (window != null && only != null) {
                return null;
            }
            only = window == null ? only : window;
        }
        return only;
    }

    private static @Nullable LayerWindow of(Node node) {
        return switch (node.operation()) {
            case Convolution convolution -> of(convolution, node.input(1).shape());
            case Convolution.InputGradient transposed -> of(transposed.convolution(), node.input(1).shape());
            case MaxPooling max -> of(max.pooling());
            case AveragePooling average -> of(average.pooling());
            default -> null;
        };
    }

    private static LayerWindow of(Convolution convolution, Shape filters) {
        return new LayerWindow(
                filters.dim(0), filters.dim(1), convolution.strideH(), convolution.strideW(), convolution.padding(),
                convolution.dilationH(), convolution.dilationW(), convolution.groups());
    }

    private static LayerWindow of(Pooling pooling) {
        return new LayerWindow(
                pooling.height(), pooling.width(), pooling.strideH(), pooling.strideW(), pooling.padding(), 1, 1, 1);
    }

    /// `3×3`: height × width.
    public String kernel() {
        return height + "×" + width;
    }

    /// `2`, or `2×1` where the strides down and across differ.
    public String stride() {
        return strideH == strideW ? String.valueOf(strideH) : strideH + "×" + strideW;
    }

    /// Pixels on each side: `same` for as many as ⌈n / stride⌉ outputs need, `1`, or `0,1,0,1` for the top, the bottom,
    /// the left and the right.
    public String border() {
        if (!(padding instanceof Padding.Explicit pad)) {
            return "same";
        }
        boolean even = pad.top() == pad.bottom() && pad.top() == pad.left() && pad.top() == pad.right();
        return even
                ? String.valueOf(pad.top())
                : pad.top() + "," + pad.bottom() + "," + pad.left() + "," + pad.right();
    }
}
