package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// Values in double precision with their extents, row by row: what the plain forms of operations compute with.
record Doubles(int[] dims, double[] values) {
    static Doubles zeros(int... dims) {
        return new Doubles(dims, new double[Arrays.stream(dims).reduce(1, (a, b) -> a * b)]);
    }

    /// Values computed from their index.
    static Doubles of(int[] dims, ToDoubleFunction<int[]> value) {
        Doubles result = zeros(dims);
        for (int i = 0; i < result.values.length; i++) {
            result.values[i] = value.applyAsDouble(result.index(i));
        }
        return result;
    }

    int dim(int axis) {
        return dims[axis < 0 ? dims.length + axis : axis];
    }

    int[] index(int flat) {
        int[] index = new int[dims.length];
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            index[axis] = flat % dims[axis];
            flat /= dims[axis];
        }
        return index;
    }

    int flat(int... index) {
        int flat = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            flat = flat * dims[axis] + index[axis];
        }
        return flat;
    }

    double at(int... index) {
        return values[flat(index)];
    }

    void add(double value, int... index) {
        values[flat(index)] += value;
    }

    Doubles map(DoubleUnaryOperator function) {
        return new Doubles(dims, Arrays.stream(values).map(function).toArray());
    }

    /// Element by element, with broadcasting.
    Doubles with(Doubles other, DoubleBinaryOperator function) {
        int rank = Math.max(dims.length, other.dims.length);
        int[] all = new int[rank];
        for (int axis = 1; axis <= rank; axis++) {
            all[rank - axis] = Math.max(extent(axis), other.extent(axis));
        }
        return of(all, index -> function.applyAsDouble(at(part(index)), other.at(other.part(index))));
    }

    private int extent(int fromLast) {
        return fromLast <= dims.length ? dims[dims.length - fromLast] : 1;
    }

    private int[] part(int[] index) {
        int[] part = new int[dims.length];
        for (int axis = 1; axis <= dims.length; axis++) {
            part[dims.length - axis] = extent(axis) == 1 ? 0 : index[index.length - axis];
        }
        return part;
    }

    Doubles as(int... other) {
        return new Doubles(other, values);
    }

    static int[] dims(Shape shape, int n) {
        return shape.at(n).dims();
    }
}
