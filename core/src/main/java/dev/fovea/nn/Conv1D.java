package dev.fovea.nn;

import dev.fovea.op.Convolution;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import java.util.function.Consumer;

/// A convolution of series, length × channels: `filters` filters of `size` slide along the length, plus bias, then the
/// activation. With stride s and dilation d
/// ```
/// y[i, f] = b[f] + Σ w[j, c, f] · x[s·i + d·j, c]
/// ```
/// It is a [Conv2D] on an image of one row: the filters see neighbours in time, wherever in the series they are (time
/// delay neural networks: Waibel et al., "Phoneme recognition using time-delay neural networks", 1989).
///
/// Variables: `filters` 1 × size × channels × filters, `bias` filters.
///
/// @param padding its left and right are before and after the series; it has no top and bottom
public record Conv1D(
        int filters,
        int size,
        int stride,
        Padding padding,
        int dilation,
        boolean bias,
        Activation activation,
        Initializer weightInitializer,
        Initializer biasInitializer)
        implements Layer {
    public Conv1D {
        if (filters < 1 || size < 1) {
            throw new IllegalArgumentException(
                    "filters and their size must be at least 1: got filters=" + filters + ", size=" + size);
        }
        if (padding instanceof Padding.Explicit pad && (pad.top() != 0 || pad.bottom() != 0)) {
            throw new IllegalArgumentException(
                    "a series has an end on the left and the right only: got padding " + padding);
        }
        var _ = new Convolution(1, stride, padding, dilation, dilation, 1);
    }

    /// Stride 1, no padding, no activation.
    public static Conv1D of(int filters, int size) {
        return new Conv1D(
                filters, size, 1, Padding.VALID, 1, true, Activation.NONE, Initializer.glorotUniform(),
                Initializer.zeros());
    }

    public Conv1D stride(int stride) {
        return with(draft -> draft.stride = stride);
    }

    /// Pads so that the output has ⌈length / stride⌉ places; an odd one goes to the end.
    public Conv1D same() {
        return with(draft -> draft.padding = Padding.SAME);
    }

    /// Zeros before and after the series.
    public Conv1D padding(int before, int after) {
        return with(draft -> draft.padding = Padding.of(0, 0, before, after));
    }

    public Conv1D dilation(int dilation) {
        return with(draft -> draft.dilation = dilation);
    }

    public Conv1D withoutBias() {
        return with(draft -> draft.bias = false);
    }

    public Conv1D relu() {
        return activation(Activation.RELU);
    }

    public Conv1D activation(Activation activation) {
        return with(draft -> draft.activation = activation);
    }

    /// How the filters start.
    public Conv1D weights(Initializer initializer) {
        return with(draft -> draft.weightInitializer = initializer);
    }

    /// How the bias starts.
    public Conv1D bias(Initializer initializer) {
        return with(draft -> {
            draft.bias = true;
            draft.biasInitializer = initializer;
        });
    }

    /// A copy in the making: what a wither does not set stays as it is here.
    private final class Draft {
        int stride = stride();
        Padding padding = padding();
        int dilation = dilation();
        boolean bias = bias();
        Activation activation = activation();
        Initializer weightInitializer = weightInitializer();
        Initializer biasInitializer = biasInitializer();

        Conv1D convolution() {
            return new Conv1D(
                    filters, size, stride, padding, dilation, bias, activation, weightInitializer, biasInitializer);
        }
    }

    private Conv1D with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.convolution();
    }

    @Override
    public Node build(Node x, Scope scope) {
        Conv2D layer = new Conv2D(
                filters, 1, size, 1, stride, padding, dilation, 1, bias, activation, weightInitializer,
                biasInitializer);
        return Series.of(layer.build(Series.row(this, x), scope));
    }

    @Override
    public String toString() {
        Conv1D plain = of(filters, size);
        StringBuilder call = new StringBuilder("Conv1D.of(" + filters + ", " + size + ")");
        call.append(stride == 1 ? "" : ".stride(" + stride + ")");
        call.append(Series.call(padding));
        call.append(dilation == 1 ? "" : ".dilation(" + dilation + ")");
        call.append(bias ? "" : ".withoutBias()");
        call.append(ActivationCall.of(activation));
        call.append(InitializerCall.weights(weightInitializer, plain.weightInitializer));
        call.append(InitializerCall.bias(bias, biasInitializer, plain.biasInitializer));
        return call.toString();
    }
}
