package dev.fovea.backend.cpu.vector;

import static jdk.incubator.vector.FloatVector.fromArray;

import dev.fovea.backend.cpu.Curve;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Loops over the functions of [VectorCurves]: one counted loop each, under a mask: written
/// out twice, the longest would exceed what C2 inlines, and then vectors are allocated.
final class VectorCurveLoops {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int L = Lanes.COUNT;

    private VectorCurveLoops() {}

    static void apply(Curve curve, float parameter, float[] x, int xo, float[] y, int yo, int n) {
        switch (curve) {
            case EXP -> exp(x, xo, y, yo, n);
            case SIGMOID -> sigmoid(x, xo, y, yo, n);
            case TANH -> tanh(x, xo, y, yo, n);
            case SILU -> silu(x, xo, y, yo, n);
            case GELU -> gelu(x, xo, y, yo, n);
            case GELU_TANH -> geluTanh(x, xo, y, yo, n);
            case ELU -> elu(parameter, x, xo, y, yo, n);
            case LEAKY_RELU -> leakyRelu(parameter, x, xo, y, yo, n);
        }
    }

    static void gradient(
            Curve curve, float parameter, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        switch (curve) {
            case EXP -> expGradient(v, vo, dy, dyo, dx, dxo, n);
            case SIGMOID -> sigmoidGradient(v, vo, dy, dyo, dx, dxo, n);
            case TANH -> tanhGradient(v, vo, dy, dyo, dx, dxo, n);
            case SILU -> siluGradient(v, vo, dy, dyo, dx, dxo, n);
            case GELU -> geluGradient(v, vo, dy, dyo, dx, dxo, n);
            case GELU_TANH -> geluTanhGradient(v, vo, dy, dyo, dx, dxo, n);
            case ELU -> eluGradient(parameter, v, vo, dy, dyo, dx, dxo, n);
            case LEAKY_RELU -> leakyReluGradient(parameter, v, vo, dy, dyo, dx, dxo, n);
        }
    }

    private static void exp(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.exp(fromArray(SPECIES, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    private static void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.sigmoid(fromArray(SPECIES, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    private static void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.tanh(fromArray(SPECIES, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    private static void silu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.silu(fromArray(SPECIES, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    private static void gelu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.gelu(fromArray(SPECIES, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    private static void geluTanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.geluTanh(fromArray(SPECIES, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    private static void elu(float parameter, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.elu(fromArray(SPECIES, x, xo + i, mask), parameter).intoArray(y, yo + i, mask);
        }
    }

    private static void leakyRelu(float parameter, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.leakyRelu(fromArray(SPECIES, x, xo + i, mask), parameter).intoArray(y, yo + i, mask);
        }
    }

    private static void expGradient(
            float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.exp(fromArray(SPECIES, v, vo + i, mask)).mul(fromArray(SPECIES, dy, dyo + i, mask))
                    .intoArray(dx, dxo + i, mask);
        }
    }

    private static void sigmoidGradient(
            float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.sigmoidGradient(fromArray(SPECIES, v, vo + i, mask), fromArray(SPECIES, dy, dyo + i, mask))
                    .intoArray(dx, dxo + i, mask);
        }
    }

    private static void tanhGradient(
            float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.tanhGradient(fromArray(SPECIES, v, vo + i, mask), fromArray(SPECIES, dy, dyo + i, mask))
                    .intoArray(dx, dxo + i, mask);
        }
    }

    private static void siluGradient(
            float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.siluGradient(fromArray(SPECIES, v, vo + i, mask), fromArray(SPECIES, dy, dyo + i, mask))
                    .intoArray(dx, dxo + i, mask);
        }
    }

    private static void geluGradient(
            float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.geluGradient(fromArray(SPECIES, v, vo + i, mask), fromArray(SPECIES, dy, dyo + i, mask))
                    .intoArray(dx, dxo + i, mask);
        }
    }

    private static void geluTanhGradient(
            float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorCurves.geluTanhGradient(fromArray(SPECIES, v, vo + i, mask), fromArray(SPECIES, dy, dyo + i, mask))
                    .intoArray(dx, dxo + i, mask);
        }
    }

    private static void eluGradient(
            float parameter, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector d = fromArray(SPECIES, dy, dyo + i, mask);
            VectorCurves.eluGradient(fromArray(SPECIES, v, vo + i, mask), d, parameter)
                    .intoArray(dx, dxo + i, mask);
        }
    }

    private static void leakyReluGradient(
            float parameter, float[] v, int vo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector d = fromArray(SPECIES, dy, dyo + i, mask);
            VectorCurves.leakyReluGradient(fromArray(SPECIES, v, vo + i, mask), d, parameter)
                    .intoArray(dx, dxo + i, mask);
        }
    }
}
