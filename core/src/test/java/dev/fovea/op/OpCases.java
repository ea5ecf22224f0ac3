package dev.fovea.op;

import static dev.fovea.op.OpCase.batch;
import static dev.fovea.op.OpCase.in;

import dev.fovea.op.OpCase.In;
import dev.fovea.op.OpCase.Values;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/// The registry of [EveryOpTest]: a row for each operation and size.
final class OpCases {
    private OpCases() {}

    static Stream<OpCase> all() {
        return Stream.of(elements(), binaries(), convolutions(), products(), poolings(), reductions(), losses(),
                        normalizations(), moves(), gradients(), compositions(), extremes())
                .flatMap(List::stream);
    }

    /// Sizes at which the work is cut into many parts, with rests that fill no part or vector.
    static Stream<OpCase> large() {
        In x = batch(33, 35, 20);
        In narrow = batch(61, 47, 3);
        Pooling p = Pooling.of(3, 2).padding(Padding.of(1));
        List<OpCase> cases = new ArrayList<>();
        for (In in : List.of(x, narrow)) {
            int c = in.shape().dim(-1);
            cases.add(OpCase.of(Sum.over(0, 1, 2), v -> Plain.sum(v.get(0), 0, 1, 2), in));
            cases.add(OpCase.of(Mean.over(0), v -> Plain.mean(v.get(0), 0), in));
            cases.add(OpCase.of(Mean.over(1, 2), v -> Plain.mean(v.get(0), 1, 2), in));
            cases.add(OpCase.of(new Add(), v -> v.get(0).with(v.get(1), Double::sum), in, in(c)));
            cases.add(OpCase.of("batch normalisation by its own statistics of " + in.shape(),
                    v -> new BatchNormalization(1e-3f, true).on(
                            v.get(0), v.get(1), v.get(2), new BatchStatistics().on(v.get(0))),
                    v -> Plain.normalise(1e-3f, v.get(0), v.get(1), v.get(2), Plain.statistics(v.get(0))),
                    in, in(c), in(c)));
            cases.add(OpCase.of(new BatchStatistics(), v -> Plain.statistics(v.get(0)), in.constant()));
            cases.add(OpCase.of(new MaxPooling(p), v -> Plain.maxPooling(p, v.get(0)), in.of(Values.APART)));
            cases.add(OpCase.of(new AveragePooling(p), v -> Plain.averagePooling(p, v.get(0)), in));
            cases.add(OpCase.of(new Softmax(), v -> Plain.logSoftmax(v.get(0)).map(Math::exp), in));
        }
        for (int groups : new int[] {1, 4, 20}) {
            GroupNormalization op = new GroupNormalization(1, groups, 1e-3f);
            cases.add(OpCase.of(op, v -> Plain.groupNormalization(op, v.get(0)), x));
        }
        GroupNormalization pixels = new GroupNormalization(3, 1, 1e-3f);
        cases.add(OpCase.of(pixels, v -> Plain.groupNormalization(pixels, v.get(0)), x));
        LocalResponseNormalization response = new LocalResponseNormalization(2, 2, 0.3f, 0.75f);
        cases.add(OpCase.of(response, v -> Plain.responseNormalization(response, v.get(0)), x));
        cases.add(OpCase.of(Transpose.channelsLast(), v -> Plain.transpose(List.of(0, 2, 3, 1), v.get(0)), x));
        Gather strange = Gather.of(2, 34, 0, 17, 17, 3, 34, 34);
        cases.add(OpCase.of(strange, v -> Plain.gather(strange, v.get(0)), x));
        cases.add(OpCase.of(Pad.reflect(2, 3, 2), v -> Plain.pad(Pad.reflect(2, 3, 2), v.get(0)), x));
        cases.add(OpCase.of(new Silu(), v -> v.get(0).map(t -> t / (1 + Math.exp(-t))), x));
        cases.add(OpCase.of(Sum.over(0, 1, 2, 3), v -> Plain.sum(v.get(0), 0, 1, 2, 3), x).within(1e-4));
        return cases.stream();
    }

    private static OpCase map(Operation operation, Values values, DoubleUnaryOperator function) {
        In x = values == Values.WIDE ? batch(9, 11) : batch(5, 7);
        return OpCase.of(operation, in -> in.getFirst().map(function), x.of(values));
    }

    private static List<OpCase> elements() {
        return List.of(
                map(new Identity(), Values.NORMAL, x -> x),
                map(new Negate(), Values.NORMAL, x -> -x),
                map(new Absolute(), Values.NONZERO, Math::abs),
                map(new Exp(), Values.NORMAL, Math::exp),
                map(new Log(), Values.POSITIVE, Math::log),
                map(new Sin(), Values.NORMAL, Math::sin),
                map(new Cos(), Values.NORMAL, Math::cos),
                map(new Power(2), Values.NORMAL, x -> x * x),
                map(new Power(3), Values.NORMAL, x -> x * x * x),
                map(new Power(1), Values.NORMAL, x -> x),
                map(new Power(0), Values.NORMAL, x -> 1),
                map(new Power(-1), Values.POSITIVE, x -> 1 / x),
                map(new Power(0.5f), Values.POSITIVE, Math::sqrt),
                map(new Power(-1.7f), Values.POSITIVE, x -> Math.pow(x, -1.7f)),
                map(new Relu(), Values.NONZERO, x -> Math.max(x, 0)),
                map(new LeakyRelu(0.3f), Values.NONZERO, x -> x > 0 ? x : 0.3f * x),
                map(new Elu(1.3f), Values.NONZERO, x -> x > 0 ? x : 1.3f * Math.expm1(x)),
                map(new Gelu(false), Values.NORMAL, x -> x * Plain.normal(x)),
                map(new Gelu(true), Values.NORMAL, x -> 0.5 * x * (1 + Math.tanh(
                        Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
                map(new Silu(), Values.NORMAL, x -> x / (1 + Math.exp(-x))),
                map(new Sigmoid(), Values.NORMAL, x -> 1 / (1 + Math.exp(-x))),
                map(new Tanh(), Values.NORMAL, Math::tanh),
                map(new Relu(), Values.WIDE, x -> Math.max(x, 0)),
                map(new LeakyRelu(0.3f), Values.WIDE, x -> x > 0 ? x : 0.3f * x),
                map(new Elu(1.3f), Values.WIDE, x -> x > 0 ? x : 1.3f * Math.expm1(x)),
                map(new Gelu(false), Values.WIDE, x -> x * Plain.normal(x)),
                map(new Gelu(true), Values.WIDE, x -> 0.5 * x * (1 + Math.tanh(
                        Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
                map(new Silu(), Values.WIDE, x -> x / (1 + Math.exp(-x))),
                map(new Sigmoid(), Values.WIDE, x -> 1 / (1 + Math.exp(-x))),
                map(new Tanh(), Values.WIDE, Math::tanh));
    }

    private static List<OpCase> binaries() {
        List<OpCase> cases = new ArrayList<>();
        List<List<In>> pairs = List.of(
                List.of(batch(3, 5), batch(3, 5)),
                List.of(batch(3, 5), in()),
                List.of(in(), batch(3, 5)),
                List.of(batch(3, 5), in(5)),
                List.of(in(5), batch(3, 5)),
                List.of(batch(3, 5), in(1)),
                List.of(batch(3, 5), in(3, 1)),
                List.of(batch(3, 1), batch(1, 5)),
                List.of(batch(2, 3, 4), batch(1, 1, 4)),
                List.of(batch(2, 3, 4), batch(1, 3, 1)),
                List.of(batch(), batch()),
                List.of(batch(), in()),
                List.of(in(1), batch()),
                List.of(in(4, 1, 3), in(2, 1)),
                List.of(in(), in()),
                List.of(in(6), in(6)));
        for (List<In> pair : pairs) {
            In a = pair.get(0);
            In b = pair.get(1);
            cases.add(OpCase.of(new Add(), in -> in.get(0).with(in.get(1), Double::sum), a, b));
            cases.add(OpCase.of(new Subtract(), in -> in.get(0).with(in.get(1), (x, y) -> x - y), a, b));
            cases.add(OpCase.of(new Multiply(), in -> in.get(0).with(in.get(1), (x, y) -> x * y), a, b));
            cases.add(OpCase.of(new Maximum(), in -> in.get(0).with(in.get(1), Math::max), a, b));
            cases.add(OpCase.of(new Minimum(), in -> in.get(0).with(in.get(1), Math::min), a, b));
            cases.add(OpCase.of(
                    new Divide(), in -> in.get(0).with(in.get(1), (x, y) -> x / y), a, b.of(Values.POSITIVE)));
        }
        cases.add(OpCase.of("a value with itself", in -> in.get(0).times(in.get(0)).plus(in.get(0)),
                in -> in.get(0).map(x -> x * x + x), batch(4)));
        return cases;
    }

    private static List<OpCase> convolutions() {
        List<OpCase> cases = new ArrayList<>();
        Padding uneven = Padding.of(1, 0, 2, 1);
        for (Padding padding : List.of(Padding.SAME, Padding.VALID, uneven)) {
            for (int stride : new int[] {1, 2, 3}) {
                cases.add(convolution(Convolution.of(stride, padding), batch(7, 6, 3), in(3, 3, 3, 5)));
                cases.add(convolution(Convolution.of(stride, padding), batch(6, 7, 2), in(2, 4, 2, 3)));
            }
        }
        cases.add(convolution(Convolution.of(1, Padding.VALID), batch(5, 5, 4), in(1, 1, 4, 6)));
        cases.add(convolution(Convolution.of(2, Padding.VALID), batch(5, 5, 4), in(1, 1, 4, 6)));
        cases.add(convolution(new Convolution(2, 1, Padding.SAME, 1, 1, 1), batch(5, 6, 2), in(5, 3, 2, 2)));
        cases.add(convolution(new Convolution(1, 1, Padding.SAME, 2, 3, 1), batch(7, 9, 2), in(3, 3, 2, 2)));
        cases.add(convolution(new Convolution(2, 1, uneven, 1, 2, 1), batch(7, 8, 2), in(3, 2, 2, 3)));
        cases.add(convolution(new Convolution(1, 1, Padding.SAME, 1, 1, 2), batch(4, 5, 4), in(3, 3, 2, 6)));
        cases.add(convolution(new Convolution(2, 2, Padding.SAME, 1, 1, 4), batch(5, 5, 4), in(3, 3, 1, 4)));
        cases.add(convolution(new Convolution(1, 1, Padding.SAME, 1, 1, 3), batch(4, 4, 3), in(3, 3, 1, 6)));
        cases.add(convolution(Convolution.of(1, Padding.SAME), batch(1, 1, 1), in(1, 1, 1, 1)));
        cases.add(convolution(Convolution.of(1, Padding.SAME), in(4, 5, 6, 3), in(3, 3, 3, 5)));
        return cases;
    }

    private static OpCase convolution(Convolution op, In x, In w) {
        return OpCase.of(op, in -> Plain.convolution(op, in.get(0), in.get(1)), x, w);
    }

    private static List<OpCase> products() {
        List<OpCase> cases = new ArrayList<>();
        for (boolean a : new boolean[] {false, true}) {
            for (boolean b : new boolean[] {false, true}) {
                MatMul op = new MatMul(a, b);
                cases.add(OpCase.of(op, in -> Plain.matmul(op, in.get(0), in.get(1)), a ? in(3, 4) : in(4, 3),
                        b ? in(5, 3) : in(3, 5)));
            }
        }
        for (boolean b : new boolean[] {false, true}) {
            MatMul op = new MatMul(false, b);
            cases.add(OpCase.of(
                    op, in -> Plain.matmul(op, in.get(0), in.get(1)), batch(6), b ? in(5, 6) : in(6, 5)));
        }
        MatMul sums = new MatMul(true, false);
        cases.add(OpCase.of(sums, in -> Plain.matmul(sums, in.get(0), in.get(1)), batch(4), batch(3)));
        return cases;
    }

    private static List<Pooling> poolings(int h, int w) {
        List<Pooling> list = new ArrayList<>(List.of(
                Pooling.of(2, 2),
                Pooling.of(3, 2),
                Pooling.of(3, 2).ceil(true),
                Pooling.of(2, 2).ceil(true),
                Pooling.of(3, 2).padding(Padding.SAME),
                Pooling.of(2, 1).padding(Padding.SAME),
                Pooling.of(3, 3).padding(Padding.of(1)),
                Pooling.of(3, 2).padding(Padding.of(1)).ceil(true),
                new Pooling(3, 2, 1, 2, Padding.of(2, 0, 1, 0), false),
                new Pooling(2, 3, 2, 1, Padding.of(1, 1, 0, 2), true),
                new Pooling(1, 1, 2, 3, Padding.VALID, false),
                new Pooling(h, w, 1, 1, Padding.VALID, false)));
        return list;
    }

    private static List<OpCase> poolings() {
        List<OpCase> cases = new ArrayList<>();
        for (In x : List.of(batch(6, 7, 3), batch(4, 4, 18), batch(5, 3, 1), in(4, 5, 6, 2))) {
            for (Pooling p : poolings(x.shape().dim(1), x.shape().dim(2))) {
                cases.add(OpCase.of(new MaxPooling(p), in -> Plain.maxPooling(p, in.get(0)), x.of(Values.APART)));
                cases.add(OpCase.of(new AveragePooling(p), in -> Plain.averagePooling(p, in.get(0)), x));
            }
        }
        return cases;
    }

    private static List<OpCase> reductions() {
        List<OpCase> cases = new ArrayList<>();
        for (In x : List.of(batch(3, 4, 5), in(2, 3, 4, 5), batch(3, 4, 1))) {
            for (int[] axes : new int[][] {
                {0}, {1}, {3}, {1, 2}, {0, 1, 2}, {0, 1, 2, 3}, {2, 3}, {0, 3}, {1, 3}, {0, 2}, {}, {0, 1, 3}
            }) {
                cases.add(OpCase.of(Sum.over(axes), in -> Plain.sum(in.get(0), axes), x));
                cases.add(OpCase.of(Mean.over(axes), in -> Plain.mean(in.get(0), axes), x));
            }
        }
        cases.add(OpCase.of(Mean.over(0), in -> Plain.mean(in.get(0), 0), batch()));
        cases.add(OpCase.of(Sum.over(0), in -> Plain.sum(in.get(0), 0), batch()));
        cases.add(OpCase.of(Sum.over(), in -> Plain.sum(in.get(0)), in()));
        return cases;
    }

    private static List<OpCase> extremes() {
        List<OpCase> cases = new ArrayList<>();
        for (In x : List.of(batch(3, 4, 5).of(Values.APART), batch(1, 7, 2).of(Values.APART))) {
            for (int[] axes : new int[][] {{}, {1}, {2}, {3}, {1, 2}, {1, 3}, {1, 2, 3}}) {
                cases.add(OpCase.of(Largest.over(axes), in -> Plain.largest(in.get(0), axes), x));
                cases.add(OpCase.of(Smallest.over(axes),
                        in -> Plain.largest(in.get(0).map(v -> -v), axes).map(v -> -v), x));
            }
        }
        cases.add(OpCase.of(Largest.over(0), in -> Plain.largest(in.get(0), 0), in(6, 3).of(Values.APART)));
        return cases;
    }

    private static List<OpCase> losses() {
        List<OpCase> cases = new ArrayList<>();
        for (In x : List.of(batch(10), batch(1), batch(3, 17), in(4, 33))) {
            cases.add(OpCase.of(new Softmax(), in -> Plain.logSoftmax(in.get(0)).map(Math::exp), x));
            cases.add(OpCase.of(new LogSoftmax(), in -> Plain.logSoftmax(in.get(0)), x));
        }
        for (float smoothing : new float[] {0, 0.1f}) {
            SoftmaxCrossEntropy op = new SoftmaxCrossEntropy(smoothing);
            In labels = batch().of(Values.LABELS).constant();
            cases.add(OpCase.of(op, in -> Plain.crossEntropy(smoothing, in.get(0), in.get(1)), batch(4), labels));
            cases.add(OpCase.of(op, in -> Plain.crossEntropy(smoothing, in.get(0), in.get(1)), batch(11), labels));
            cases.add(OpCase.of(op, in -> Plain.crossEntropy(smoothing, in.get(0), in.get(1)), batch(5),
                    batch(5).of(Values.POSITIVE).constant()));
            cases.add(OpCase.of(op, in -> Plain.crossEntropy(smoothing, in.get(0), in.get(1)), in(4, 5),
                    in(4).of(Values.LABELS).constant()));
        }
        return cases;
    }

    private static List<OpCase> normalizations() {
        List<OpCase> cases = new ArrayList<>();
        for (In x : List.of(batch(4, 3, 5), batch(7), batch(2, 2, 18), in(6, 3))) {
            int c = x.shape().dim(-1);
            cases.add(OpCase.of("batch normalisation by its own statistics of " + x.shape(),
                    in -> new BatchNormalization(1e-3f, true).on(
                            in.get(0), in.get(1), in.get(2), new BatchStatistics().on(in.get(0))),
                    in -> Plain.normalise(1e-3f, in.get(0), in.get(1), in.get(2), Plain.statistics(in.get(0))),
                    x, in(c), in(c)));
            cases.add(OpCase.of(new BatchNormalization(1e-3f, false),
                    in -> Plain.normalise(1e-3f, in.get(0), in.get(1), in.get(2), in.get(3)),
                    x, in(c), in(c), in(2, c).of(Values.POSITIVE).constant()));
            cases.add(OpCase.of(new BatchStatistics(), in -> Plain.statistics(in.get(0)), x.constant()));
            cases.add(OpCase.of(new RunningStatistics(0.2f), in -> running(0.2f, in.get(0), in.get(1), in.get(2)),
                    in(2, c).of(Values.POSITIVE).constant(), in(2, c).of(Values.POSITIVE).constant(), x.constant()));
        }
        for (In x : List.of(batch(4, 3, 12), batch(12), batch(2, 17, 6), in(6, 5, 6))) {
            for (int axis = 1; axis < x.shape().rank(); axis++) {
                for (int groups : new int[] {1, 2, 3, 6}) {
                    GroupNormalization op = new GroupNormalization(axis, groups, 1e-3f);
                    cases.add(OpCase.of(op, in -> Plain.groupNormalization(op, in.get(0)), x));
                }
            }
        }
        for (In x : List.of(batch(2, 3, 7), batch(20))) {
            for (LocalResponseNormalization op : List.of(
                    new LocalResponseNormalization(2, 2, 0.3f, 0.75f),
                    new LocalResponseNormalization(1, 1, 0.5f, 0.6f),
                    new LocalResponseNormalization(0, 1, 0.5f, 1),
                    new LocalResponseNormalization(9, 1, 0.1f, 0.75f))) {
                cases.add(OpCase.of(op, in -> Plain.responseNormalization(op, in.get(0)), x));
            }
        }
        return cases;
    }

    private static Doubles running(double momentum, Doubles old, Doubles batch, Doubles x) {
        double count = x.values().length / (double) x.dim(-1);
        return Doubles.of(old.dims(), at -> {
            double fresh = batch.at(at) * (at[0] == 1 && count > 1 ? count / (count - 1) : 1);
            return (1 - momentum) * old.at(at) + momentum * fresh;
        });
    }

    private static List<OpCase> moves() {
        List<OpCase> cases = new ArrayList<>();
        In x = batch(4, 5, 3);
        for (int axis = 1; axis <= 3; axis++) {
            for (Pad.Mode mode : Pad.Mode.values()) {
                Pad both = new Pad(axis, 2, 1, mode);
                Pad none = new Pad(axis, 0, 0, mode);
                cases.add(OpCase.of(both, in -> Plain.pad(both, in.get(0)), x));
                cases.add(OpCase.of(none, in -> Plain.pad(none, in.get(0)), x));
            }
            int along = axis;
            cases.add(OpCase.of(new Slice(axis, 1, 3), in -> Plain.slice(along, 1, 3, in.get(0)), x));
            cases.add(OpCase.of(new Concatenate(axis), in -> Plain.concatenate(along, in), x, x, x));
        }
        cases.add(OpCase.of(new Pad(1, 1, 3, Pad.Mode.REFLECT),
                in -> Plain.pad(new Pad(1, 1, 3, Pad.Mode.REFLECT), in.get(0)), x));
        for (Resizing.Mode mode : Resizing.Mode.values()) {
            for (int axis = 1; axis <= 3; axis++) {
                for (int extent : new int[] {1, 2, 3, 4, 7, 10}) {
                    Resizing op = new Resizing(axis, extent, mode);
                    cases.add(OpCase.of(op, in -> Plain.interpolation(op, in.get(0)), x));
                }
            }
            Resizing rows = new Resizing(0, 5, mode);
            cases.add(OpCase.of(rows, in -> Plain.interpolation(rows, in.get(0)), in(3, 20)));
            Resizing back = new Resizing(1, 4, mode);
            cases.add(OpCase.of(new Resizing.Gradient(back, 7),
                    in -> Plain.interpolationGradient(back, 7, in.get(0)), batch(4, 3)));
        }
        for (int axis = 1; axis <= 3; axis++) {
            for (Gather op : List.of(
                    Gather.of(axis, 2), Gather.of(axis, 2, 1, 0), Gather.of(axis, 0, 2, 2, 1, 0, 2, 2, 2, 1))) {
                cases.add(OpCase.of(op, in -> Plain.gather(op, in.get(0)), x));
            }
            Gather.Gradient gradient = new Gather.Gradient(Gather.of(axis, 4, 0, 4), 6);
            cases.add(OpCase.of(gradient, in -> Plain.gatherGradient(gradient, in.get(0)),
                    batch(axis == 1 ? 3 : 2, axis == 2 ? 3 : 4, axis == 3 ? 3 : 5)));
        }
        Gather first = Gather.of(0, 3, 0, 3);
        cases.add(OpCase.of(first, in -> Plain.gather(first, in.get(0)), in(4, 3)));
        cases.add(OpCase.of(first, in -> Plain.gather(first, in.get(0)), in(4)));
        Scatter scatter = new Scatter(List.of(4, 0, 6), 7);
        cases.add(OpCase.of(scatter, in -> Plain.scatter(scatter, in.get(0)), x));
        cases.add(OpCase.of(scatter, in -> Plain.scatter(scatter, in.get(0)), in(3)));
        cases.add(OpCase.of(new Scatter.Gradient(scatter), in -> Plain.gather(scatter, in.get(0)), batch(5, 7)));
        cases.add(OpCase.of(new Slice(0, 1, 2), in -> Plain.slice(0, 1, 2, in.get(0)), in(3, 4)));
        cases.add(OpCase.of(new Concatenate(2), in -> Plain.concatenate(2, in), batch(3, 2), batch(3, 5), batch(3, 1)));
        cases.add(OpCase.of(new Concatenate(0), in -> Plain.concatenate(0, in), in(3), in(1)));
        cases.add(OpCase.of(new Concatenate(1), in -> Plain.concatenate(1, in), batch(3)));
        for (List<Integer> order : List.of(
                List.of(0, 1, 2, 3), List.of(0, 2, 3, 1), List.of(0, 3, 1, 2), List.of(0, 2, 1, 3))) {
            cases.add(OpCase.of(new Transpose(order), in -> Plain.transpose(order, in.get(0)), x));
        }
        cases.add(OpCase.of(new Transpose(List.of(1, 0)), in -> Plain.transpose(List.of(1, 0), in.get(0)), in(3, 4)));
        cases.add(OpCase.of(new Transpose(List.of(0)), in -> in.get(0), batch()));
        cases.add(OpCase.of(new Transpose(List.of()), in -> in.get(0), in()));
        cases.add(OpCase.of(new Reshaping(Shape.batch(15, 4)), in -> in.get(0).as(in.get(0).dim(0), 15, 4), x));
        cases.add(OpCase.of(new Reshaping(Shape.of(2, 6)), in -> in.get(0).as(2, 6), in(3, 4)));
        return cases;
    }

    /// Operations that arise as gradients and have gradients of their own.
    private static List<OpCase> gradients() {
        List<OpCase> cases = new ArrayList<>();
        for (Convolution op : List.of(
                Convolution.of(2, Padding.SAME),
                Convolution.of(1, Padding.of(1, 0, 2, 1)),
                new Convolution(1, 2, Padding.VALID, 2, 1, 2))) {
            Shape x = Shape.batch(6, 5, 4);
            Shape w = Shape.of(2, 3, 4 / op.groups(), 6);
            Shape y = op.shape(List.of(x, w));
            In dy = new In(y, Values.NORMAL, true);
            cases.add(OpCase.of(new Convolution.InputGradient(op, x),
                    in -> Plain.inputGradient(op, in.get(0), in.get(1), Doubles.dims(x, in.get(0).dim(0))),
                    dy, new In(w, Values.NORMAL, true)));
            cases.add(OpCase.of(new Convolution.FilterGradient(op, w),
                    in -> Plain.filterGradient(op, in.get(0), in.get(1), w.dims()),
                    new In(x, Values.NORMAL, true), dy));
        }
        Shape x = Shape.batch(5, 6, 3);
        for (Pooling p : poolings(5, 6)) {
            In dy = new In(new AveragePooling(p).shape(List.of(x)), Values.NORMAL, true);
            cases.add(OpCase.of(new AveragePooling.Gradient(p, x),
                    in -> Plain.averagePoolingGradient(p, in.get(0), Doubles.dims(x, in.get(0).dim(0))), dy));
        }
        cases.add(OpCase.of(new Expand(x, Axes.of(1, 2)),
                in -> Plain.expand(in.get(0), Doubles.dims(x, in.get(0).dim(0)), 1, 2), batch(3)));
        cases.add(OpCase.of(new Expand(Shape.of(3, 4), Axes.of(1)), in -> Plain.expand(in.get(0), new int[] {3, 4}, 1),
                in(3)));
        cases.add(OpCase.of(new Expand(Shape.of(3, 4), Axes.of(0)), in -> Plain.expand(in.get(0), new int[] {3, 4}, 0),
                in(4)));
        cases.add(OpCase.of(new Mean.Gradient(x, Axes.of(1, 2)),
                in -> Plain.expand(in.get(0), Doubles.dims(x, in.get(0).dim(0)), 1, 2).map(v -> v / 30), batch(3)));
        cases.add(OpCase.of(new Pad.Gradient(1, 2, 1), in -> reflected(in.get(0), 2, 1), batch(7, 3)));
        return cases;
    }

    /// Each padded row of axis 1 added to the one that it mirrors.
    private static Doubles reflected(Doubles dy, int before, int after) {
        int extent = dy.dim(1) - before - after;
        Doubles dx = Doubles.zeros(dy.dim(0), extent, dy.dim(2));
        for (int i = 0; i < dy.values().length; i++) {
            int[] at = dy.index(i);
            int row = Math.abs(at[1] - before);
            dx.add(dy.values()[i], at[0], row >= extent ? 2 * extent - 2 - row : row, at[2]);
        }
        return dx;
    }

    private static List<OpCase> compositions() {
        return List.of(
                map(new Clamp(-2, 5), Values.WIDE, x -> Math.min(Math.max(x, -2), 5)),
                map(new HardSigmoid(), Values.WIDE, x -> Math.min(Math.max(x + 3, 0), 6) / 6),
                map(new HardSwish(), Values.WIDE, x -> x * Math.min(Math.max(x + 3, 0), 6) / 6),
                map(new Softplus(), Values.WIDE, x -> Math.log1p(Math.exp(x))),
                map(new Mish(), Values.WIDE, x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
                map(new Selu(), Values.WIDE,
                        x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
                OpCase.of(new Flattening(), in -> in.get(0).as(in.get(0).dim(0), 60), batch(4, 5, 3)),
                OpCase.of(new GlobalAveragePooling(), in -> Plain.mean(in.get(0), 1, 2), batch(4, 5, 3)),
                OpCase.of(new MeanSquaredError(),
                        in -> Plain.mean(in.get(0).with(in.get(1), (a, b) -> (a - b) * (a - b)), 1),
                        batch(6), batch(6)),
                OpCase.of(new ParametricRelu(),
                        in -> in.get(0).with(in.get(1), (x, slope) -> x > 0 ? x : slope * x),
                        batch(5, 7).of(Values.NONZERO), in(7)),
                OpCase.of(new Penalty(0.3f, 0.2f), in -> Plain.sum(
                        in.get(0).map(w -> 0.3f * Math.abs(w) + 0.2f / 2 * w * w), 0, 1),
                        in(4, 5).of(Values.NONZERO)),
                OpCase.of(new Penalty(0.3f, 0), in -> Plain.sum(in.get(0).map(w -> 0.3f * Math.abs(w)), 0),
                        in(7).of(Values.NONZERO)),
                OpCase.of(new Penalty(0, 0.2f), in -> Plain.sum(in.get(0).map(w -> 0.2f / 2 * w * w), 0), in(7)));
    }
}
