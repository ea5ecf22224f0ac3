package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.SqueezeExcite;
import dev.fovea.nn.StochasticDepth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The block of MobileNet V2 and of those that came of it: a 1×1 convolution widens, a depthwise one filters each
/// channel, a 1×1 convolution without activation narrows, with a shortcut where the shape stays. A block that does not
/// widen has no first convolution.
///
/// @param expanded channels in between
/// @param squeeze after the depthwise convolution; null for none
/// @param drop the share of samples that training takes past the block
record InvertedResidual(
        int inputs, int expanded, int outputs, int size, int stride, BatchNorm norm, Activation activation,
        @Nullable SqueezeExcite squeeze, double drop) {
    Layer layer() {
        List<Layer> body = new ArrayList<>();
        if (expanded != inputs) {
            body.addAll(List.of(conv(expanded, 1), norm, activation));
        }
        body.addAll(List.of(conv(expanded, size).stride(stride).groups(expanded), norm, activation));
        if (squeeze != null) {
            body.add(squeeze);
        }
        body.addAll(List.of(conv(outputs, 1), norm));
        if (stride > 1 || inputs != outputs) {
            return new Sequential(body);
        }
        if (drop > 0) {
            body.add(StochasticDepth.of(drop));
        }
        return new Residual(new Sequential(body), Sequential.of(), Activation.NONE);
    }

    /// Half the filter's size is added on each side of the image.
    static Conv2D conv(int filters, int size) {
        return Conv2D.of(filters, size).padding(size / 2).withoutBias().weights(Initializer.heNormal());
    }
}
