package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Apply;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.ELU;
import dev.fovea.nn.HardTanh;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.Vertex;
import dev.fovea.op.Add;
import dev.fovea.op.Exp;
import dev.fovea.op.Log;
import dev.fovea.op.Maximum;
import dev.fovea.op.Minimum;
import dev.fovea.op.Multiply;
import dev.fovea.op.Operation;
import dev.fovea.op.Power;
import dev.fovea.op.Subtract;
import org.jspecify.annotations.Nullable;

/// Functions of one number, and of two with broadcasting.
final class ElementOperators {
    private ElementOperators() {}

    static Flow alike(NodeCall call, Layer layer) {
        return call.vertices().alike(layer, call.flow(0));
    }

    /// A function of one number as an operation.
    static Flow alike(NodeCall call, Operation operation) {
        return alike(call, Apply.of(operation));
    }

    static OnnxValue elu(NodeCall call) {
        return alike(call, ELU.of(call.node().real("alpha", 1)));
    }

    static OnnxValue leakyRelu(NodeCall call) {
        return alike(call, LeakyReLU.of(call.node().real("alpha", 0.01)));
    }

    /// γ(ELU by α) with settings of its own, where they are not those of the paper.
    static OnnxValue selu(NodeCall call) {
        double alpha = call.node().real("alpha", 1.6732632423543772);
        double gamma = call.node().real("gamma", 1.0507009873554805);
        if ((float) alpha == 1.6732632423543772f && (float) gamma == 1.0507009873554805f) {
            return alike(call, Activation.SELU);
        }
        return scaled(call, alike(call, ELU.of(alpha)), gamma);
    }

    static OnnxValue hardSigmoid(NodeCall call) {
        double alpha = call.node().real("alpha", 0.2);
        double beta = call.node().real("beta", 0.5);
        if ((float) alpha == 1 / 6f && (float) beta == 0.5f) {
            return alike(call, Activation.HARD_SIGMOID);
        }
        Flow line = plus(call, scaled(call, call.flow(0), alpha), beta);
        return call.vertices().alike(HardTanh.of(0, 1), line);
    }

    static OnnxValue gelu(NodeCall call) {
        boolean tanh = call.node().text("approximate", "none").equals("tanh");
        return alike(call, tanh ? Activation.GELU_TANH : Activation.GELU);
    }

    static OnnxValue clip(NodeCall call) {
        @Nullable Numbers low = call.node().has("min") ? null : call.optionalNumbers(1);
        @Nullable Numbers high = call.node().has("max") ? null : call.optionalNumbers(2);
        double least = low == null ? call.node().real("min", -Float.MAX_VALUE) : low.scalar();
        double most = high == null ? call.node().real("max", Float.MAX_VALUE) : high.scalar();
        Flow x = call.flow(0);
        if (least <= -Float.MAX_VALUE && most >= Float.MAX_VALUE) {
            return x;
        }
        if (least == 0 && most >= Float.MAX_VALUE) {
            return call.vertices().alike(Activation.RELU, x);
        }
        if (least == 0 && most == 6) {
            return call.vertices().alike(Activation.RELU6, x);
        }
        float bound = (float) Math.max(most, -Float.MAX_VALUE);
        return call.vertices().alike(HardTanh.of(Math.min((float) least, bound), Math.min(bound, Float.MAX_VALUE)), x);
    }

    /// y = x, or in training a mask, where the file says how much it drops.
    static OnnxValue dropout(NodeCall call) {
        @Nullable OnnxValue ratio = call.optional(1);
        double rate = ratio instanceof Numbers numbers ? numbers.scalar() : call.node().real("ratio", 0.5);
        boolean isLayer = call.opset() < 12 || ratio != null;
        return isLayer && rate > 0 && rate < 1 ? alike(call, Dropout.of(rate)) : call.flow(0);
    }

    /// Slopes for each channel are a layer's; others meet the negative part as numbers.
    static OnnxValue parametricRelu(NodeCall call) {
        Flow x = call.axing().settled(call.flow(0));
        Numbers slope = slopes(call, x, call.numbers(1));
        int channel = x.order()[x.rank() - 1];
        int[] dims = slope.dims();
        int axis = channel - x.rank() + dims.length;
        if (axis >= 0 && dims[axis] == slope.size() && slope.size() == x.dim(channel) && slope.size() > 1) {
            Flow y = call.vertices().layer(PReLU.of(), x.order(), x, slope);
            call.vertices().variable(y.vertex(), "slopes", slope.reshaped(slope.size()));
            return y;
        }
        Flow positive = call.vertices().alike(Activation.RELU, x);
        Flow negative = binary(call, new Subtract(), x, positive);
        return binary(call, new Add(), positive, binary(call, new Multiply(), negative, slope));
    }

    /// Old files have slopes in a row, one for each channel, whatever the axes.
    private static Numbers slopes(NodeCall call, Flow x, Numbers slope) {
        int channel = call.vertices().lead() + 1;
        boolean isRow = slope.rank() == 1 && x.rank() > channel && slope.size() == x.dim(channel)
                && slope.size() != x.dim(x.rank() - 1);
        if (!isRow) {
            return slope;
        }
        int[] dims = new int[x.rank() - channel];
        java.util.Arrays.fill(dims, 1);
        dims[0] = slope.size();
        return slope.reshaped(dims);
    }

    static Flow scaled(NodeCall call, Flow x, double factor) {
        return factor == 1 ? x : binary(call, new Multiply(), x, Numbers.scalar(ElementType.FLOAT, factor));
    }

    static Flow plus(NodeCall call, Flow x, double term) {
        return term == 0 ? x : binary(call, new Add(), x, Numbers.scalar(ElementType.FLOAT, term));
    }

    static OnnxValue binary(NodeCall call, Operation operation) {
        return binary(call, operation, call.input(0), call.input(1));
    }

    /// Two values, at least one of them of the network, as they meet in ONNX: aligned at their last axes.
    static Flow binary(NodeCall call, Operation operation, OnnxValue a, OnnxValue b) {
        Axing axing = call.axing();
        int lead = call.vertices().lead();
        int rank = Math.max(rank(a, lead), rank(b, lead));
        if (a instanceof Numbers left && b instanceof Flow right) {
            Flow x = left.size() == 1 && left.rank() <= right.rank() ? right : axing.lifted(axing.settled(right), rank);
            return noted(call, operation, axing.beside(trimmed(left), x, isTrained(left, x)), x, x);
        }
        if (a instanceof Flow left && b instanceof Numbers right) {
            Flow x = right.size() == 1 && right.rank() <= left.rank() ? left : axing.lifted(axing.settled(left), rank);
            return noted(call, operation, x, axing.beside(trimmed(right), x, isTrained(right, x)), x);
        }
        if (a instanceof Flow left && b instanceof Flow right) {
            if (java.util.Arrays.equals(left.flattened(), right.flattened())
                    && java.util.Arrays.equals(left.order(), right.order())) {
                return noted(call, operation, left, right, left);
            }
            Flow x = axing.lifted(axing.settled(left), rank);
            Flow y = axing.lifted(axing.settled(right), rank);
            Flow leading = x.shape().size() >= y.shape().size() ? x : y;
            Flow p = axing.ordered(x, leading.order());
            return noted(call, operation, p, axing.ordered(y, leading.order()), leading);
        }
        throw new FileException("expected a value of the network, got two constants");
    }

    private static int rank(OnnxValue value, int lead) {
        return value instanceof Numbers ? value.rank() + lead : value.rank();
    }

    /// A single number has no axes.
    private static Numbers trimmed(Numbers numbers) {
        return numbers.size() == 1 ? numbers.reshaped() : numbers;
    }

    private static Flow noted(NodeCall call, Operation operation, Flow a, Flow b, Flow like) {
        Flow y = call.vertices().apply(operation, like.order(), a, b);
        return new Flow(y.vertex(), y.shape(), like.order(), like.flattened());
    }

    /// Numbers of the file's weights are trained; single ones are not, nor those that meet the pictures themselves.
    private static boolean isTrained(Numbers numbers, Flow other) {
        return numbers.weight() != null && numbers.type().isFloat() && numbers.size() > 1
                && !other.vertex().equals(LayerGraph.INPUT);
    }

    /// A product; x · sigmoid(x) and its kin are activations by themselves.
    static OnnxValue product(NodeCall call) {
        if (call.input(0) instanceof Flow a && call.input(1) instanceof Flow b) {
            @Nullable Activation gated = gate(call, a, b);
            if (gated != null) {
                return call.vertices().alike(gated, a);
            }
            gated = gate(call, b, a);
            if (gated != null) {
                return call.vertices().alike(gated, b);
            }
        }
        return binary(call, new Multiply());
    }

    /// The activation x · f(x), if f is one of those.
    private static @Nullable Activation gate(NodeCall call, Flow x, Flow f) {
        @Nullable Vertex vertex = call.vertices().origin(f);
        if (vertex == null || !x.shape().equals(f.shape())) {
            return null;
        }
        String input = vertex.inputs().isEmpty() ? "" : vertex.inputs().getFirst();
        if (vertex.layer().equals(Activation.SIGMOID) && input.equals(x.vertex())) {
            return Activation.SILU;
        }
        if (vertex.layer().equals(Activation.HARD_SIGMOID) && input.equals(x.vertex())) {
            return Activation.HARD_SWISH;
        }
        if (vertex.layer().equals(Activation.TANH)) {
            @Nullable Vertex inner = call.vertices().origin(Flow.plain(input, f.shape()));
            boolean isMish = inner != null && inner.layer().equals(Activation.SOFTPLUS)
                    && inner.inputs().getFirst().equals(x.vertex());
            return isMish ? Activation.MISH : null;
        }
        return null;
    }

    /// Of any number of values: Max, Min, Sum.
    static OnnxValue fold(NodeCall call, Operation operation) {
        OnnxValue y = call.input(0);
        for (int i = 1; i < call.inputs().size(); i++) {
            y = y instanceof Numbers a && call.input(i) instanceof Numbers b
                    ? ConstantFolding.binary(operation, a, b) : binary(call, operation, y, call.input(i));
        }
        return y;
    }

    static OnnxValue mean(NodeCall call) {
        return scaled(call, (Flow) fold(call, new Add()), 1.0 / call.inputs().size());
    }

    /// xᵖ: by a constant exponent for all, or exp(p · ln x) of positive x.
    static OnnxValue power(NodeCall call) {
        if (call.input(1) instanceof Numbers exponent && call.input(0) instanceof Flow
                && exponent.size() > 0 && exponent.isAll(exponent.at(0)) && exponent.size() == 1) {
            return alike(call, new Power((float) exponent.at(0)));
        }
        throw new FileException("expected one exponent for all, got " + call.input(1));
    }

    /// y = mask · a + (1 − mask) · b, by a mask that is known.
    static OnnxValue where(NodeCall call) {
        Numbers mask = call.numbers(0);
        Numbers other = ConstantFolding.binary(new Subtract(), Numbers.scalar(ElementType.FLOAT, 1), asFloat(mask));
        OnnxValue a = masked(call, asFloat(mask), call.input(1));
        OnnxValue b = masked(call, other, call.input(2));
        return binary(call, new Add(), a, b);
    }

    private static Numbers asFloat(Numbers mask) {
        return Numbers.of(ElementType.FLOAT, mask.dims(), mask::at);
    }

    private static OnnxValue masked(NodeCall call, Numbers mask, OnnxValue value) {
        return value instanceof Numbers numbers ? ConstantFolding.binary(new Multiply(), mask, numbers)
                : binary(call, new Multiply(), value, mask);
    }

    /// Whole numbers of a width become floats that stay within what that width holds, as rounding does not matter.
    static OnnxValue quantized(NodeCall call) {
        Flow x = call.flow(0);
        Numbers scale = call.numbers(1);
        @Nullable Numbers zero = call.optionalNumbers(2);
        ElementType type = zero == null ? ElementType.UINT8 : zero.type();
        if (scale.size() != 1 || zero != null && zero.size() != 1) {
            return x;
        }
        double at = zero == null ? 0 : zero.scalar();
        double least = (type.least() - at) * scale.scalar();
        double most = (type.most() - at) * scale.scalar();
        return call.vertices().alike(HardTanh.of(Math.min(least, most), Math.max(least, most)), x);
    }

    static OnnxValue cast(NodeCall call) {
        ElementType type = ElementType.of(call.node().whole("to", 1));
        if (!type.isFloat()) {
            throw new FileException("expected a cast to float of what the network computes, got one to " + type);
        }
        return call.flow(0);
    }

    static Flow exponential(NodeCall call) {
        return alike(call, new Exp());
    }

    static Flow logarithm(NodeCall call) {
        return alike(call, new Log());
    }

    static Operation greatest() {
        return new Maximum();
    }

    static Operation least() {
        return new Minimum();
    }
}
