package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.kernel.Loops;

/// The functions of [Curve] on vectors, each as a few [CurvePasses] over a block of floats that stays in the first
/// cache: line by line the arithmetic of [Curve], so the same bits.
final class VectorCurves {
    private static final Loops LOOPS = new VectorLoops();

    /// Floats of a block.
    private static final int BLOCK = 512;

    /// Each thread's own: results may lie where arguments lay.
    private static final ThreadLocal<float[][]> SCRATCH = ThreadLocal.withInitial(() -> new float[2][BLOCK]);

    private VectorCurves() {}

    /// y = f(x), for n floats.
    static void apply(Curve curve, float parameter, float[] x, int xOff, float[] y, int yOff, int n) {
        float[] s = SCRATCH.get()[0];
        for (int i = 0; i < n; i += BLOCK) {
            block(curve, parameter, x, xOff + i, s, y, yOff + i, Math.min(BLOCK, n - i));
        }
    }

    private static void block(
            Curve curve, float parameter, float[] x, int xOff, float[] s, float[] y, int yOff, int n) {
        switch (curve) {
            case EXP -> CurvePasses.exp(1, x, xOff, y, yOff, n);
            case SIGMOID -> sigmoid(x, xOff, y, yOff, n);
            case TANH -> {
                CurvePasses.expm1(2, x, xOff, s, 0, n);
                CurvePasses.tanh(x, xOff, s, y, yOff, n);
            }
            case SILU -> {
                sigmoid(x, xOff, s, 0, n);
                LOOPS.multiply(x, xOff, s, 0, y, yOff, n);
            }
            case GELU -> {
                CurvePasses.bell(x, xOff, s, 0, n);
                CurvePasses.normal(x, xOff, s, s, n);
                LOOPS.multiply(x, xOff, s, 0, y, yOff, n);
            }
            case GELU_TANH -> {
                CurvePasses.bent(x, xOff, s, 0, n);
                sigmoid(s, 0, s, 0, n);
                LOOPS.multiply(x, xOff, s, 0, y, yOff, n);
            }
            case ELU -> {
                CurvePasses.expm1(1, x, xOff, s, 0, n);
                CurvePasses.elu(parameter, x, xOff, s, y, yOff, n);
            }
            case LEAKY_RELU -> CurvePasses.leakyRelu(parameter, x, xOff, y, yOff, n);
        }
    }

    private static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
        CurvePasses.exp(-1, x, xOff, y, yOff, n);
        CurvePasses.fraction(y, yOff, y, yOff, n);
    }

    /// dx = f'(x) · dy, for n floats.
    ///
    /// @param v the value for SIGMOID and TANH, x for the others
    static void gradient(
            Curve curve, float parameter, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        float[][] scratch = SCRATCH.get();
        float[] s = scratch[0];
        float[] t = scratch[1];
        for (int i = 0; i < n; i += BLOCK) {
            int floats = Math.min(BLOCK, n - i);
            gradientBlock(curve, parameter, v, vOff + i, s, t, dy, dyOff + i, dx, dxOff + i, floats);
        }
    }

    private static void gradientBlock(
            Curve curve, float parameter, float[] v, int vOff, float[] s, float[] t, float[] dy, int dyOff, float[] dx,
            int dxOff, int n) {
        switch (curve) {
            case EXP -> {
                CurvePasses.exp(1, v, vOff, s, 0, n);
                LOOPS.multiply(s, 0, dy, dyOff, dx, dxOff, n);
            }
            case SIGMOID -> CurvePasses.sigmoidGradient(v, vOff, dy, dyOff, dx, dxOff, n);
            case TANH -> CurvePasses.tanhGradient(v, vOff, dy, dyOff, dx, dxOff, n);
            case SILU -> {
                sigmoid(v, vOff, s, 0, n);
                CurvePasses.siluGradient(v, vOff, s, dy, dyOff, dx, dxOff, n);
            }
            case GELU -> {
                CurvePasses.bell(v, vOff, s, 0, n);
                CurvePasses.normal(v, vOff, s, t, n);
                CurvePasses.geluGradient(v, vOff, s, t, dy, dyOff, dx, dxOff, n);
            }
            case GELU_TANH -> {
                CurvePasses.bent(v, vOff, s, 0, n);
                sigmoid(s, 0, s, 0, n);
                CurvePasses.geluTanhGradient(v, vOff, s, dy, dyOff, dx, dxOff, n);
            }
            case ELU -> {
                CurvePasses.exp(1, v, vOff, s, 0, n);
                CurvePasses.eluGradient(parameter, v, vOff, s, dy, dyOff, dx, dxOff, n);
            }
            case LEAKY_RELU -> CurvePasses.leakyReluGradient(parameter, v, vOff, dy, dyOff, dx, dxOff, n);
        }
    }
}
