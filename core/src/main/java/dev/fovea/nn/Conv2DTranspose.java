package dev.fovea.nn;

import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import java.util.function.Consumer;

/// A transposed convolution: the gradient of a [Conv2D] by its images, as a layer of its own that enlarges images by
/// its stride (Zeiler et al., "Deconvolutional networks", 2010). Each pixel adds its multiple of the filters to what
/// lies under them, plus bias, then the activation.
///
/// n pixels along an axis become (n − 1) · stride + dilation · (size − 1) + 1 − padding before − padding after + output
/// padding; with [#same] they become n · stride.
///
/// Variables: `filters` height × width × filters / groups × channels, `bias` filters.
///
/// @param outputPadding rows at the bottom and columns at the right that are added to the output, fewer than the
///     stride: a convolution with a stride of 2 makes as many pixels of 7 as of 8, and this says which to come back to
public record Conv2DTranspose(
        int filters,
        int height,
        int width,
        int strideH,
        int strideW,
        Padding padding,
        int outputPadding,
        int dilation,
        int groups,
        boolean bias,
        Activation activation,
        Initializer weightInitializer,
        Initializer biasInitializer)
        implements Layer {
    /// Published networks have up to 32. Kernels compute pixels with the same rest by the stride together, and have a
    /// table for each rest.
    private static final int MOST_STRIDE = 64;

    public Conv2DTranspose {
        if (filters < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("filters and their size must be at least 1: got filters=" + filters
                    + ", size=" + height + "×" + width);
        }
        if (groups < 1 || filters % groups != 0) {
            throw new IllegalArgumentException(
                    "groups must divide filters: got groups=" + groups + ", filters=" + filters);
        }
        if (strideH > MOST_STRIDE || strideW > MOST_STRIDE) {
            throw new IllegalArgumentException("the stride of a transposed convolution is at most " + MOST_STRIDE
                    + ": got " + strideH + "×" + strideW + "; enlarge in two steps");
        }
        if (outputPadding < 0 || outputPadding > 0 && outputPadding >= Math.min(strideH, strideW)) {
            throw new IllegalArgumentException("output padding must be from 0 to below the stride: got "
                    + outputPadding + ", stride=" + strideH + "×" + strideW);
        }
        if (outputPadding > 0 && padding.equals(Padding.SAME)) {
            throw new IllegalArgumentException(
                    "padding SAME gives n · stride pixels, without output padding: got output padding "
                    + outputPadding);
        }
        var _ = new Convolution(strideH, strideW, padding, dilation, dilation, groups);
    }

    /// Square filters, stride 1, no padding, no activation.
    public static Conv2DTranspose of(int filters, int size) {
        return of(filters, size, size);
    }

    public static Conv2DTranspose of(int filters, int height, int width) {
        return new Conv2DTranspose(
                filters, height, width, 1, 1, Padding.VALID, 0, 1, 1, true, Activation.NONE,
                Initializer.glorotUniform(), Initializer.zeros());
    }

    public Conv2DTranspose stride(int stride) {
        return stride(stride, stride);
    }

    public Conv2DTranspose stride(int strideH, int strideW) {
        return with(draft -> {
            draft.strideH = strideH;
            draft.strideW = strideW;
        });
    }

    /// Cuts so that the output has n · stride pixels; an odd pixel is cut at the bottom and the right.
    /// That leaves no output padding.
    public Conv2DTranspose same() {
        return with(draft -> {
            draft.padding = Padding.SAME;
            draft.outputPadding = 0;
        });
    }

    /// Pixels that are cut from the output on each side.
    public Conv2DTranspose padding(Padding padding) {
        return with(draft -> draft.padding = padding);
    }

    /// The same number of pixels on all sides.
    public Conv2DTranspose padding(int pixels) {
        return padding(Padding.of(pixels));
    }

    /// See the component.
    public Conv2DTranspose outputPadding(int pixels) {
        return with(draft -> draft.outputPadding = pixels);
    }

    public Conv2DTranspose dilation(int dilation) {
        return with(draft -> draft.dilation = dilation);
    }

    public Conv2DTranspose groups(int groups) {
        return with(draft -> draft.groups = groups);
    }

    public Conv2DTranspose withoutBias() {
        return with(draft -> draft.bias = false);
    }

    public Conv2DTranspose relu() {
        return activation(Activation.RELU);
    }

    public Conv2DTranspose activation(Activation activation) {
        return with(draft -> draft.activation = activation);
    }

    /// How the filters start.
    public Conv2DTranspose weights(Initializer initializer) {
        return with(draft -> draft.weightInitializer = initializer);
    }

    /// How the bias starts.
    public Conv2DTranspose bias(Initializer initializer) {
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
        int outputPadding = outputPadding();
        int dilation = dilation();
        int groups = groups();
        boolean bias = bias();
        Activation activation = activation();
        Initializer weightInitializer = weightInitializer();
        Initializer biasInitializer = biasInitializer();

        Conv2DTranspose convolution() {
            return new Conv2DTranspose(
                    filters, height, width, strideH, strideW, padding, outputPadding, dilation, groups, bias,
                    activation, weightInitializer, biasInitializer);
        }
    }

    private Conv2DTranspose with(Consumer<Draft> change) {
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
        Node w = scope.weights("filters", Shape.of(height, width, filters / groups, channels), weightInitializer);
        Shape larger = Shape.batch(extent(x, 1), extent(x, 2), filters);
        Convolution convolution = new Convolution(strideH, strideW, padding, dilation, dilation, groups);
        Node y = new Convolution.InputGradient(convolution, larger).on(x, w);
        if (bias) {
            y = y.plus(scope.parameter("bias", Shape.of(filters), biasInitializer));
        }
        return activation.build(y, scope);
    }

    /// Pixels of the output along an axis.
    private int extent(Node x, int axis) {
        boolean vertical = axis == 1;
        long pixels = x.shape().dim(axis);
        long stride = vertical ? strideH : strideW;
        long extent = switch (padding) {
            case Padding.Same _ -> pixels * stride;
            case Padding.Explicit(int top, int bottom, int left, int right) -> (pixels - 1) * stride
                    + ((vertical ? height : width) - 1L) * dilation + 1 + outputPadding
                    - (vertical ? (long) top + bottom : (long) left + right);
        };
        if (extent < 1 || extent > Shape.MOST) {
            throw new IllegalArgumentException(this + " makes " + extent + " pixels of " + pixels
                    + " along an axis: expected 1 to 2³¹ − 77");
        }
        return (int) extent;
    }

    @Override
    public String toString() {
        Conv2DTranspose plain = of(filters, height, width);
        StringBuilder call = new StringBuilder("Conv2DTranspose.of(" + filters + ", " + height);
        call.append(width == height ? ")" : ", " + width + ")");
        if (strideH != 1 || strideW != 1) {
            call.append(".stride").append(WindowCall.pair(strideH, strideW));
        }
        call.append(WindowCall.padding(padding));
        call.append(outputPadding == 0 ? "" : ".outputPadding(" + outputPadding + ")");
        call.append(dilation == 1 ? "" : ".dilation(" + dilation + ")");
        call.append(groups == 1 ? "" : ".groups(" + groups + ")");
        call.append(bias ? "" : ".withoutBias()");
        call.append(ActivationCall.of(activation));
        call.append(InitializerCall.weights(weightInitializer, plain.weightInitializer));
        call.append(InitializerCall.bias(bias, biasInitializer, plain.biasInitializer));
        return call.toString();
    }
}
