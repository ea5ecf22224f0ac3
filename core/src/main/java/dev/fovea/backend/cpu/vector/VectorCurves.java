package dev.fovea.backend.cpu.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import dev.fovea.backend.cpu.Curve;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [Curve] on vectors: line by line the same arithmetic, so the same bits.
///
/// Functions take [Lanes#EXACT] of what they are given: C2 may compile one before the loops that call it.
final class VectorCurves {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;

    // Constants as vectors: fewer nodes than broadcasts, and C2 inlines only so many.
    private static final FloatVector ONE = all(1);
    private static final FloatVector LOWEST = all(Curve.LOWEST);
    private static final FloatVector HIGHEST = all(Curve.HIGHEST);
    private static final FloatVector LOWEST_MINUS_1 = all(-87);
    private static final FloatVector LOG2_E = all(Curve.LOG2_E);
    private static final FloatVector LN2_HIGH = all(-Curve.LN2_HIGH);
    private static final FloatVector LN2_LOW = all(-Curve.LN2_LOW);
    private static final FloatVector ROUNDER = all(Curve.ROUNDER);
    private static final IntVector ROUNDER_BITS = ROUNDER.reinterpretAsInts();
    private static final Class<? extends IntVector> INTS = Lanes.EXACT_INTS;
    private static final IntVector BIAS = ONE.reinterpretAsInts();
    private static final FloatVector P0 = all(Curve.P0);
    private static final FloatVector P1 = all(Curve.P1);
    private static final FloatVector P2 = all(Curve.P2);
    private static final FloatVector P3 = all(Curve.P3);
    private static final FloatVector P4 = all(Curve.P4);
    private static final FloatVector FARTHEST = all(Curve.FARTHEST);
    private static final FloatVector T = all(Curve.T);
    private static final FloatVector Q0 = all(Curve.Q0);
    private static final FloatVector Q1 = all(Curve.Q1);
    private static final FloatVector Q2 = all(Curve.Q2);
    private static final FloatVector Q3 = all(Curve.Q3);
    private static final FloatVector Q4 = all(Curve.Q4);
    private static final FloatVector Q5 = all(Curve.Q5);
    private static final FloatVector Q6 = all(Curve.Q6);
    private static final FloatVector Q7 = all(Curve.Q7);
    private static final FloatVector Q8 = all(Curve.Q8);
    private static final FloatVector DENSITY = all(Curve.DENSITY);
    private static final FloatVector MINUS_HALF = all(-0.5f);
    private static final FloatVector U1 = all(Curve.U1);
    private static final FloatVector U3 = all(Curve.U3);
    private static final FloatVector THREE_U3 = all(3 * Curve.U3);

    private VectorCurves() {}

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = EXACT.cast(x).max(LOWEST).min(HIGHEST);
        FloatVector t = clamped.fma(LOG2_E, ROUNDER);
        IntVector k = INTS.cast(t.reinterpretAsInts()).sub(ROUNDER_BITS);
        FloatVector y = reduced(clamped, t.sub(ROUNDER)).add(ONE);
        IntVector half = k.lanewise(ASHR, 1);
        return y.mul(power(half)).mul(power(k.sub(half)));
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector clamped = EXACT.cast(x).max(LOWEST_MINUS_1);
        FloatVector t = clamped.fma(LOG2_E, ROUNDER);
        FloatVector scale = power(INTS.cast(t.reinterpretAsInts()).sub(ROUNDER_BITS));
        return scale.fma(reduced(clamped, t.sub(ROUNDER)), scale.sub(ONE));
    }

    private static FloatVector reduced(FloatVector x, FloatVector n) {
        FloatVector r = EXACT.cast(n).fma(LN2_LOW, EXACT.cast(n).fma(LN2_HIGH, x));
        FloatVector p = P4.fma(r, P3).fma(r, P2).fma(r, P1).fma(r, P0);
        return r.mul(r).fma(p, r);
    }

    /// 2ⁿ: n is added to the exponent of 1.
    private static FloatVector power(IntVector n) {
        return EXACT.cast(INTS.cast(n).lanewise(LSHL, 23).add(BIAS).reinterpretAsFloats());
    }

    static FloatVector sigmoid(FloatVector x) {
        return ONE.div(exp(EXACT.cast(x).neg()).add(ONE));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector m = expm1(EXACT.cast(x).abs().mul(-2));
        FloatVector y = m.neg().div(m.add(2));
        return y.blend(y.neg(), negative(x));
    }

    private static FloatVector near(FloatVector x) {
        return EXACT.cast(x).abs().min(FARTHEST);
    }

    private static FloatVector bell(FloatVector near) {
        FloatVector a = EXACT.cast(near);
        FloatVector square = a.mul(a);
        FloatVector lost = a.fma(a, square.neg());
        FloatVector x = square.mul(MINUS_HALF);
        FloatVector t = x.fma(LOG2_E, ROUNDER);
        FloatVector scale = power(INTS.cast(t.reinterpretAsInts()).sub(ROUNDER_BITS));
        FloatVector bell = scale.fma(reduced(x, t.sub(ROUNDER)), scale);
        return bell.fma(lost.mul(MINUS_HALF), bell);
    }

    private static FloatVector normal(FloatVector x, FloatVector a, FloatVector bell) {
        FloatVector t = ONE.div(EXACT.cast(a).fma(T, ONE));
        FloatVector q = Q8.fma(t, Q7).fma(t, Q6).fma(t, Q5).fma(t, Q4).fma(t, Q3).fma(t, Q2).fma(t, Q1).fma(t, Q0);
        FloatVector tail = q.mul(t).mul(bell);
        return ONE.sub(tail).blend(tail, negative(x));
    }

    private static FloatVector bent(FloatVector x) {
        return EXACT.cast(x).mul(EXACT.cast(x).mul(x).fma(U3, U1));
    }

    private static VectorMask<Float> negative(FloatVector x) {
        return EXACT.cast(x).compare(VectorOperators.LT, 0);
    }

    private static VectorMask<Float> positive(FloatVector x) {
        return EXACT.cast(x).compare(VectorOperators.GT, 0);
    }

    static FloatVector silu(FloatVector x) {
        return EXACT.cast(x).mul(sigmoid(x));
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector a = near(x);
        return EXACT.cast(x).mul(normal(x, a, bell(a)));
    }

    static FloatVector geluTanh(FloatVector x) {
        return EXACT.cast(x).mul(sigmoid(bent(x)));
    }

    static FloatVector elu(FloatVector x, float parameter) {
        return expm1(x).mul(parameter).blend(x, positive(x));
    }

    static FloatVector leakyRelu(FloatVector x, float parameter) {
        return EXACT.cast(x).mul(parameter).blend(x, positive(x));
    }

    static FloatVector sigmoidGradient(FloatVector y, FloatVector dy) {
        return EXACT.cast(y).mul(ONE.sub(y)).mul(dy);
    }

    static FloatVector tanhGradient(FloatVector y, FloatVector dy) {
        return ONE.sub(EXACT.cast(y).mul(y)).mul(dy);
    }

    static FloatVector siluGradient(FloatVector x, FloatVector dy) {
        FloatVector s = sigmoid(x);
        return s.mul(EXACT.cast(x).fma(ONE.sub(s), ONE)).mul(dy);
    }

    static FloatVector geluGradient(FloatVector x, FloatVector dy) {
        FloatVector a = near(x);
        FloatVector bell = bell(a);
        return EXACT.cast(x).mul(DENSITY).fma(bell, normal(x, a, bell)).mul(dy);
    }

    static FloatVector geluTanhGradient(FloatVector x, FloatVector dy) {
        FloatVector s = sigmoid(bent(x));
        FloatVector slope = EXACT.cast(x).mul(x).fma(THREE_U3, U1);
        return EXACT.cast(x).mul(slope).fma(s.mul(ONE.sub(s)), s).mul(dy);
    }

    static FloatVector eluGradient(FloatVector x, FloatVector dy, float parameter) {
        return exp(x).mul(parameter).mul(dy).blend(dy, positive(x));
    }

    static FloatVector leakyReluGradient(FloatVector x, FloatVector dy, float parameter) {
        return EXACT.cast(dy).mul(parameter).blend(dy, positive(x));
    }
}
