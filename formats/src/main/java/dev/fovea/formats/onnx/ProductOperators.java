package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.op.Add;
import dev.fovea.op.Multiply;
import dev.fovea.op.Sum;
import dev.fovea.op.Axes;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Products of matrices.
final class ProductOperators {
    private ProductOperators() {}

    /// y = α · A · B + β · C, A and B transposed where asked.
    static OnnxValue gemm(NodeCall call) {
        boolean turnA = call.node().flag("transA");
        boolean turnB = call.node().flag("transB");
        double alpha = call.node().real("alpha", 1);
        double beta = call.node().real("beta", 1);
        @Nullable OnnxValue c = call.optional(2);
        if (call.input(0) instanceof Flow a && call.input(1) instanceof Numbers b) {
            Flow x = turnA ? turned(call, a) : a;
            Numbers weights = matrix(turnB ? matrix(b).ordered(1, 0) : b).times(alpha);
            int n = weights.dims()[1];
            @Nullable Numbers bias = c instanceof Numbers numbers && isRow(numbers, n) ? numbers : null;
            if (x.rank() == 2 && x.order()[0] == 0 && (c == null || bias != null)) {
                return dense(call, x, weights, bias == null ? null : row(bias, n).times(beta));
            }
            return plus(call, linear(call, call.axing().settled(x), x.rank() - 1, weights), c, beta);
        }
        OnnxValue a = turnA && call.input(0) instanceof Flow flow ? turned(call, flow) : call.input(0);
        OnnxValue b = turnB && call.input(1) instanceof Flow flow ? turned(call, flow) : call.input(1);
        Flow y = product(call, turnA && a instanceof Numbers one ? one.ordered(1, 0) : a,
                turnB && b instanceof Numbers one ? one.ordered(1, 0) : b);
        return plus(call, ElementOperators.scaled(call, y, alpha), c, beta);
    }

    private static Flow plus(NodeCall call, Flow y, @Nullable OnnxValue c, double beta) {
        return switch (c) {
            case null -> y;
            case Numbers numbers -> ElementOperators.binary(call, new Add(), y, numbers.times(beta));
            case Flow flow -> ElementOperators.binary(
                    call, new Add(), y, ElementOperators.scaled(call, flow, beta));
        };
    }

    private static boolean isRow(Numbers c, int n) {
        int[] dims = c.dims();
        return c.size() == 1 || c.size() == n && dims[dims.length - 1] == n;
    }

    private static Numbers row(Numbers c, int n) {
        return c.size() == n ? c.reshaped(n) : Numbers.of(c.type(), new int[] {n}, _ -> c.at(0));
    }

    private static Numbers matrix(Numbers numbers) {
        if (numbers.rank() != 2 || numbers.size() == 0) {
            throw new FileException("expected a matrix, got " + numbers);
        }
        return numbers;
    }

    private static Flow turned(NodeCall call, Flow x) {
        Flow settled = call.axing().settled(x);
        int[] order = Flow.identity(settled.rank());
        int last = order.length - 1;
        order[last] = last - 1;
        order[last - 1] = last;
        return ShapeOperators.transposed(settled, order);
    }

    /// Rows by a matrix of weights. Those of an image that lies flattened find its values in another order.
    private static Flow dense(NodeCall call, Flow x, Numbers weights, @Nullable Numbers bias) {
        int inputs = weights.dims()[0];
        int units = weights.dims()[1];
        if (inputs != x.shape().dim(1)) {
            throw new FileException("expected a matrix of " + x.shape().dim(1) + " rows, got " + weights);
        }
        Dense layer = bias == null ? Dense.of(units).withoutBias() : Dense.of(units);
        Flow y = call.vertices().layer(layer, Flow.identity(2), x, weights);
        int[] image = x.flattened();
        Numbers lying = image == null ? weights
                : weights.reshaped(image[2], image[0], image[1], units).ordered(1, 2, 0, 3).reshaped(inputs, units);
        call.vertices().variable(y.vertex(), "weights", lying);
        if (bias != null) {
            call.vertices().variable(y.vertex(), "bias", bias);
        }
        return y;
    }

    static OnnxValue matMul(NodeCall call) {
        return product(call, call.input(0), call.input(1));
    }

    private static Flow product(NodeCall call, OnnxValue a, OnnxValue b) {
        if (a instanceof Flow x && b instanceof Numbers weights) {
            if (weights.rank() == 1) {
                Flow y = linear(call, call.axing().settled(x), x.rank() - 1, weights.reshaped(weights.size(), 1));
                return call.axing().reshaped(y, Arrays.copyOf(y.dims(), y.rank() - 1));
            }
            if (weights.rank() == 2) {
                return x.rank() == 2 && x.order()[0] == 0 ? dense(call, x, matrix(weights), null)
                        : linear(call, call.axing().settled(x), x.rank() - 1, matrix(weights));
            }
        }
        if (a instanceof Numbers weights && weights.rank() == 2 && b instanceof Flow value) {
            Flow x = call.axing().settled(value);
            if (x.rank() - call.vertices().lead() >= 2) {
                return linear(call, x, x.rank() - 2, matrix(weights).ordered(1, 0));
            }
        }
        return general(call, a, b);
    }

    /// Along one axis of a value each row by a matrix: the filters of one pixel of a convolution.
    private static Flow linear(NodeCall call, Flow value, int axis, Numbers weights) {
        if (axis == value.order()[0]) {
            throw new BatchMisfit("a product along the batch");
        }
        if (value.dim(axis) != weights.dims()[0]) {
            throw new FileException("expected a matrix of " + value.dim(axis) + " rows, got " + weights);
        }
        Flow x = call.axing().last(value, axis);
        int[] dims = x.shape().dims();
        int inputs = weights.dims()[0];
        int units = weights.dims()[1];
        int rows = (int) (x.shape().size() / inputs);
        Flow y;
        if (dims.length == 2) {
            y = call.vertices().layer(Dense.of(units).withoutBias(), x.order(), x, weights);
            call.vertices().variable(y.vertex(), "weights", weights);
            return y;
        }
        Shape image = dims.length == 4 ? x.shape() : Shape.batch(rows, 1, inputs);
        Flow pixels = call.vertices().reshaped(x, image, Flow.identity(4));
        y = call.vertices().layer(Conv2D.of(units, 1).withoutBias(), Flow.identity(4), pixels, weights);
        call.vertices().variable(y.vertex(), "filters", weights.reshaped(1, 1, inputs, units));
        dims[dims.length - 1] = units;
        return call.vertices().reshaped(y, Shape.of(dims), x.order());
    }

    /// Two values of the network: products that are summed over the inner axis.
    private static Flow general(NodeCall call, OnnxValue a, OnnxValue b) {
        int lead = call.vertices().lead();
        if (rank(a, lead) < 2 || rank(b, lead) < 2) {
            throw new FileException("expected matrices, got vectors");
        }
        OnnxValue left = widened(call, a, false);
        OnnxValue right = widened(call, b, true);
        Flow products = ElementOperators.binary(call, new Multiply(), left, right);
        Flow x = call.axing().plain(products);
        int inner = x.rank() - 2;
        int[] order = IntStream.range(0, x.rank() - 1).toArray();
        return call.vertices().apply(new Sum(Axes.of(x.place(inner))), order, x);
    }

    private static int rank(OnnxValue value, int lead) {
        return value instanceof Numbers ? value.rank() : value.rank() - lead;
    }

    /// m × k becomes m × k × 1, k × n becomes 1 × k × n.
    private static OnnxValue widened(NodeCall call, OnnxValue value, boolean isRight) {
        int[] dims = value.dims();
        int at = isRight ? dims.length - 2 : dims.length;
        int[] wide = IntStream.concat(IntStream.concat(
                Arrays.stream(dims, 0, at), IntStream.of(1)), Arrays.stream(dims, at, dims.length)).toArray();
        return switch (value) {
            case Numbers numbers -> numbers.reshaped(wide);
            case Flow flow -> call.axing().reshaped(flow, wide);
        };
    }
}
