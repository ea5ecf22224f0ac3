package dev.fovea.op;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The operations' formulas in double precision, written as plainly as they can be: what the engine must give.
final class Plain {
    private Plain() {}

    /// Pixels before an axis and outputs along it.
    record Slide(int before, int outputs) {}

    /// The number of windows and the padding, from the definitions: SAME gives ⌈n / stride⌉ outputs.
    static Slide slide(int extent, int reach, int stride, Padding padding, boolean vertical, boolean ceil) {
        if (padding == Padding.SAME) {
            int outputs = (extent + stride - 1) / stride;
            int total = Math.max(0, (outputs - 1) * stride + reach - extent);
            return new Slide(total / 2, outputs);
        }
        Padding.Explicit p = (Padding.Explicit) padding;
        int before = vertical ? p.top() : p.left();
        int after = vertical ? p.bottom() : p.right();
        int outputs = 0;
        for (int start = -before; start + reach <= extent + after; start += stride) {
            outputs++;
        }
        int next = -before + outputs * stride;
        boolean reachesPast = next - stride + reach < extent + after;
        return new Slide(before, ceil && reachesPast && next < extent ? outputs + 1 : outputs);
    }

    /// What a window's sum runs over.
    interface Tap {
        void at(int n, int i, int j, int r, int s, int h, int w);
    }

    static void slide(Convolution op, int[] x, int rows, int columns, Tap tap) {
        Slide v = slide(x[1], (rows - 1) * op.dilationH() + 1, op.strideH(), op.padding(), true, false);
        Slide z = slide(x[2], (columns - 1) * op.dilationW() + 1, op.strideW(), op.padding(), false, false);
        for (int n = 0; n < x[0]; n++) {
            for (int i = 0; i < v.outputs; i++) {
                for (int j = 0; j < z.outputs; j++) {
                    for (int r = 0; r < rows; r++) {
                        for (int s = 0; s < columns; s++) {
                            int h = i * op.strideH() - v.before + r * op.dilationH();
                            int w = j * op.strideW() - z.before + s * op.dilationW();
                            if (h >= 0 && h < x[1] && w >= 0 && w < x[2]) {
                                tap.at(n, i, j, r, s, h, w);
                            }
                        }
                    }
                }
            }
        }
    }

    static int[] convolved(Convolution op, int[] x, int[] w) {
        return new int[] {
            x[0],
            slide(x[1], (w[0] - 1) * op.dilationH() + 1, op.strideH(), op.padding(), true, false).outputs,
            slide(x[2], (w[1] - 1) * op.dilationW() + 1, op.strideW(), op.padding(), false, false).outputs,
            w[3]
        };
    }

    static Doubles convolution(Convolution op, Doubles x, Doubles w) {
        Doubles y = Doubles.zeros(convolved(op, x.dims(), w.dims()));
        int each = w.dim(3) / op.groups();
        slide(op, x.dims(), w.dim(0), w.dim(1), (n, i, j, r, s, h, v) -> {
            for (int k = 0; k < w.dim(3); k++) {
                for (int c = 0; c < w.dim(2); c++) {
                    y.add(x.at(n, h, v, k / each * w.dim(2) + c) * w.at(r, s, c, k), n, i, j, k);
                }
            }
        });
        return y;
    }

    static Doubles inputGradient(Convolution op, Doubles dy, Doubles w, int[] x) {
        Doubles dx = Doubles.zeros(x);
        int each = w.dim(3) / op.groups();
        slide(op, x, w.dim(0), w.dim(1), (n, i, j, r, s, h, v) -> {
            for (int k = 0; k < w.dim(3); k++) {
                for (int c = 0; c < w.dim(2); c++) {
                    dx.add(dy.at(n, i, j, k) * w.at(r, s, c, k), n, h, v, k / each * w.dim(2) + c);
                }
            }
        });
        return dx;
    }

    static Doubles filterGradient(Convolution op, Doubles x, Doubles dy, int[] w) {
        Doubles dw = Doubles.zeros(w);
        int each = w[3] / op.groups();
        slide(op, x.dims(), w[0], w[1], (n, i, j, r, s, h, v) -> {
            for (int k = 0; k < w[3]; k++) {
                for (int c = 0; c < w[2]; c++) {
                    dw.add(dy.at(n, i, j, k) * x.at(n, h, v, k / each * w[2] + c), r, s, c, k);
                }
            }
        });
        return dw;
    }

    static Doubles matmul(MatMul op, Doubles a, Doubles b) {
        int m = a.dim(op.transposeA() ? 1 : 0);
        int inner = a.dim(op.transposeA() ? 0 : 1);
        return Doubles.of(new int[] {m, b.dim(op.transposeB() ? 0 : 1)}, index -> {
            double sum = 0;
            for (int k = 0; k < inner; k++) {
                double left = op.transposeA() ? a.at(k, index[0]) : a.at(index[0], k);
                sum += left * (op.transposeB() ? b.at(index[1], k) : b.at(k, index[1]));
            }
            return sum;
        });
    }

    static int[] pooled(Pooling p, int[] x) {
        return new int[] {
            x[0],
            slide(x[1], p.height(), p.strideH(), p.padding(), true, p.ceil()).outputs,
            slide(x[2], p.width(), p.strideW(), p.padding(), false, p.ceil()).outputs,
            x[3]
        };
    }

    /// The pixels of the window of output (n, i, j, c), as flat indices of x.
    static int[] windowOf(Pooling p, Doubles x, int[] at) {
        int top = at[1] * p.strideH() - slide(x.dim(1), p.height(), p.strideH(), p.padding(), true, p.ceil()).before;
        int left = at[2] * p.strideW() - slide(x.dim(2), p.width(), p.strideW(), p.padding(), false, p.ceil()).before;
        return IntStream.range(0, p.height() * p.width())
                .filter(i -> {
                    int h = top + i / p.width();
                    int w = left + i % p.width();
                    return h >= 0 && h < x.dim(1) && w >= 0 && w < x.dim(2);
                })
                .map(i -> x.flat(at[0], top + i / p.width(), left + i % p.width(), at[3]))
                .toArray();
    }

    static Doubles maxPooling(Pooling p, Doubles x) {
        return Doubles.of(pooled(p, x.dims()), at -> Arrays.stream(windowOf(p, x, at))
                .mapToDouble(i -> x.values()[i])
                .max()
                .orElseThrow());
    }

    static Doubles averagePooling(Pooling p, Doubles x) {
        return Doubles.of(pooled(p, x.dims()), at -> Arrays.stream(windowOf(p, x, at))
                .mapToDouble(i -> x.values()[i])
                .average()
                .orElseThrow());
    }

    static Doubles averagePoolingGradient(Pooling p, Doubles dy, int[] x) {
        Doubles dx = Doubles.zeros(x);
        for (int i = 0; i < dy.values().length; i++) {
            int[] window = windowOf(p, dx, dy.index(i));
            for (int pixel : window) {
                dx.values()[pixel] += dy.values()[i] / window.length;
            }
        }
        return dx;
    }

    /// Σ over axes.
    static Doubles sum(Doubles x, int... axes) {
        List<Integer> gone = Arrays.stream(axes).boxed().toList();
        int[] stay = IntStream.range(0, x.dims().length).filter(axis -> !gone.contains(axis)).toArray();
        Doubles y = Doubles.zeros(Arrays.stream(stay).map(x::dim).toArray());
        for (int i = 0; i < x.values().length; i++) {
            int[] index = x.index(i);
            y.add(x.values()[i], Arrays.stream(stay).map(axis -> index[axis]).toArray());
        }
        return y;
    }

    static Doubles largest(Doubles x, int... axes) {
        List<Integer> gone = Arrays.stream(axes).boxed().toList();
        int[] stay = IntStream.range(0, x.dims().length).filter(axis -> !gone.contains(axis)).toArray();
        Doubles y = Doubles.zeros(Arrays.stream(stay).map(x::dim).toArray()).map(v -> Double.NEGATIVE_INFINITY);
        for (int i = 0; i < x.values().length; i++) {
            int[] index = x.index(i);
            int at = y.flat(Arrays.stream(stay).map(axis -> index[axis]).toArray());
            y.values()[at] = Math.max(y.values()[at], x.values()[i]);
        }
        return y;
    }

    static Doubles mean(Doubles x, int... axes) {
        double count = Arrays.stream(axes).mapToDouble(x::dim).reduce(1, (a, b) -> a * b);
        return sum(x, axes).map(v -> v / count);
    }

    /// x repeated along new axes.
    static Doubles expand(Doubles x, int[] target, int... axes) {
        List<Integer> fresh = Arrays.stream(axes).boxed().toList();
        int[] old = IntStream.range(0, target.length).filter(axis -> !fresh.contains(axis)).toArray();
        return Doubles.of(target, index -> x.at(Arrays.stream(old).map(axis -> index[axis]).toArray()));
    }

    static Doubles logSoftmax(Doubles x) {
        int last = x.dims().length - 1;
        Doubles sums = sum(x.map(Math::exp), last);
        return Doubles.of(x.dims(), at -> x.at(at) - Math.log(sums.at(Arrays.copyOf(at, last))));
    }

    static Doubles crossEntropy(double smoothing, Doubles x, Doubles labels) {
        Doubles logs = logSoftmax(x);
        int k = x.dim(1);
        return Doubles.of(new int[] {x.dim(0)}, at -> {
            double loss = 0;
            for (int j = 0; j < k; j++) {
                double target = labels.dims().length == 2 ? labels.at(at[0], j) : labels.at(at[0]) == j ? 1 : 0;
                loss -= ((1 - smoothing) * target + smoothing / k) * logs.at(at[0], j);
            }
            return loss;
        });
    }

    /// 2 × c: means, then variances divided by the count.
    static Doubles statistics(Doubles x) {
        int[] axes = IntStream.range(0, x.dims().length - 1).toArray();
        Doubles mean = mean(x, axes);
        Doubles variance = mean(x.with(mean, (a, b) -> (a - b) * (a - b)), axes);
        return Doubles.of(new int[] {2, x.dim(-1)}, at -> (at[0] == 0 ? mean : variance).at(at[1]));
    }

    static Doubles normalise(double epsilon, Doubles x, Doubles gamma, Doubles beta, Doubles statistics) {
        return Doubles.of(x.dims(), at -> {
            int c = at[at.length - 1];
            double deviation = Math.sqrt(statistics.at(1, c) + epsilon);
            return gamma.at(c) * (x.at(at) - statistics.at(0, c)) / deviation + beta.at(c);
        });
    }

    /// Each element of x weighs by how far the place that is read is from it, at most 1.
    private static double share(Resizing op, int extent, int i, int p) {
        double place = switch (op.mode()) {
            case NEAREST -> Math.floor((double) i * extent / op.extent());
            case LINEAR -> Math.min(Math.max((i + 0.5) * extent / op.extent() - 0.5, 0), extent - 1);
            case LINEAR_CORNERS -> op.extent() == 1 ? 0 : i * (extent - 1.0) / (op.extent() - 1);
        };
        return Math.max(0, 1 - Math.abs(place - p));
    }

    static Doubles interpolation(Resizing op, Doubles x) {
        return interpolation(op.axis(), op.extent(), x, (i, p) -> share(op, x.dim(op.axis()), i, p));
    }

    static Doubles interpolationGradient(Resizing op, int extent, Doubles dy) {
        return interpolation(op.axis(), extent, dy, (p, i) -> share(op, extent, i, p));
    }

    /// How much of element p of x element i of y has.
    private interface Share {
        double of(int i, int p);
    }

    private static Doubles interpolation(int axis, int extent, Doubles x, Share share) {
        int[] dims = x.dims().clone();
        dims[axis] = extent;
        return Doubles.of(dims, at -> {
            int[] other = at.clone();
            double sum = 0;
            for (int p = 0; p < x.dim(axis); p++) {
                other[axis] = p;
                sum += share.of(at[axis], p) * x.at(other);
            }
            return sum;
        });
    }

    static Doubles groupNormalization(GroupNormalization op, Doubles x) {
        int last = x.dims().length - 1;
        int width = x.dim(last) / op.groups();
        Map<List<Integer>, double[]> sums = new HashMap<>();
        for (int i = 0; i < x.values().length; i++) {
            double value = x.values()[i];
            double[] sum = sums.computeIfAbsent(group(op, width, x.index(i)), _ -> new double[3]);
            sum[0]++;
            sum[1] += value;
            sum[2] += value * value;
        }
        return Doubles.of(x.dims(), at -> {
            double[] sum = sums.get(group(op, width, at));
            double mean = sum[1] / sum[0];
            return (x.at(at) - mean) / Math.sqrt(sum[2] / sum[0] - mean * mean + op.epsilon());
        });
    }

    private static List<Integer> group(GroupNormalization op, int width, int[] at) {
        return IntStream.concat(Arrays.stream(at, 0, op.axis()), IntStream.of(at[at.length - 1] / width))
                .boxed()
                .toList();
    }

    static Doubles responseNormalization(LocalResponseNormalization op, Doubles x) {
        return Doubles.of(x.dims(), at -> {
            int[] other = at.clone();
            int last = at.length - 1;
            double sum = 0;
            int end = Math.min(x.dim(last), at[last] + op.radius() + 1);
            for (int c = Math.max(0, at[last] - op.radius()); c < end; c++) {
                other[last] = c;
                sum += x.at(other) * x.at(other);
            }
            return x.at(at) / Math.pow(op.bias() + op.alpha() * sum, op.beta());
        });
    }

    static Doubles pad(Pad op, Doubles x) {
        int[] dims = x.dims().clone();
        int extent = dims[op.axis()];
        dims[op.axis()] += op.before() + op.after();
        return Doubles.of(dims, at -> {
            int[] from = at.clone();
            int i = at[op.axis()] - op.before();
            if ((i < 0 || i >= extent) && op.mode() == Pad.Mode.ZERO) {
                return 0;
            }
            from[op.axis()] = i < 0 ? -i : i >= extent ? 2 * (extent - 1) - i : i;
            return x.at(from);
        });
    }

    static Doubles slice(int axis, int from, int to, Doubles x) {
        int[] dims = x.dims().clone();
        dims[axis] = to - from;
        return Doubles.of(dims, at -> {
            int[] source = at.clone();
            source[axis] += from;
            return x.at(source);
        });
    }

    static Doubles scatter(Scatter scatter, Doubles x) {
        int[] dims = x.dims().clone();
        int last = dims.length - 1;
        dims[last] = scatter.extent();
        return Doubles.of(dims, at -> {
            int[] source = at.clone();
            source[last] = scatter.places().indexOf(at[last]);
            return source[last] < 0 ? 0 : x.at(source);
        });
    }

    static Doubles gather(Gather op, Doubles x) {
        int[] dims = x.dims().clone();
        dims[op.axis()] = op.indices().size();
        return Doubles.of(dims, at -> {
            int[] source = at.clone();
            source[op.axis()] = op.indices().get(at[op.axis()]);
            return x.at(source);
        });
    }

    static Doubles gatherGradient(Gather.Gradient op, Doubles dy) {
        int axis = op.gather().axis();
        int[] dims = dy.dims().clone();
        dims[axis] = op.extent();
        Doubles dx = Doubles.zeros(dims);
        for (int i = 0; i < dy.values().length; i++) {
            int[] at = dy.index(i);
            at[axis] = op.gather().indices().get(at[axis]);
            dx.add(dy.values()[i], at);
        }
        return dx;
    }

    static Doubles gather(Scatter scatter, Doubles x) {
        int[] dims = x.dims().clone();
        int last = dims.length - 1;
        dims[last] = scatter.places().size();
        return Doubles.of(dims, at -> {
            int[] source = at.clone();
            source[last] = scatter.places().get(at[last]);
            return x.at(source);
        });
    }

    static Doubles concatenate(int axis, List<Doubles> inputs) {
        int[] dims = inputs.getFirst().dims().clone();
        dims[axis] = inputs.stream().mapToInt(input -> input.dim(axis)).sum();
        return Doubles.of(dims, at -> {
            int[] source = at.clone();
            for (Doubles input : inputs) {
                if (source[axis] < input.dim(axis)) {
                    return input.at(source);
                }
                source[axis] -= input.dim(axis);
            }
            throw new AssertionError();
        });
    }

    static Doubles transpose(List<Integer> order, Doubles x) {
        int[] dims = order.stream().mapToInt(x::dim).toArray();
        return Doubles.of(dims, at -> {
            int[] source = new int[at.length];
            for (int i = 0; i < at.length; i++) {
                source[order.get(i)] = at[i];
            }
            return x.at(source);
        });
    }

    /// The normal distribution function: Simpson's rule from 0.
    static double normal(double x) {
        double end = Math.max(-40, Math.min(40, x));
        int steps = 4000;
        double h = end / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-0.5 * i * h * i * h);
        }
        return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
    }
}
