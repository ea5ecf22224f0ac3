package dev.fovea.nn;

import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import java.util.function.Consumer;

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
        var _ = new Convolution(strideH, strideW, padding, dilation, dilation, groups);
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
        return with(draft -> {
            draft.strideH = strideH;
            draft.strideW = strideW;
        });
    }

    /// Pads so that the output has ⌈n / stride⌉ pixels; an odd pixel goes to the bottom and the right.
    public Conv2D same() {
        return padding(Padding.SAME);
    }

    public Conv2D padding(Padding padding) {
        return with(draft -> draft.padding = padding);
    }

    /// The same number of pixels on all sides.
    public Conv2D padding(int pixels) {
        return padding(Padding.of(pixels));
    }

    public Conv2D dilation(int dilation) {
        return with(draft -> draft.dilation = dilation);
    }

    public Conv2D groups(int groups) {
        return with(draft -> draft.groups = groups);
    }

    public Conv2D withoutBias() {
        return with(draft -> draft.bias = false);
    }

    public Conv2D relu() {
        return activation(Activation.RELU);
    }

    public Conv2D activation(Activation activation) {
        return with(draft -> draft.activation = activation);
    }

    /// How the filters start.
    public Conv2D weights(Initializer initializer) {
        return with(draft -> draft.weightInitializer = initializer);
    }

    /// How the bias starts.
    public Conv2D bias(Initializer initializer) {
        return with(draft -> {
            draft.bias = true;
            draft.biasInitializer = initializer;
        });
    }

    /// A copy in the making: what a wither does not set stays as it is here.
    private final class Draft {
        int strideH = strideH();
        int strideW = strideW();
        Padding padding = padding();
        int dilation = dilation();
        int groups = groups();
        boolean bias = bias();
        Activation activation = activation();
        Initializer weightInitializer = weightInitializer();
        Initializer biasInitializer = biasInitializer();

        Conv2D convolution() {
            return new Conv2D(
                    filters, height, width, strideH, strideW, padding, dilation, groups, bias, activation,
                    weightInitializer, biasInitializer);
        }
    }

    private Conv2D with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.convolution();
    }

    @Override
    public Node build(Node x, Scope scope) {
        ImageInput.check(this, x);
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
            call.append(".stride").append(WindowCall.pair(strideH, strideW));
        }
        call.append(WindowCall.padding(padding));
        call.append(dilation == 1 ? "" : ".dilation(" + dilation + ")");
        call.append(groups == 1 ? "" : ".groups(" + groups + ")");
        call.append(bias ? "" : ".withoutBias()");
        call.append(ActivationCall.of(activation));
        call.append(InitializerCall.weights(weightInitializer, plain.weightInitializer));
        call.append(InitializerCall.bias(bias, biasInitializer, plain.biasInitializer));
        return call.toString();
    }
}
