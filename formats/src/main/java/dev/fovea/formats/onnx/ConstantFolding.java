package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.op.Add;
import dev.fovea.op.Divide;
import dev.fovea.op.Maximum;
import dev.fovea.op.Minimum;
import dev.fovea.op.Multiply;
import dev.fovea.op.Operation;
import dev.fovea.op.Subtract;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Computes what depends on constants alone, in doubles. A number that is a multiple of the batch stays one as far as
/// sums and products with other numbers go.
final class ConstantFolding {
    /// Numbers that one node may make: what exporters compute are shapes, and weights in another form.
    private static final int MOST = 1 << 26;

    private ConstantFolding() {}

    /// The values of a node whose inputs are all known; null if it cannot be computed here.
    static @Nullable List<OnnxValue> folded(NodeCall call) {
        @Nullable Numbers moved = ConstantMoves.of(call);
        if (moved != null) {
            return List.of(moved);
        }
        if (call.node().operator().equals("Split")) {
            return List.copyOf(ConstantMoves.split(call));
        }
        @Nullable Numbers computed = computed(call);
        return computed == null ? null : List.of(computed);
    }

    private static @Nullable Numbers computed(NodeCall call) {
        return switch (call.node().operator()) {
            case "Add" -> pair(call, new Add());
            case "Sub" -> pair(call, new Subtract());
            case "Mul" -> pair(call, new Multiply());
            case "Div" -> pair(call, new Divide());
            case "Sum" -> many(call, new Add());
            case "Max" -> many(call, new Maximum());
            case "Min" -> many(call, new Minimum());
            case "Pow" -> plain(call, Math::pow, false);
            case "Mod" -> plain(call, call.node().flag("fmod") ? (a, b) -> a % b
                    : (a, b) -> a - Math.floor(a / b) * b, false);
            case "Equal" -> plain(call, (a, b) -> a == b ? 1 : 0, true);
            case "Greater" -> plain(call, (a, b) -> a > b ? 1 : 0, true);
            case "GreaterOrEqual" -> plain(call, (a, b) -> a >= b ? 1 : 0, true);
            case "Less" -> plain(call, (a, b) -> a < b ? 1 : 0, true);
            case "LessOrEqual" -> plain(call, (a, b) -> a <= b ? 1 : 0, true);
            case "And" -> plain(call, (a, b) -> a != 0 && b != 0 ? 1 : 0, true);
            case "Or" -> plain(call, (a, b) -> a != 0 || b != 0 ? 1 : 0, true);
            case "Xor" -> plain(call, (a, b) -> a != 0 ^ b != 0 ? 1 : 0, true);
            case "Not" -> typed(unary(call, a -> a == 0 ? 1 : 0), ElementType.BOOL);
            case "Neg" -> unary(call, a -> -a);
            case "Abs" -> unary(call, Math::abs);
            case "Sqrt" -> unary(call, Math::sqrt);
            case "Reciprocal" -> unary(call, a -> 1 / a);
            case "Exp" -> unary(call, Math::exp);
            case "Log" -> unary(call, Math::log);
            case "Floor" -> unary(call, Math::floor);
            case "Ceil" -> unary(call, Math::ceil);
            case "Round" -> unary(call, Math::rint);
            case "Sign" -> unary(call, Math::signum);
            case "Tanh" -> unary(call, Math::tanh);
            case "Sigmoid" -> unary(call, a -> 1 / (1 + Math.exp(-a)));
            case "Relu" -> unary(call, a -> Math.max(a, 0));
            case "Clip" -> clip(call);
            case "Cast" -> cast(call, ElementType.of(call.node().whole("to", 1)));
            case "CastLike" -> cast(call, call.numbers(1).type());
            case "Where" -> where(call);
            case "ReduceSum" -> reduced(call, 0, Double::sum, false);
            case "ReduceMean" -> reduced(call, 0, Double::sum, true);
            case "ReduceProd" -> reduced(call, 1, (a, b) -> a * b, false);
            case "ReduceMax" -> reduced(call, Double.NEGATIVE_INFINITY, Math::max, false);
            case "ReduceMin" -> reduced(call, Double.POSITIVE_INFINITY, Math::min, false);
            case "BatchNormalization" -> normalised(call);
            case "DequantizeLinear" -> dequantized(call);
            case "QuantizeLinear" -> quantized(call);
            default -> null;
        };
    }

    private static Numbers pair(NodeCall call, Operation operation) {
        return binary(operation, call.numbers(0), call.numbers(1));
    }

    private static Numbers many(NodeCall call, Operation operation) {
        Numbers y = call.numbers(0);
        for (int i = 1; i < call.inputs().size(); i++) {
            y = binary(operation, y, call.numbers(i));
        }
        return y;
    }

    /// Two tensors that meet as in NumPy, by one of the operations that Fovea has for values.
    static Numbers binary(Operation operation, Numbers a, Numbers b) {
        boolean isWhole = !a.type().isFloat();
        DoubleBinaryOperator function = switch (operation) {
            case Add _ -> Double::sum;
            case Subtract _ -> (x, y) -> x - y;
            case Multiply _ -> (x, y) -> x * y;
            case Divide _ -> (x, y) -> isWhole && y == 0 ? divisionByZero() : x / y;
            case Maximum _ -> Math::max;
            case Minimum _ -> Math::min;
            default -> throw new FileException("expected a sum, difference, product or quotient, got " + operation);
        };
        return met(a, b, function, operation, a.type());
    }

    private static double divisionByZero() {
        throw new FileException("expected a divisor other than 0, got 0");
    }

    private static Numbers plain(NodeCall call, DoubleBinaryOperator function, boolean isTruth) {
        Numbers a = call.numbers(0);
        return met(a, call.numbers(1), function, null, isTruth ? ElementType.BOOL : a.type());
    }

    private static Numbers met(
            Numbers a, Numbers b, DoubleBinaryOperator function, @Nullable Operation operation, ElementType type) {
        int[] dims = ConstantMoves.broadcast(a.dims(), b.dims());
        int size = bounded(dims);
        int[] left = ConstantMoves.places(a.dims(), dims);
        int[] right = ConstantMoves.places(b.dims(), dims);
        double[] values = new double[size];
        boolean[] timesBatch = new boolean[size];
        for (int i = 0; i < size; i++) {
            int p = left[i];
            int q = right[i];
            timesBatch[i] = isTimesBatch(a, p, b, q, operation);
            boolean isKnown = operation != null || a.isTimesBatch(p) == b.isTimesBatch(q);
            values[i] = isKnown ? type.held(function.applyAsDouble(a.at(p), b.at(q)))
                    : unlike(a.isTimesBatch(p) ? b.at(q) : a.at(p));
        }
        return Numbers.of(type, new int[0], 0).with(dims, values, timesBatch);
    }

    /// A comparison of a multiple of the batch with a number: the marks 0 and −1 are none.
    private static double unlike(double other) {
        if (other > 0) {
            throw new BatchMisfit("a comparison of the batch with " + other);
        }
        return 0;
    }

    private static boolean isTimesBatch(Numbers a, int p, Numbers b, int q, @Nullable Operation operation) {
        boolean left = a.isTimesBatch(p);
        boolean right = b.isTimesBatch(q);
        boolean isMultiple = switch (operation) {
            case null -> false;
            case Multiply _ -> left || right;
            case Divide _ -> left && !right;
            default -> left && right;
        };
        boolean isKnown = switch (operation) {
            case null -> true;
            case Multiply _ -> !(left && right);
            case Divide _ -> left || !right;
            default -> left == right;
        };
        if (!isKnown) {
            throw new BatchMisfit("arithmetic on the size of the batch that is no multiple of it");
        }
        return isMultiple;
    }

    static int bounded(int[] dims) {
        long size = 1;
        for (int dim : dims) {
            size *= dim;
            if (size > MOST) {
                throw new FileException("expected a constant of at most 2²⁶ numbers, got more");
            }
        }
        return (int) size;
    }

    private static Numbers unary(NodeCall call, DoubleUnaryOperator function) {
        Numbers x = call.numbers(0);
        if (x.dependsOnBatch()) {
            throw new BatchMisfit("a function of the size of the batch");
        }
        double[] values = new double[bounded(x.dims())];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.type().held(function.applyAsDouble(x.at(i)));
        }
        return x.with(x.dims(), values, null);
    }

    private static Numbers typed(Numbers x, ElementType type) {
        return Numbers.of(type, x.dims(), x::at);
    }

    private static Numbers clip(NodeCall call) {
        @Nullable Numbers low = call.optionalNumbers(1);
        @Nullable Numbers high = call.optionalNumbers(2);
        double least = low == null ? call.node().real("min", Double.NEGATIVE_INFINITY) : low.scalar();
        double most = high == null ? call.node().real("max", Double.POSITIVE_INFINITY) : high.scalar();
        return unary(call, x -> Math.min(Math.max(x, least), most));
    }

    private static Numbers cast(NodeCall call, ElementType type) {
        Numbers x = call.numbers(0);
        if (type.isFloat() && x.type().isFloat()) {
            return x;
        }
        double[] values = new double[bounded(x.dims())];
        boolean[] timesBatch = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.held(x.at(i));
            timesBatch[i] = x.isTimesBatch(i);
        }
        return Numbers.of(type, new int[0], 0).with(x.dims(), values, timesBatch);
    }

    private static Numbers where(NodeCall call) {
        Numbers mask = call.numbers(0);
        Numbers a = call.numbers(1);
        Numbers b = call.numbers(2);
        int[] dims = ConstantMoves.broadcast(ConstantMoves.broadcast(mask.dims(), a.dims()), b.dims());
        int[] which = ConstantMoves.places(mask.dims(), dims);
        int[] left = ConstantMoves.places(a.dims(), dims);
        int[] right = ConstantMoves.places(b.dims(), dims);
        double[] values = new double[bounded(dims)];
        boolean[] timesBatch = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            boolean first = mask.at(which[i]) != 0;
            values[i] = first ? a.at(left[i]) : b.at(right[i]);
            timesBatch[i] = first ? a.isTimesBatch(left[i]) : b.isTimesBatch(right[i]);
        }
        return a.with(dims, values, timesBatch);
    }

    private static Numbers reduced(NodeCall call, double first, DoubleBinaryOperator function, boolean isMean) {
        Numbers x = call.numbers(0);
        if (x.dependsOnBatch()) {
            return extents(call, x);
        }
        long @Nullable [] given = call.wholes("axes", 1);
        int[] dims = x.dims();
        boolean[] gone = new boolean[dims.length];
        for (int i = 0; i < dims.length; i++) {
            gone[i] = given == null || given.length == 0;
        }
        for (int i = 0; given != null && i < given.length; i++) {
            gone[Vertices.axis(given[i], dims.length)] = true;
        }
        int[] ones = new int[dims.length];
        int count = 1;
        for (int i = 0; i < dims.length; i++) {
            ones[i] = gone[i] ? 1 : dims[i];
            count *= gone[i] ? dims[i] : 1;
        }
        double[] values = new double[bounded(ones)];
        java.util.Arrays.fill(values, first);
        int[] to = ConstantMoves.places(ones, dims);
        for (int i = 0; i < to.length; i++) {
            values[to[i]] = function.applyAsDouble(values[to[i]], x.at(i));
        }
        for (int i = 0; isMean && i < values.length; i++) {
            values[i] /= count;
        }
        Numbers kept = x.with(ones, values, null);
        if (call.node().whole("keepdims", 1) != 0) {
            return kept;
        }
        return kept.reshaped(java.util.stream.IntStream.range(0, dims.length).filter(i -> !gone[i])
                .map(i -> dims[i]).toArray());
    }

    /// Weights that are standardised, which exporters write as a batch normalisation: by numbers that are given, or by
    /// those of each channel itself.
    private static Numbers normalised(NodeCall call) {
        Numbers x = call.numbers(0);
        int[] dims = x.dims();
        int[] channels = new int[dims.length];
        java.util.Arrays.fill(channels, 1);
        channels[1] = dims[1];
        int[] channel = ConstantMoves.places(channels, dims);
        double[] mean = call.numbers(3).values();
        double[] variance = call.numbers(4).values();
        if (call.node().flag("training_mode")) {
            double count = (double) x.size() / dims[1];
            java.util.Arrays.fill(mean, 0);
            java.util.Arrays.fill(variance, 0);
            for (int i = 0; i < channel.length; i++) {
                mean[channel[i]] += x.at(i) / count;
            }
            for (int i = 0; i < channel.length; i++) {
                double off = x.at(i) - mean[channel[i]];
                variance[channel[i]] += off * off / count;
            }
        }
        double epsilon = call.node().real("epsilon", 1e-5);
        Numbers gamma = call.numbers(1);
        Numbers beta = call.numbers(2);
        double[] values = new double[channel.length];
        for (int i = 0; i < values.length; i++) {
            int c = channel[i];
            values[i] = (x.at(i) - mean[c]) / Math.sqrt(variance[c] + epsilon) * gamma.at(c) + beta.at(c);
        }
        return x.with(dims, values, null);
    }

    /// The product of extents, one of them the batch.
    private static Numbers extents(NodeCall call, Numbers x) {
        double product = 1;
        int times = 0;
        for (int i = 0; i < x.size(); i++) {
            product *= x.at(i);
            times += x.isTimesBatch(i) ? 1 : 0;
        }
        if (!call.node().operator().equals("ReduceProd") || times != 1) {
            throw new BatchMisfit("a reduction of the size of the batch");
        }
        int[] dims = call.node().whole("keepdims", 1) != 0 ? new int[] {1} : new int[0];
        return x.with(dims, new double[] {product}, new boolean[] {true});
    }

    /// (x − zero) · scale, with one scale or one along an axis.
    private static Numbers dequantized(NodeCall call) {
        Numbers x = call.numbers(0);
        Numbers scale = along(call, call.numbers(1), x);
        @Nullable Numbers given = call.optionalNumbers(2);
        Numbers zero = given == null ? Numbers.scalar(x.type(), 0) : along(call, given, x);
        Numbers floats = Numbers.of(ElementType.FLOAT, x.dims(), x::at).named(named(x));
        Numbers y = binary(new Multiply(), binary(new Subtract(), floats, zero), scale);
        return x.weight() == null ? y : y.named(named(x));
    }

    private static String named(Numbers x) {
        return x.weight() == null ? "" : x.weight();
    }

    private static Numbers along(NodeCall call, Numbers numbers, Numbers x) {
        if (numbers.size() == 1) {
            return numbers.reshaped();
        }
        int axis = Vertices.axis(call.node().whole("axis", 1), x.rank());
        if (numbers.rank() != 1 || call.node().whole("block_size", 0) != 0) {
            throw new FileException("expected a scale for all or for each channel, got " + numbers);
        }
        int[] dims = new int[x.rank()];
        java.util.Arrays.fill(dims, 1);
        dims[axis] = numbers.size();
        return numbers.reshaped(dims);
    }

    private static Numbers quantized(NodeCall call) {
        Numbers x = call.numbers(0);
        Numbers scale = along(call, call.numbers(1), x);
        @Nullable Numbers given = call.optionalNumbers(2);
        ElementType type = given == null ? ElementType.UINT8 : given.type();
        Numbers steps = binary(new Divide(), x, scale);
        Numbers zero = given == null ? Numbers.scalar(ElementType.FLOAT, 0) : along(call, given, x);
        Numbers y = binary(new Add(), Numbers.of(ElementType.DOUBLE, steps.dims(), i -> Math.rint(steps.at(i))), zero);
        return Numbers.of(type, y.dims(), i -> Math.clamp(y.at(i), type.least(), type.most()));
    }
}
