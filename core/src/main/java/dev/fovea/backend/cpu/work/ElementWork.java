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
        Pass pass = pass(loops, operation);
        return RangeWork.of(shape, (from, to) -> pass.run(
                x.array, x.offset + from, x.array, x.offset + from, y.array, y.offset + from, to - from));
    }

    static Work gradient(Loops loops, UnaryGradient operation, Shape shape, Operand v, Operand dy, Operand dx) {
        Pass pass = pass(loops, operation);
        return RangeWork.of(shape, (from, to) -> pass.run(
                v.array, v.offset + from, dy.array, dy.offset + from, dx.array, dx.offset + from, to - from));
    }

    /// Of one argument; the second is not read.
    static Pass pass(Loops loops, Unary operation) {
        return switch (operation) {
            case Relu _ -> (x, xOff, _, _, y, yOff, n) -> loops.relu(x, xOff, y, yOff, n);
            case Identity _ -> (x, xOff, _, _, y, yOff, n) -> System.arraycopy(x, xOff, y, yOff, n);
            case Negate _ -> (x, xOff, _, _, y, yOff, n) -> loops.scale(x, xOff, -1, y, yOff, n);
            case Absolute _ -> map(Math::abs);
            case Exp _ -> curve(loops, Curve.EXP, 0);
            case Log _ -> map(v -> (float) StrictMath.log(v));
            case Sin _ -> map(v -> (float) StrictMath.sin(v));
            case Cos _ -> map(v -> (float) StrictMath.cos(v));
            case Power op -> power(loops, op);
            case LeakyRelu op -> curve(loops, Curve.LEAKY_RELU, op.slope());
            case Elu op -> curve(loops, Curve.ELU, op.alpha());
            case Gelu op -> curve(loops, op.tanh() ? Curve.GELU_TANH : Curve.GELU, 0);
            case Silu _ -> curve(loops, Curve.SILU, 0);
            case Sigmoid _ -> curve(loops, Curve.SIGMOID, 0);
            case Tanh _ -> curve(loops, Curve.TANH, 0);
        };
    }

    /// Of v and dy.
    static Pass pass(Loops loops, UnaryGradient operation) {
        return switch (operation) {
            case Relu.Gradient _ -> loops::reluGradient;
            case Absolute.Gradient _ -> ElementWork::absolute;
            case LeakyRelu.Gradient op -> gradient(loops, Curve.LEAKY_RELU, op.slope());
            case Elu.Gradient op -> gradient(loops, Curve.ELU, op.alpha());
            case Gelu.Gradient op -> gradient(loops, op.tanh() ? Curve.GELU_TANH : Curve.GELU, 0);
            case Silu.Gradient _ -> gradient(loops, Curve.SILU, 0);
            case Sigmoid.Gradient _ -> gradient(loops, Curve.SIGMOID, 0);
            case Tanh.Gradient _ -> gradient(loops, Curve.TANH, 0);
        };
    }

    private static Pass curve(Loops loops, Curve curve, float parameter) {
        return (x, xOff, _, _, y, yOff, n) -> loops.curve(curve, parameter, x, xOff, y, yOff, n);
    }

    private static Pass gradient(Loops loops, Curve curve, float parameter) {
        return (v, vOff, dy, dyOff, dx, dxOff, n) ->
                loops.curveGradient(curve, parameter, v, vOff, dy, dyOff, dx, dxOff, n);
    }

    private static Pass power(Loops loops, Power op) {
        float p = op.exponent();
        if (p == 2) {
            return (x, xOff, _, _, y, yOff, n) -> loops.multiply(x, xOff, x, xOff, y, yOff, n);
        }
        return p == 1 ? map(v -> v)
                : p == 3 ? map(v -> v * v * v)
                : p == 0.5f ? map(v -> (float) Math.sqrt(v))
                : p == -1 ? map(v -> 1 / v)
                : map(v -> (float) StrictMath.pow(v, p));
    }

    private static Pass map(Function function) {
        return (x, xOff, _, _, y, yOff, n) -> {
            for (int i = 0; i < n; i++) {
                y[yOff + i] = function.of(x[xOff + i]);
            }
        };
    }

    private static void absolute(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxOff + i] = Math.signum(x[xOff + i]) * dy[dyOff + i];
        }
    }
}
