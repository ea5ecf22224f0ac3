package dev.fovea.backend.cpu;

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

    /// A function of two numbers.
    interface Function2 {
        float of(float v, float dy);
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
            case Exp op -> map(shape, x, y, v -> (float) StrictMath.exp(v));
            case Log op -> map(shape, x, y, v -> (float) StrictMath.log(v));
            case Sin op -> map(shape, x, y, v -> (float) StrictMath.sin(v));
            case Cos op -> map(shape, x, y, v -> (float) StrictMath.cos(v));
            case Power op -> power(loops, op, shape, x, y);
            case LeakyRelu op -> map(shape, x, y, v -> v > 0 ? v : op.slope() * v);
            case Elu op -> map(shape, x, y, v -> v > 0 ? v : op.alpha() * (float) StrictMath.expm1(v));
            case Gelu op -> map(shape, x, y, op.tanh() ? Activations::geluTanh : Activations::gelu);
            case Silu op -> map(shape, x, y, v -> v * Activations.sigmoid(v));
            case Sigmoid op -> map(shape, x, y, Activations::sigmoid);
            case Tanh op -> map(shape, x, y, v -> (float) StrictMath.tanh(v));
        };
    }

    static Work gradient(Loops loops, UnaryGradient operation, Shape shape, Operand v, Operand dy, Operand dx) {
        return switch (operation) {
            case Relu.Gradient op -> RangeWork.of(shape, (from, to) -> loops.reluGradient(
                    v.array, v.offset + from, dy.array, dy.offset + from, dx.array, dx.offset + from, to - from));
            case Absolute.Gradient op -> map(shape, v, dy, dx, (x, d) -> Math.signum(x) * d);
            case LeakyRelu.Gradient op -> map(shape, v, dy, dx, (x, d) -> x > 0 ? d : op.slope() * d);
            case Elu.Gradient op -> map(
                    shape, v, dy, dx, (x, d) -> x > 0 ? d : op.alpha() * (float) StrictMath.exp(x) * d);
            case Gelu.Gradient op -> map(
                    shape, v, dy, dx, op.tanh() ? Activations::geluTanhGradient : Activations::geluGradient);
            case Silu.Gradient op -> map(shape, v, dy, dx, Activations::siluGradient);
            case Sigmoid.Gradient op -> map(shape, v, dy, dx, (y, d) -> y * (1 - y) * d);
            case Tanh.Gradient op -> map(shape, v, dy, dx, (y, d) -> (1 - y * y) * d);
        };
    }

    private static Work power(Loops loops, Power op, Shape shape, Operand x, Operand y) {
        if (op.exponent() == 2) {
            return RangeWork.of(shape, (from, to) -> loops.multiply(
                    x.array, x.offset + from, x.array, x.offset + from, y.array, y.offset + from, to - from));
        }
        return map(shape, x, y, v -> (float) StrictMath.pow(v, op.exponent()));
    }

    private static Work map(Shape shape, Operand x, Operand y, Function function) {
        return RangeWork.of(shape, (from, to) -> {
            for (int i = from; i < to; i++) {
                y.array[y.offset + i] = function.of(x.array[x.offset + i]);
            }
        });
    }

    private static Work map(Shape shape, Operand v, Operand dy, Operand dx, Function2 function) {
        return RangeWork.of(shape, (from, to) -> {
            for (int i = from; i < to; i++) {
                dx.array[dx.offset + i] = function.of(v.array[v.offset + i], dy.array[dy.offset + i]);
            }
        });
    }
}
