package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Absolute;
import dev.fovea.op.Cos;
import dev.fovea.op.Elu;
import dev.fovea.op.Exp;
import dev.fovea.op.Gelu;
import dev.fovea.op.Identity;
import dev.fovea.op.LeakyRelu;
import dev.fovea.op.Log;
import dev.fovea.op.Negate;
import dev.fovea.op.Power;
import dev.fovea.op.Relu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Silu;
import dev.fovea.op.Sin;
import dev.fovea.op.Tanh;
import dev.fovea.op.Unary;
import dev.fovea.op.UnaryGradient;
import dev.fovea.tensor.Shape;

/// Element-wise functions and their gradients.
final class ElementWork {
    private ElementWork() {}

    /// A function of one number.
    interface Function {
        float of(float x);
    }

    static Work unary(Loops loops, Unary operation, Shape shape, Operand x, Operand y) {
        return switch (operation) {
            case Relu op -> RangeWork.of(shape, (from, to) -> loops.relu(
                    x.array, x.offset + from, y.array, y.offset + from, to - from));
            case Identity op -> RangeWork.of(shape, (from, to) -> System.arraycopy(
                    x.array, x.offset + from, y.array, y.offset + from, to - from));
            case Negate op -> RangeWork.of(shape, (from, to) -> loops.scale(
                    x.array, x.offset + from, -1, y.array, y.offset + from, to - from));
            case Absolute op -> map(shape, x, y, Math::abs);
            case Exp op -> curve(loops, Curve.EXP, 0, shape, x, y);
            case Log op -> map(shape, x, y, v -> (float) StrictMath.log(v));
            case Sin op -> map(shape, x, y, v -> (float) StrictMath.sin(v));
            case Cos op -> map(shape, x, y, v -> (float) StrictMath.cos(v));
            case Power op -> power(loops, op, shape, x, y);
            case LeakyRelu op -> curve(loops, Curve.LEAKY_RELU, op.slope(), shape, x, y);
            case Elu op -> curve(loops, Curve.ELU, op.alpha(), shape, x, y);
            case Gelu op -> curve(loops, op.tanh() ? Curve.GELU_TANH : Curve.GELU, 0, shape, x, y);
            case Silu op -> curve(loops, Curve.SILU, 0, shape, x, y);
            case Sigmoid op -> curve(loops, Curve.SIGMOID, 0, shape, x, y);
            case Tanh op -> curve(loops, Curve.TANH, 0, shape, x, y);
        };
    }

    static Work gradient(Loops loops, UnaryGradient operation, Shape shape, Operand v, Operand dy, Operand dx) {
        return switch (operation) {
            case Relu.Gradient op -> RangeWork.of(shape, (from, to) -> loops.reluGradient(
                    v.array, v.offset + from, dy.array, dy.offset + from, dx.array, dx.offset + from, to - from));
            case Absolute.Gradient op -> absolute(shape, v, dy, dx);
            case LeakyRelu.Gradient op -> curve(loops, Curve.LEAKY_RELU, op.slope(), shape, v, dy, dx);
            case Elu.Gradient op -> curve(loops, Curve.ELU, op.alpha(), shape, v, dy, dx);
            case Gelu.Gradient op -> curve(loops, op.tanh() ? Curve.GELU_TANH : Curve.GELU, 0, shape, v, dy, dx);
            case Silu.Gradient op -> curve(loops, Curve.SILU, 0, shape, v, dy, dx);
            case Sigmoid.Gradient op -> curve(loops, Curve.SIGMOID, 0, shape, v, dy, dx);
            case Tanh.Gradient op -> curve(loops, Curve.TANH, 0, shape, v, dy, dx);
        };
    }

    private static Work curve(Loops loops, Curve curve, float parameter, Shape shape, Operand x, Operand y) {
        return RangeWork.of(shape, (from, to) -> loops.curve(
                curve, parameter, x.array, x.offset + from, y.array, y.offset + from, to - from));
    }

    private static Work curve(
            Loops loops, Curve curve, float parameter, Shape shape, Operand v, Operand dy, Operand dx) {
        return RangeWork.of(shape, (from, to) -> loops.curveGradient(
                curve, parameter, v.array, v.offset + from, dy.array, dy.offset + from, dx.array, dx.offset + from,
                to - from));
    }

    private static Work power(Loops loops, Power op, Shape shape, Operand x, Operand y) {
        float p = op.exponent();
        if (p == 2) {
            return RangeWork.of(shape, (from, to) -> loops.multiply(
                    x.array, x.offset + from, x.array, x.offset + from, y.array, y.offset + from, to - from));
        }
        return p == 1 ? map(shape, x, y, v -> v)
                : p == 3 ? map(shape, x, y, v -> v * v * v)
                : p == 0.5f ? map(shape, x, y, v -> (float) Math.sqrt(v))
                : p == -1 ? map(shape, x, y, v -> 1 / v)
                : map(shape, x, y, v -> (float) StrictMath.pow(v, p));
    }

    private static Work map(Shape shape, Operand x, Operand y, Function function) {
        return RangeWork.of(shape, (from, to) -> {
            for (int i = from; i < to; i++) {
                y.array[y.offset + i] = function.of(x.array[x.offset + i]);
            }
        });
    }

    private static Work absolute(Shape shape, Operand x, Operand dy, Operand dx) {
        return RangeWork.of(shape, (from, to) -> {
            for (int i = from; i < to; i++) {
                dx.array[dx.offset + i] = Math.signum(x.array[x.offset + i]) * dy.array[dy.offset + i];
            }
        });
    }
}
