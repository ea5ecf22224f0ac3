package dev.fovea.backend.cpu.vector;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.fovea.backend.cpu.kernel.Curve;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// What [VectorCurves] are made of: one loop each, from arrays to an array, which may be one of them. What an earlier
/// pass made lies at the start of its array. No vector goes into a method or out of one, see [Lanes].
final class CurvePasses {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final Class<? extends IntVector> INTS = Lanes.EXACT_INTS;
    private static final int L = Lanes.COUNT;

    // Constants as vectors: fewer nodes than broadcasts, and C2 inlines only so many.
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);
    private static final FloatVector LOWEST = FloatVector.broadcast(SPECIES, Curve.LOWEST);
    private static final FloatVector HIGHEST = FloatVector.broadcast(SPECIES, Curve.HIGHEST);
    private static final FloatVector LOWEST_MINUS_1 = FloatVector.broadcast(SPECIES, -87);
    private static final FloatVector LOG2_E = FloatVector.broadcast(SPECIES, Curve.LOG2_E);
    private static final FloatVector LN2_HIGH = FloatVector.broadcast(SPECIES, -Curve.LN2_HIGH);
    private static final FloatVector LN2_LOW = FloatVector.broadcast(SPECIES, -Curve.LN2_LOW);
    private static final FloatVector ROUNDER = FloatVector.broadcast(SPECIES, Curve.ROUNDER);
    private static final IntVector ROUNDER_BITS = ROUNDER.reinterpretAsInts();
    private static final IntVector BIAS = ONE.reinterpretAsInts();
    private static final FloatVector P0 = FloatVector.broadcast(SPECIES, Curve.P0);
    private static final FloatVector P1 = FloatVector.broadcast(SPECIES, Curve.P1);
    private static final FloatVector P2 = FloatVector.broadcast(SPECIES, Curve.P2);
    private static final FloatVector P3 = FloatVector.broadcast(SPECIES, Curve.P3);
    private static final FloatVector P4 = FloatVector.broadcast(SPECIES, Curve.P4);
    private static final FloatVector FARTHEST = FloatVector.broadcast(SPECIES, Curve.FARTHEST);
    private static final FloatVector T = FloatVector.broadcast(SPECIES, Curve.T);
    private static final FloatVector Q0 = FloatVector.broadcast(SPECIES, Curve.Q0);
    private static final FloatVector Q1 = FloatVector.broadcast(SPECIES, Curve.Q1);
    private static final FloatVector Q2 = FloatVector.broadcast(SPECIES, Curve.Q2);
    private static final FloatVector Q3 = FloatVector.broadcast(SPECIES, Curve.Q3);
    private static final FloatVector Q4 = FloatVector.broadcast(SPECIES, Curve.Q4);
    private static final FloatVector Q5 = FloatVector.broadcast(SPECIES, Curve.Q5);
    private static final FloatVector Q6 = FloatVector.broadcast(SPECIES, Curve.Q6);
    private static final FloatVector Q7 = FloatVector.broadcast(SPECIES, Curve.Q7);
    private static final FloatVector Q8 = FloatVector.broadcast(SPECIES, Curve.Q8);
    private static final FloatVector DENSITY = FloatVector.broadcast(SPECIES, Curve.DENSITY);
    private static final FloatVector MINUS_HALF = FloatVector.broadcast(SPECIES, -0.5f);
    private static final FloatVector U1 = FloatVector.broadcast(SPECIES, Curve.U1);
    private static final FloatVector U3 = FloatVector.broadcast(SPECIES, Curve.U3);
    private static final FloatVector THREE_U3 = FloatVector.broadcast(SPECIES, 3 * Curve.U3);

    private CurvePasses() {}

    /// y = e^(factor · x); the factor is 1 or −1.
    static void exp(float factor, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask)).mul(factor).max(LOWEST).min(HIGHEST);
            FloatVector t = v.fma(LOG2_E, ROUNDER);
            IntVector k = INTS.cast(t.reinterpretAsInts()).sub(ROUNDER_BITS);
            FloatVector whole = t.sub(ROUNDER);
            FloatVector r = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, v));
            FloatVector p = P4.fma(r, P3).fma(r, P2).fma(r, P1).fma(r, P0);
            // 2ᵏ in two halves, each added to the exponent of 1: k may be too large for one.
            IntVector half = k.lanewise(ASHR, 1);
            IntVector power = half.lanewise(LSHL, 23).add(BIAS);
            IntVector other = k.sub(half).lanewise(LSHL, 23).add(BIAS);
            r.mul(r).fma(p, r).add(ONE).mul(power.reinterpretAsFloats()).mul(other.reinterpretAsFloats())
                    .intoArray(y, yOff + i, mask);
        }
    }

    /// y = e^(−|factor · x|) − 1; the factor is a power of 2.
    static void expm1(float factor, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask)).abs().mul(-factor).max(LOWEST_MINUS_1);
            FloatVector t = v.fma(LOG2_E, ROUNDER);
            FloatVector whole = t.sub(ROUNDER);
            FloatVector r = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, v));
            FloatVector p = P4.fma(r, P3).fma(r, P2).fma(r, P1).fma(r, P0);
            IntVector power = INTS.cast(t.reinterpretAsInts()).sub(ROUNDER_BITS).lanewise(LSHL, 23).add(BIAS);
            FloatVector scale = EXACT.cast(power.reinterpretAsFloats());
            scale.fma(r.mul(r).fma(p, r), scale.sub(ONE)).intoArray(y, yOff + i, mask);
        }
    }

    /// y = e^(−a²/2) with a = |x|, as [Curve] has it.
    static void bell(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector a = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask)).abs().min(FARTHEST);
            FloatVector square = a.mul(a);
            FloatVector lost = a.fma(a, square.neg());
            FloatVector v = square.mul(MINUS_HALF);
            FloatVector t = v.fma(LOG2_E, ROUNDER);
            FloatVector whole = t.sub(ROUNDER);
            FloatVector r = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, v));
            FloatVector p = P4.fma(r, P3).fma(r, P2).fma(r, P1).fma(r, P0);
            IntVector power = INTS.cast(t.reinterpretAsInts()).sub(ROUNDER_BITS).lanewise(LSHL, 23).add(BIAS);
            FloatVector scale = EXACT.cast(power.reinterpretAsFloats());
            FloatVector bell = scale.fma(r.mul(r).fma(p, r), scale);
            bell.fma(lost.mul(MINUS_HALF), bell).intoArray(y, yOff + i, mask);
        }
    }

    /// y = Φ(x), given e^(−x²/2).
    static void normal(float[] x, int xOff, float[] bell, float[] y, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            FloatVector t = ONE.div(v.abs().min(FARTHEST).fma(T, ONE));
            FloatVector q = Q8.fma(t, Q7).fma(t, Q6).fma(t, Q5).fma(t, Q4).fma(t, Q3).fma(t, Q2).fma(t, Q1).fma(t, Q0);
            FloatVector tail = q.mul(t).mul(fromArray(SPECIES, bell, i, mask));
            ONE.sub(tail).blend(tail, v.compare(LT, 0)).intoArray(y, i, mask);
        }
    }

    /// y = x · (U3 · x² + U1).
    static void bent(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            v.mul(v.mul(v).fma(U3, U1)).intoArray(y, yOff + i, mask);
        }
    }

    /// y = 1 / (1 + x).
    static void fraction(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            ONE.div(EXACT.cast(fromArray(SPECIES, x, xOff + i, mask)).add(ONE)).intoArray(y, yOff + i, mask);
        }
    }

    /// y = tanh x, given m = e^(−2|x|) − 1.
    static void tanh(float[] x, int xOff, float[] m, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            FloatVector power = EXACT.cast(fromArray(SPECIES, m, i, mask));
            FloatVector size = power.neg().div(power.add(2));
            size.blend(size.neg(), v.compare(LT, 0)).intoArray(y, yOff + i, mask);
        }
    }

    /// y = x where x > 0, else parameter · m, given m = e^(−|x|) − 1.
    static void elu(float parameter, float[] x, int xOff, float[] m, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            EXACT.cast(fromArray(SPECIES, m, i, mask)).mul(parameter).blend(v, v.compare(GT, 0))
                    .intoArray(y, yOff + i, mask);
        }
    }

    /// y = x where x > 0, else parameter · x.
    static void leakyRelu(float parameter, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            v.mul(parameter).blend(v, v.compare(GT, 0)).intoArray(y, yOff + i, mask);
        }
    }

    /// dx = dy where x > 0, else parameter · dy.
    static void leakyReluGradient(
            float parameter, float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorMask<Float> positive = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask)).compare(GT, 0);
            FloatVector d = EXACT.cast(fromArray(SPECIES, dy, dyOff + i, mask));
            d.mul(parameter).blend(d, positive).intoArray(dx, dxOff + i, mask);
        }
    }

    /// dx = y · (1 − y) · dy.
    static void sigmoidGradient(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, y, yOff + i, mask));
            v.mul(ONE.sub(v)).mul(fromArray(SPECIES, dy, dyOff + i, mask)).intoArray(dx, dxOff + i, mask);
        }
    }

    /// dx = (1 − y²) · dy.
    static void tanhGradient(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, y, yOff + i, mask));
            ONE.sub(v.mul(v)).mul(fromArray(SPECIES, dy, dyOff + i, mask)).intoArray(dx, dxOff + i, mask);
        }
    }

    /// dx = s · (x · (1 − s) + 1) · dy with s = σ(x).
    static void siluGradient(
            float[] x, int xOff, float[] sigmoid, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            FloatVector s = EXACT.cast(fromArray(SPECIES, sigmoid, i, mask));
            s.mul(v.fma(ONE.sub(s), ONE)).mul(fromArray(SPECIES, dy, dyOff + i, mask)).intoArray(dx, dxOff + i, mask);
        }
    }

    /// dx = (x · e^(−x²/2) / √(2π) + Φ(x)) · dy.
    static void geluGradient(
            float[] x, int xOff, float[] bell, float[] normal, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            v.mul(DENSITY).fma(fromArray(SPECIES, bell, i, mask), fromArray(SPECIES, normal, i, mask))
                    .mul(fromArray(SPECIES, dy, dyOff + i, mask)).intoArray(dx, dxOff + i, mask);
        }
    }

    /// dx = (x · (3 · U3 · x² + U1) · s · (1 − s) + s) · dy with s = σ(2u).
    static void geluTanhGradient(
            float[] x, int xOff, float[] sigmoid, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            FloatVector v = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask));
            FloatVector s = EXACT.cast(fromArray(SPECIES, sigmoid, i, mask));
            v.mul(v.mul(v).fma(THREE_U3, U1)).fma(s.mul(ONE.sub(s)), s).mul(fromArray(SPECIES, dy, dyOff + i, mask))
                    .intoArray(dx, dxOff + i, mask);
        }
    }

    /// dx = dy where x > 0, else parameter · eˣ · dy.
    static void eluGradient(
            float parameter, float[] x, int xOff, float[] power, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += L) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, n);
            VectorMask<Float> positive = EXACT.cast(fromArray(SPECIES, x, xOff + i, mask)).compare(GT, 0);
            FloatVector d = fromArray(SPECIES, dy, dyOff + i, mask);
            EXACT.cast(fromArray(SPECIES, power, i, mask)).mul(parameter).mul(d).blend(d, positive)
                    .intoArray(dx, dxOff + i, mask);
        }
    }
}
