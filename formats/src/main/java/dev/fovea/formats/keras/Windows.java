package dev.fovea.formats.keras;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Layer;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Convolutions and fully connected layers. Keras's filters lie as ours do: height × width × channels × filters.
record Windows(KerasLayer layer, Shape input, LayerWeights weights, boolean isOld) {
    Converted convert() {
        return switch (layer.type()) {
            case "Dense" -> dense();
            case "Conv1D" -> series();
            case "Conv2D" -> images();
            case "DepthwiseConv2D" -> depthwise();
            case "SeparableConv2D" -> separable();
            default -> transposed();
        };
    }

    private LayerSettings settings() {
        return layer.settings();
    }

    static Padding padding(LayerSettings settings) {
        String said = settings.text("padding", "valid");
        return switch (said) {
            case "same" -> Padding.SAME;
            case "valid" -> Padding.VALID;
            default -> throw new IllegalArgumentException("has the padding " + said + ": same and valid are read");
        };
    }

    private boolean bias() {
        return settings().flag("use_bias", true);
    }

    private Tensor required(int index, String... names) {
        Tensor tensor = weights.variable(index, names);
        if (tensor == null) {
            throw new IllegalArgumentException("has no " + names[0] + " among the weights of the file");
        }
        return tensor;
    }

    /// The layer with its activation: an option of it, where it is one of ours that layers take, else after it.
    private Converted finished(Map<String, Tensor> numbers, Function<Activation, Layer> build) {
        Layer activation = Activations.of(settings().get("activation"), isOld);
        return activation instanceof Activation option
                ? new Converted(build.apply(option), numbers)
                : new Converted(build.apply(Activation.NONE), numbers).then("linear", "activation", activation);
    }

    private Map<String, Tensor> numbers(String name, Tensor values, int next) {
        Map<String, Tensor> numbers = new HashMap<>(Map.of("." + name, values));
        if (bias()) {
            numbers.put(".bias", required(next, "bias"));
        }
        return numbers;
    }

    private Converted dense() {
        int units = settings().whole("units");
        Tensor kernel = required(0, "kernel");
        if (kernel.shape().rank() != 2) {
            throw new IllegalArgumentException("expected a kernel of inputs × units: got " + kernel.shape());
        }
        return switch (input.rank()) {
            case 1 -> finished(numbers("weights", kernel, 1), activation -> {
                Dense dense = Dense.of(units).activation(activation);
                return bias() ? dense : dense.withoutBias();
            });
            case 2 -> finished(numbers("filters", shaped(kernel, 1, 1), 1), activation -> {
                Conv1D each = Conv1D.of(units, 1).activation(activation);
                return bias() ? each : each.withoutBias();
            });
            case 3 -> finished(numbers("filters", shaped(kernel, 1, 1), 1), activation -> {
                Conv2D each = Conv2D.of(units, 1).activation(activation);
                return bias() ? each : each.withoutBias();
            });
            default -> throw new IllegalArgumentException("takes vectors, series or images: got " + input);
        };
    }

    /// The last two axes stay.
    private static Tensor shaped(Tensor kernel, int height, int width) {
        return new Tensor(
                Shape.of(height, width, kernel.shape().dim(-2), kernel.shape().dim(-1)), kernel.values());
    }

    private Converted series() {
        int size = settings().whole("kernel_size");
        int dilation = settings().whole("dilation_rate", 1);
        if (settings().whole("groups", 1) != 1) {
            throw new IllegalArgumentException("has groups, which a Conv1D is not read with");
        }
        Tensor kernel = required(0, "kernel");
        String padding = settings().text("padding", "valid");
        Conv1D plain = Conv1D.of(settings().whole("filters"), size).stride(settings().whole("strides", 1))
                .dilation(dilation);
        Conv1D padded = switch (padding) {
            case "causal" -> plain.padding(Math.multiplyExact(size - 1, dilation), 0);
            default -> padding(settings()).equals(Padding.SAME) ? plain.same() : plain;
        };
        Conv1D biased = bias() ? padded : padded.withoutBias();
        return finished(numbers("filters", shaped(kernel, 1, size), 1), biased::activation);
    }

    private Conv2D window(int filters) {
        Conversion.images(layer, input);
        int[] size = settings().pair("kernel_size", 1, 1);
        int[] stride = settings().pair("strides", 1, 1);
        Conv2D plain = Conv2D.of(filters, size[0], size[1]).stride(stride[0], stride[1]).padding(padding(settings()))
                .dilation(dilation(size));
        return bias() ? plain : plain.withoutBias();
    }

    /// One number for both axes; along an axis of one tap it says nothing.
    private int dilation(int[] size) {
        int[] dilation = settings().pair("dilation_rate", 1, 1);
        int rows = size[0] == 1 ? dilation[1] : dilation[0];
        int columns = size[1] == 1 ? rows : dilation[1];
        if (rows != columns) {
            throw new IllegalArgumentException("has dilations of " + rows + " and " + columns
                    + ": one for both axes is read");
        }
        return rows;
    }

    private Converted images() {
        Conv2D layer = window(settings().whole("filters")).groups(settings().whole("groups", 1));
        return finished(numbers("filters", required(0, "kernel"), 1), layer::activation);
    }

    private Conv2D depthwise(int multiplier) {
        return window(Math.multiplyExact(input.dim(-1), multiplier)).groups(input.dim(-1));
    }

    /// Channels × multiplier become filters that each see one channel.
    private static Tensor depthwise(Tensor kernel) {
        if (kernel.shape().rank() != 4) {
            throw new IllegalArgumentException("expected a depthwise kernel of four axes: got " + kernel.shape());
        }
        int filters = Math.multiplyExact(kernel.shape().dim(2), kernel.shape().dim(3));
        return new Tensor(Shape.of(kernel.shape().dim(0), kernel.shape().dim(1), 1, filters), kernel.values());
    }

    private Converted depthwise() {
        Conv2D layer = depthwise(settings().whole("depth_multiplier", 1));
        Tensor kernel = depthwise(required(0, "depthwise_kernel", "kernel"));
        return finished(numbers("filters", kernel, 1), layer::activation);
    }

    private Converted separable() {
        Conv2D first = depthwise(settings().whole("depth_multiplier", 1)).withoutBias();
        Map<String, Tensor> numbers = new HashMap<>();
        numbers.put(".filters", depthwise(required(0, "depthwise_kernel")));
        Layer activation = Activations.of(settings().get("activation"), isOld);
        Activation option = activation instanceof Activation known ? known : Activation.NONE;
        Conv2D second = Conv2D.of(settings().whole("filters"), 1).activation(option);
        Converted both = new Converted(first, numbers)
                .then("depthwise", "pointwise", bias() ? second : second.withoutBias());
        Map<String, Tensor> all = new HashMap<>(both.numbers());
        numbers("filters", required(1, "pointwise_kernel"), 2)
                .forEach((suffix, tensor) -> all.put("/pointwise" + suffix, tensor));
        Converted linear = new Converted(both.layer(), all);
        return activation instanceof Activation ? linear : linear.then("linear", "activation", activation);
    }

    private Converted transposed() {
        Conversion.images(layer, input);
        int[] size = settings().pair("kernel_size", 1, 1);
        int[] stride = settings().pair("strides", 1, 1);
        if (settings().has("output_padding")) {
            throw new IllegalArgumentException("has an output_padding, which is not read");
        }
        Conv2DTranspose plain = Conv2DTranspose.of(settings().whole("filters"), size[0], size[1])
                .stride(stride[0], stride[1]).dilation(dilation(size));
        Conv2DTranspose biased = bias() ? plain : plain.withoutBias();
        Conv2DTranspose padded = padding(settings()).equals(Padding.SAME)
                ? biased.same()
                : biased.outputPadding(beyond(size, stride));
        return finished(numbers("filters", required(0, "kernel"), 1), padded::activation);
    }

    /// Where filters are smaller than the stride, Keras's output ends with pixels that no filter reaches.
    private static int beyond(int[] size, int[] stride) {
        int rows = Math.max(0, stride[0] - size[0]);
        int columns = Math.max(0, stride[1] - size[1]);
        if (rows != columns) {
            throw new IllegalArgumentException("has a stride above its kernel_size along one axis, which is not read");
        }
        return rows;
    }
}
