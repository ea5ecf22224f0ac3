package dev.fovea.golden;

import static java.util.Map.entry;

import dev.fovea.op.Add;
import dev.fovea.op.AveragePooling;
import dev.fovea.op.Axes;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.BatchStatistics;
import dev.fovea.op.Clamp;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Constant;
import dev.fovea.op.Convolution;
import dev.fovea.op.Cos;
import dev.fovea.op.Divide;
import dev.fovea.op.Elu;
import dev.fovea.op.Exp;
import dev.fovea.op.Gelu;
import dev.fovea.op.GlobalAveragePooling;
import dev.fovea.op.GroupNormalization;
import dev.fovea.op.HardSigmoid;
import dev.fovea.op.HardSwish;
import dev.fovea.op.LeakyRelu;
import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.op.Log;
import dev.fovea.op.LogSoftmax;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Maximum;
import dev.fovea.op.Mean;
import dev.fovea.op.MeanSquaredError;
import dev.fovea.op.Minimum;
import dev.fovea.op.Mish;
import dev.fovea.op.Multiply;
import dev.fovea.op.Negate;
import dev.fovea.op.Node;
import dev.fovea.op.Operation;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;
import dev.fovea.op.Penalty;
import dev.fovea.op.Pooling;
import dev.fovea.op.Power;
import dev.fovea.op.Relu;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Resizing;
import dev.fovea.op.RunningStatistics;
import dev.fovea.op.Selu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Silu;
import dev.fovea.op.Sin;
import dev.fovea.op.Slice;
import dev.fovea.op.Softmax;
import dev.fovea.op.SoftmaxCrossEntropy;
import dev.fovea.op.Softplus;
import dev.fovea.op.Subtract;
import dev.fovea.op.Sum;
import dev.fovea.op.Tanh;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// For each golden file the graph that computes its outputs from nodes of its inputs.
final class GoldenGraphs {
    /// The outputs of a case, by the names that the file gives them.
    interface Graph {
        Map<String, Node> build(GoldenCase example, Function<String, Node> in);
    }

    static final Map<String, Graph> ALL = Map.ofEntries(
            entry("convolution", y((example, in) -> convolution(example).on(in.apply("x"), in.apply("w")))),
            entry("convolution-bias-relu", y((example, in) -> new Relu()
                    .on(Convolution.of(1, Padding.SAME).on(in.apply("x"), in.apply("w")).plus(in.apply("b"))))),
            entry("transposed-convolution", y((example, in) -> transposed(example, in.apply("x"), in.apply("w")))),
            entry("matmul", y((example, in) -> new MatMul(example.flag("transposeA"), example.flag("transposeB"))
                    .on(in.apply("a"), in.apply("b")))),
            entry("dense", y((example, in) -> MatMul.plain().on(in.apply("x"), in.apply("w")).plus(in.apply("b")))),
            entry("bias-add", y((example, in) -> in.apply("x").plus(in.apply("b")))),
            entry("add", binary(new Add())),
            entry("subtract", binary(new Subtract())),
            entry("multiply", binary(new Multiply())),
            entry("divide", binary(new Divide())),
            entry("maximum", binary(new Maximum())),
            entry("minimum", binary(new Minimum())),
            entry("negate", unary(example -> new Negate())),
            entry("exp", unary(example -> new Exp())),
            entry("log", unary(example -> new Log())),
            entry("sin", unary(example -> new Sin())),
            entry("cos", unary(example -> new Cos())),
            entry("power", unary(example -> new Power((float) example.number("exponent")))),
            entry("relu", unary(example -> new Relu())),
            entry("leaky-relu", unary(example -> new LeakyRelu((float) example.number("slope")))),
            entry("elu", unary(example -> new Elu((float) example.number("alpha")))),
            entry("gelu", unary(example -> new Gelu(example.text("form").equals("tanh")))),
            entry("silu", unary(example -> new Silu())),
            entry("sigmoid", unary(example -> new Sigmoid())),
            entry("tanh", unary(example -> new Tanh())),
            entry("clamp", unary(example ->
                    new Clamp((float) example.number("least"), (float) example.number("most")))),
            entry("hard-sigmoid", unary(example -> new HardSigmoid())),
            entry("hard-swish", unary(example -> new HardSwish())),
            entry("softplus", unary(example -> new Softplus())),
            entry("mish", unary(example -> new Mish())),
            entry("selu", unary(example -> new Selu())),
            entry("softmax", unary(example -> new Softmax())),
            entry("log-softmax", unary(example -> new LogSoftmax())),
            entry("sum", y((example, in) -> kept(example, in, Sum.over(example.integers("axes"))))),
            entry("mean", y((example, in) -> kept(example, in, Mean.over(example.integers("axes"))))),
            entry("penalty", y((example, in) -> penalty(example).on(in.apply("w")))),
            entry("max-pooling", unary(example -> new MaxPooling(pooling(example)))),
            entry("average-pooling", unary(example -> new AveragePooling(pooling(example)))),
            entry("global-average-pooling", unary(example -> new GlobalAveragePooling())),
            entry("batch-norm", GoldenGraphs::batchNorm),
            entry("layer-norm", y((example, in) -> scaled(example, in, in.apply("x").shape().rank() - 1, 1))),
            entry("group-norm", y((example, in) -> scaled(example, in, 1, example.integer("groups")))),
            entry("local-response-norm", unary(GoldenGraphs::localResponse)),
            entry("softmax-cross-entropy", GoldenGraphs::crossEntropy),
            entry("mean-squared-error", y((example, in) -> Mean.over(0)
                    .on(new MeanSquaredError().on(in.apply("prediction"), in.apply("target"))))),
            entry("zero-padding", y((example, in) -> pad(example, in.apply("x"), Pad.Mode.ZERO))),
            entry("reflect-padding", y((example, in) -> pad(example, in.apply("x"), Pad.Mode.REFLECT))),
            entry("resize", y((example, in) -> resize(example, in.apply("x")))),
            entry("concatenate", y((example, in) -> new Concatenate(example.integer("axis"))
                    .on(example.gradients().keySet().stream().map(in).toArray(Node[]::new)))),
            entry("slice", unary(example ->
                    new Slice(example.integer("axis"), example.integer("from"), example.integer("to")))),
            entry("transpose", unary(example ->
                    new Transpose(Arrays.stream(example.integers("axes")).boxed().toList()))),
            entry("reshape", y((example, in) -> reshape(example, in.apply("x")))));

    private GoldenGraphs() {}

    private interface Single {
        Node build(GoldenCase example, Function<String, Node> in);
    }

    private static Graph y(Single graph) {
        return (example, in) -> Map.of("y", graph.build(example, in));
    }

    private static Graph binary(Operation operation) {
        return y((example, in) -> operation.on(in.apply("a"), in.apply("b")));
    }

    private static Graph unary(Function<GoldenCase, Operation> operation) {
        return y((example, in) -> operation.apply(example).on(in.apply("x")));
    }

    private static Convolution convolution(GoldenCase example) {
        int[] stride = example.integers("stride");
        int[] dilation = example.integers("dilation");
        return new Convolution(
                stride[0], stride[1], padding(example), dilation[0], dilation[1], example.integer("groups"));
    }

    /// With libtorch's formula for the output's extents.
    private static Node transposed(GoldenCase example, Node x, Node w) {
        int stride = example.integer("stride");
        int padding = example.integer("padding");
        int dilation = example.integer("dilation");
        int groups = example.integer("groups");
        int[] dims = x.shape().dims();
        for (int axis = 1; axis <= 2; axis++) {
            dims[axis] = (dims[axis] - 1) * stride - 2 * padding + dilation * (w.shape().dim(axis - 1) - 1)
                    + example.integer("outputPadding") + 1;
        }
        dims[3] = w.shape().dim(2) * groups;
        var convolution = new Convolution(stride, stride, Padding.of(padding), dilation, dilation, groups);
        return new Convolution.InputGradient(convolution, Shape.of(dims)).on(x, w);
    }

    private static Padding padding(GoldenCase example) {
        if (example.attribute("padding") instanceof String word) {
            return word.equals("SAME") ? Padding.SAME : Padding.VALID;
        }
        int[] sides = example.integers("padding");
        return Padding.of(sides[0], sides[1], sides[2], sides[3]);
    }

    private static Pooling pooling(GoldenCase example) {
        int[] window = example.integers("window");
        int[] stride = example.integers("stride");
        return new Pooling(window[0], window[1], stride[0], stride[1], padding(example), example.flag("ceil"));
    }

    private static Node kept(GoldenCase example, Function<String, Node> in, Operation reduction) {
        Node x = in.apply("x");
        Node y = reduction.on(x);
        if (!example.flag("keep")) {
            return y;
        }
        int[] dims = x.shape().dims();
        for (int axis : Axes.of(example.integers("axes")).list()) {
            dims[axis] = 1;
        }
        return new Reshaping(Shape.of(dims)).on(y);
    }

    private static Penalty penalty(GoldenCase example) {
        float rate = (float) example.number("rate");
        return switch (example.text("norm")) {
            case "L1" -> new Penalty(rate, 0);
            case "L2" -> new Penalty(0, 2 * rate);
            case "half L2" -> new Penalty(0, rate);
            default -> throw new IllegalArgumentException(example.text("norm"));
        };
    }

    private static Map<String, Node> batchNorm(GoldenCase example, Function<String, Node> in) {
        Node x = in.apply("x");
        Node running = Constant.of(running(example));
        boolean training = example.flag("training");
        Node statistics = training ? new BatchStatistics().on(x) : running;
        Map<String, Node> outputs = new LinkedHashMap<>();
        outputs.put("y", new BatchNormalization((float) example.number("epsilon"), training)
                .on(x, in.apply("gamma"), in.apply("beta"), statistics));
        if (training) {
            Node updated = new RunningStatistics((float) example.number("momentum")).on(running, statistics, x);
            outputs.put("batchMean", row(statistics, 0));
            outputs.put("batchVariance", row(statistics, 1));
            outputs.put("newRunningMean", row(updated, 0));
            outputs.put("newRunningVariance", row(updated, 1));
        }
        return outputs;
    }

    private static Node scaled(GoldenCase example, Function<String, Node> in, int axis, int groups) {
        return new GroupNormalization(axis, groups, (float) example.number("epsilon"))
                .on(in.apply("x"))
                .times(in.apply("gamma"))
                .plus(in.apply("beta"));
    }

    private static Tensor running(GoldenCase example) {
        float[] mean = example.input("runningMean").values();
        float[] both = Arrays.copyOf(mean, 2 * mean.length);
        System.arraycopy(example.input("runningVariance").values(), 0, both, mean.length, mean.length);
        return Tensor.of(Shape.of(2, mean.length), both);
    }

    private static Node row(Node statistics, int row) {
        return new Reshaping(Shape.of(statistics.shape().dim(1))).on(new Slice(0, row, row + 1).on(statistics));
    }

    /// Fovea's window has an odd size, 2 · radius + 1, and its α multiplies the sum itself.
    private static LocalResponseNormalization localResponse(GoldenCase example) {
        return new LocalResponseNormalization(
                example.integer("size") / 2, (float) example.number("k"), (float) example.number("coefficient"),
                (float) example.number("beta"));
    }

    private static Map<String, Node> crossEntropy(GoldenCase example, Function<String, Node> in) {
        Node losses =
                new SoftmaxCrossEntropy((float) example.number("smoothing")).on(in.apply("logits"), in.apply("labels"));
        Map<String, Node> outputs = new LinkedHashMap<>();
        outputs.put("y", Mean.over(0).on(losses));
        outputs.put("losses", losses);
        return outputs;
    }

    private static Node pad(GoldenCase example, Node x, Pad.Mode mode) {
        int[] sides = example.integers("padding");
        return new Pad(2, sides[2], sides[3], mode).on(new Pad(1, sides[0], sides[1], mode).on(x));
    }

    private static Node resize(GoldenCase example, Node x) {
        Resizing.Mode mode = Resizing.Mode.valueOf(example.text("mode"));
        int[] size = example.integers("size");
        return new Resizing(2, size[1], mode).on(new Resizing(1, size[0], mode).on(x));
    }

    private static Node reshape(GoldenCase example, Node x) {
        int[] dims = example.integers("shape");
        dims[0] = x.shape().dim(0);
        return new Reshaping(Shape.of(dims)).on(x);
    }
}
