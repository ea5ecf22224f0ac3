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
    static void apply(Curve curve, float parameter, float[] x, int xo, float[] y, int yo, int n) {
        float[] s = SCRATCH.get()[0];
        for (int i = 0; i < n; i += BLOCK) {
            block(curve, parameter, x, xo + i, s, y, yo + i, Math.min(BLOCK, n - i));
        }
    }

    private static void block(Curve curve, float parameter, float[] x, int xo, float[] s, float[] y, int yo, int n) {
        switch (curve) {
            case EXP -> CurvePasses.exp(1, x, xo, y, yo, n);
            case SIGMOID -> sigmoid(x, xo, y, yo, n);
            case TANH -> {
                CurvePasses.expm1(2, x, xo, s, 0, n);
                CurvePasses.tanh(x, xo, s, y, yo, n);
            }
            case SILU -> {
                sigmoid(x, xo, s, 0, n);
                LOOPS.multiply(x, xo, s, 0, y, yo, n);
            }
            case GELU -> {
                CurvePasses.bell(x, xo, s, 0, n);
                CurvePasses.normal(x, xo, s, s, n);
                LOOPS.multiply(x, xo, s, 0, y, yo, n);
            }
            case GELU_TANH -> {
                CurvePasses.bent(x, xo, s, 0, n);
                sigmoid(s, 0, s, 0, n);
                LOOPS.multiply(x, xo, s, 0, y, yo, n);
            }
            case ELU -> {
                CurvePasses.expm1(1, x, xo, s, 0, n);
                CurvePasses.elu(parameter, x, xo, s, y, yo, n);
            }
            case LEAKY_RELU -> CurvePasses.leakyRelu(parameter, x, xo, y, yo, n);
        }
    }

    private static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        CurvePasses.exp(-1, x, xo, y, yo, n);
        CurvePasses.fraction(y, yo, y, yo, n);
    }

    /// dx = f'(x) · dy, for n floats.
    ///
    /// @param v the value for SIGMOID and TANH, x for the others
    static void gradient(
            Curve curve, float parameter, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        float[][] scratch = SCRATCH.get();
        float[] s = scratch[0];
        float[] t = scratch[1];
        for (int i = 0; i < n; i += BLOCK) {
            int floats = Math.min(BLOCK, n - i);
            gradientBlock(curve, parameter, v, vo + i, s, t, dy, dyo + i, dx, dxo + i, floats);
        }
    }

    private static void gradientBlock(
            Curve curve, float parameter, float[] v, int vo, float[] s, float[] t, float[] dy, int dyo, float[] dx,
            int dxo, int n) {
        switch (curve) {
            case EXP -> {
                CurvePasses.exp(1, v, vo, s, 0, n);
                LOOPS.multiply(s, 0, dy, dyo, dx, dxo, n);
            }
            case SIGMOID -> CurvePasses.sigmoidGradient(v, vo, dy, dyo, dx, dxo, n);
            case TANH -> CurvePasses.tanhGradient(v, vo, dy, dyo, dx, dxo, n);
            case SILU -> {
                sigmoid(v, vo, s, 0, n);
                CurvePasses.siluGradient(v, vo, s, dy, dyo, dx, dxo, n);
            }
            case GELU -> {
                CurvePasses.bell(v, vo, s, 0, n);
                CurvePasses.normal(v, vo, s, t, n);
                CurvePasses.geluGradient(v, vo, s, t, dy, dyo, dx, dxo, n);
            }
            case GELU_TANH -> {
                CurvePasses.bent(v, vo, s, 0, n);
                sigmoid(s, 0, s, 0, n);
                CurvePasses.geluTanhGradient(v, vo, s, dy, dyo, dx, dxo, n);
            }
            case ELU -> {
                CurvePasses.exp(1, v, vo, s, 0, n);
                CurvePasses.eluGradient(parameter, v, vo, s, dy, dyo, dx, dxo, n);
            }
            case LEAKY_RELU -> CurvePasses.leakyReluGradient(parameter, v, vo, dy, dyo, dx, dxo, n);
        }
    }
}
