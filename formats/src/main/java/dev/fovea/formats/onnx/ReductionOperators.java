package dev.fovea.formats.onnx;

import dev.fovea.nn.Apply;
import dev.fovea.op.Absolute;
import dev.fovea.op.Axes;
import dev.fovea.op.Exp;
import dev.fovea.op.Log;
import dev.fovea.op.Multiply;
import dev.fovea.op.Negate;
import dev.fovea.op.Operation;
import dev.fovea.op.Power;
import dev.fovea.op.Sum;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sums, means and greatest values over axes.
final class ReductionOperators {
    private interface Reduction {
        Flow read(NodeCall call, Flow x, int[] axes, boolean keep);
    }

    private ReductionOperators() {}

    private static OnnxValue read(NodeCall call, Reduction reduction) {
        Flow x = call.flow(0);
        long @Nullable [] given = call.wholes("axes", 1);
        boolean none = given == null || given.length == 0;
        if (none && call.node().flag("noop_with_empty_axes")) {
            return x;
        }
        int[] axes = none ? call.all(x)
                : Arrays.stream(given).mapToInt(axis -> call.axis(axis, x)).sorted().distinct().toArray();
        return reduction.read(call, x, axes, call.node().whole("keepdims", 1) != 0);
    }

    static OnnxValue mean(NodeCall call) {
        return read(call, PoolingOperators::mean);
    }

    static OnnxValue greatest(NodeCall call) {
        return read(call, PoolingOperators::greatest);
    }

    static OnnxValue least(NodeCall call) {
        return read(call, (_, x, axes, keep) -> {
            Flow y = PoolingOperators.greatest(call, alike(call, new Negate(), x), axes, keep);
            return alike(call, new Negate(), y);
        });
    }

    static OnnxValue sum(NodeCall call) {
        return read(call, ReductionOperators::summed);
    }

    private static Flow summed(NodeCall call, Flow x, int[] axes, boolean keep) {
        return reduced(call, x, axes, keep, Sum::new);
    }

    static OnnxValue sumOfSquares(NodeCall call) {
        return read(call, (_, x, axes, keep) -> squares(call, x, axes, keep));
    }

    private static Flow squares(NodeCall call, Flow value, int[] axes, boolean keep) {
        Flow x = call.axing().settled(value);
        return summed(call, call.vertices().apply(new Multiply(), x.order(), x, x), axes, keep);
    }

    /// √Σx².
    static OnnxValue length(NodeCall call) {
        return read(call, (_, x, axes, keep) -> alike(call, new Power(0.5f), squares(call, x, axes, keep)));
    }

    static OnnxValue sumOfAbsolutes(NodeCall call) {
        return read(call, (_, x, axes, keep) -> summed(call, alike(call, new Absolute(), x), axes, keep));
    }

    static OnnxValue logOfSum(NodeCall call) {
        return read(call, (_, x, axes, keep) -> alike(call, new Log(), summed(call, x, axes, keep)));
    }

    /// ln Σeˣ, of which the greatest x is taken out first, so that nothing overflows.
    static OnnxValue logOfSumOfExponentials(NodeCall call) {
        return read(call, (_, x, axes, keep) -> {
            Flow most = PoolingOperators.greatest(call, x, axes, true);
            Flow less = ElementOperators.binary(call, new dev.fovea.op.Subtract(), x, most);
            Flow log = alike(call, new Log(), summed(call, alike(call, new Exp(), less), axes, true));
            Flow y = ElementOperators.binary(call, new dev.fovea.op.Add(), log, most);
            return keep ? y : call.axing().reshaped(y, without(y.dims(), axes));
        });
    }

    private static Flow alike(NodeCall call, Operation operation, Flow x) {
        return call.vertices().alike(Apply.of(operation), x);
    }

    /// An operation that removes axes.
    static Flow reduced(NodeCall call, Flow value, int[] axes, boolean keep, Function<Axes, Operation> operation) {
        Flow x = call.axing().settled(value);
        if (axes.length == 0) {
            return x;
        }
        if (PoolingOperators.contains(axes, x.order()[0])) {
            throw new BatchMisfit("a reduction over the batch");
        }
        int[] places = Arrays.stream(axes).map(x::place).toArray();
        int[] left = Arrays.stream(x.order()).filter(axis -> !PoolingOperators.contains(axes, axis)).toArray();
        Flow y = call.vertices().apply(operation.apply(Axes.of(places)), PoolingOperators.ranks(left), x);
        return keep ? call.axing().reshaped(y, ones(x.dims(), axes)) : y;
    }

    static int[] ones(int[] dims, int[] axes) {
        int[] ones = dims.clone();
        Arrays.stream(axes).forEach(axis -> ones[axis] = 1);
        return ones;
    }

    private static int[] without(int[] dims, int[] axes) {
        int[] kept = new int[dims.length - axes.length];
        int next = 0;
        for (int i = 0; i < dims.length; i++) {
            if (!PoolingOperators.contains(axes, i)) {
                kept[next++] = dims[i];
            }
        }
        return kept;
    }
}
