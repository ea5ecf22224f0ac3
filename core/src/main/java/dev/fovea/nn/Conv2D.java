package dev.fovea.nn;

import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;

/// A convolution of images, height × width × channels, with `filters` filters of height × width: a
/// cross-correlation plus bias, then the activation. See [Convolution] for formula and shapes.
///
/// Variables: `filters` height × width × channels / groups × filters, `bias` filters.
public record Conv2D(
        int filters,
        int height,
        int width,
        int strideH,
        int strideW,
        Padding padding,
        int dilation,
        int groups,
        boolean bias,
        Activation activation,
        Initializer weightInitializer,
        Initializer biasInitializer)
        implements Layer {
    public Conv2D {
        if (filters < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("filters and their size must be at least 1: got filters=" + filters
                    + ", size=" + height + "×" + width);
        }
        if (groups < 1 || filters % groups != 0) {
            throw new IllegalArgumentException(
                    "groups must divide filters: got groups=" + groups + ", filters=" + filters);
        }
        var unused = new Convolution(strideH, strideW, padding, dilation, dilation, groups);
    }

    /// Square filters, stride 1, no padding, no activation.
    public static Conv2D of(int filters, int size) {
        return of(filters, size, size);
    }

    public static Conv2D of(int filters, int height, int width) {
        return new Conv2D(
                filters, height, width, 1, 1, Padding.VALID, 1, 1, true, Activation.NONE,
                Initializer.glorotUniform(), Initializer.zeros());
    }

    public Conv2D stride(int stride) {
        return stride(stride, stride);
    }

    public Conv2D stride(int strideH, int strideW) {
        return with(strideH, strideW, padding, dilation, groups, bias, activation, weightInitializer, biasInitializer);
    }

    /// Pads so that the output has ⌈n / stride⌉ pixels; an odd pixel goes to the bottom and the right.
    public Conv2D same() {
        return padding(Padding.SAME);
    }

    public Conv2D padding(Padding padding) {
        return with(strideH, strideW, padding, dilation, groups, bias, activation, weightInitializer, biasInitializer);
    }

    /// The same number of pixels on all sides.
    public Conv2D padding(int pixels) {
        return padding(Padding.of(pixels));
    }

    public Conv2D dilation(int dilation) {
        return with(strideH, strideW, padding, dilation, groups, bias, activation, weightInitializer, biasInitializer);
    }

    public Conv2D groups(int groups) {
        return with(strideH, strideW, padding, dilation, groups, bias, activation, weightInitializer, biasInitializer);
    }

    public Conv2D withoutBias() {
        return with(strideH, strideW, padding, dilation, groups, false, activation, weightInitializer, biasInitializer);
    }

    public Conv2D relu() {
        return activation(Activation.RELU);
    }

    public Conv2D activation(Activation activation) {
        return with(strideH, strideW, padding, dilation, groups, bias, activation, weightInitializer, biasInitializer);
    }

    /// How the filters start.
    public Conv2D weights(Initializer initializer) {
        return with(strideH, strideW, padding, dilation, groups, bias, activation, initializer, biasInitializer);
    }

    /// How the bias starts.
    public Conv2D bias(Initializer initializer) {
        return with(strideH, strideW, padding, dilation, groups, true, activation, weightInitializer, initializer);
    }

    private Conv2D with(
            int strideH, int strideW, Padding padding, int dilation, int groups, boolean bias, Activation activation,
            Initializer weights, Initializer biases) {
        return new Conv2D(
                filters, height, width, strideH, strideW, padding, dilation, groups, bias, activation, weights, biases);
    }

    @Override
    public Node build(Node x, Scope scope) {
        if (x.shape().rank() != 4) {
            throw new IllegalArgumentException(
                    this + " expects images, height × width × channels: got " + x.shape().sample());
        }
        int channels = x.shape().dim(3);
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    "groups must divide channels: got groups=" + groups + ", channels=" + channels);
        }
        Node w = scope.weights("filters", Shape.of(height, width, channels / groups, filters), weightInitializer);
        Node y = new Convolution(strideH, strideW, padding, dilation, dilation, groups).on(x, w);
        if (bias) {
            y = y.plus(scope.parameter("bias", Shape.of(filters), biasInitializer));
        }
        return activation.build(y, scope);
    }

    @Override
    public String toString() {
        Conv2D plain = of(filters, height, width);
        StringBuilder call = new StringBuilder("Conv2D.of(" + filters + ", " + height);
        call.append(width == height ? ")" : ", " + width + ")");
        if (strideH != 1 || strideW != 1) {
            call.append(".stride(").append(strideH).append(strideW == strideH ? "" : ", " + strideW).append(")");
        }
        if (padding.equals(Padding.SAME)) {
            call.append(".same()");
        } else if (!padding.equals(Padding.VALID)) {
            call.append(".padding(Padding.of").append(padding).append(")");
        }
        call.append(dilation == 1 ? "" : ".dilation(" + dilation + ")");
        call.append(groups == 1 ? "" : ".groups(" + groups + ")");
        call.append(bias ? "" : ".withoutBias()");
        call.append(ActivationCall.of(activation));
        if (!weightInitializer.equals(plain.weightInitializer)) {
            call.append(".weights(").append(weightInitializer).append(")");
        }
        if (bias && !biasInitializer.equals(plain.biasInitializer)) {
            call.append(".bias(").append(biasInitializer).append(")");
        }
        return call.toString();
    }
}
