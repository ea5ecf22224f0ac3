package dev.fovea.backend.cpu.kernel;

/// Functions of one number and their gradients, as polynomials in plain float arithmetic: the same
/// operations in the same order give the same bits in a loop, in vector lanes, interpreted or compiled.
///
/// All rest on eˣ: x = n · ln 2 + r with n whole and |r| ≤ ln 2 / 2, eˣ = 2ⁿ · (1 + r + r² · P(r)). P has
/// the coefficients with the least greatest relative error of eˣ (3.1e−9) over 400 Chebyshev points, found by
/// iteratively reweighted least squares (Lawson, 1961) in 40 digits and rounded to floats. Errors are a
/// few units in the last place, see CurveTest.
public enum Curve {
    EXP,
    SIGMOID,
    TANH,
    /// x · σ(x).
    SILU,
    /// x · Φ(x), Φ by the error function.
    GELU,
    /// x · σ(2u) = ½x(1 + tanh u) with u = √(2/π)(x + 0.044715x³).
    GELU_TANH,
    /// x, or parameter · (eˣ − 1) where x ≤ 0.
    ELU,
    /// x, or parameter · x where x ≤ 0.
    LEAKY_RELU;

    public static final float LOWEST = -104;
    public static final float HIGHEST = 89;
    public static final float LOG2_E = 1.4426950408889634f;
    public static final float LN2_HIGH = 0.6931471824645996f;
    public static final float LN2_LOW = -1.904654323148236e-9f;
    /// 1.5 · 2²³: added to a float below 2²² it leaves the nearest whole number in the low bits.
    public static final float ROUNDER = 0x1.8p23f;
    public static final float P0 = 0.5f;
    public static final float P1 = 0.1666651964187622f;
    public static final float P2 = 0.04166620597243309f;
    public static final float P3 = 0.008368882350623608f;
    public static final float P4 = 0.0013950478751212358f;

    /// Φ(−a) · e^(a²/2) = t · Q(t) with t = 1 / (1 + T · a), for a from 0 to 14.5; Q by the same method,
    /// relative error 3.2e−8.
    public static final float T = 0.35f;
    /// Farther from 0 the tail counts as it is here, 6e−39.
    public static final float FARTHEST = 13;
    public static final float Q0 = 0.139621302485466f;
    public static final float Q1 = 0.1398635059595108f;
    public static final float Q2 = 0.11982136219739914f;
    public static final float Q3 = 0.10555215924978256f;
    public static final float Q4 = -0.023211415857076645f;
    public static final float Q5 = 0.15931814908981323f;
    public static final float Q6 = -0.25583750009536743f;
    public static final float Q7 = 0.1440301090478897f;
    public static final float Q8 = -0.02915770374238491f;

    /// 1 / √(2π).
    public static final float DENSITY = 0.3989422804014327f;
    /// 2√(2/π), and that times 0.044715.
    public static final float U1 = 1.5957691216057308f;
    public static final float U3 = 0.07135481282553487f;

    /// The function's value at x.
    public float of(float x, float parameter) {
        return switch (this) {
            case EXP -> exp(x);
            case SIGMOID -> sigmoid(x);
            case TANH -> tanh(x);
            case SILU -> x * sigmoid(x);
            case GELU -> x * normal(x, near(x), bell(near(x)));
            case GELU_TANH -> x * sigmoid(bent(x));
            case ELU -> x > 0 ? x : parameter * expm1(x);
            case LEAKY_RELU -> x > 0 ? x : parameter * x;
        };
    }

    /// The gradient by x, given the gradient dy by the value.
    ///
    /// @param v the value for SIGMOID and TANH, x for the others
    public float gradient(float v, float dy, float parameter) {
        return switch (this) {
            case EXP -> exp(v) * dy;
            case SIGMOID -> v * (1 - v) * dy;
            case TANH -> (1 - v * v) * dy;
            case SILU -> {
                float s = sigmoid(v);
                yield s * Math.fma(v, 1 - s, 1f) * dy;
            }
            case GELU -> {
                float bell = bell(near(v));
                yield Math.fma(v * DENSITY, bell, normal(v, near(v), bell)) * dy;
            }
            case GELU_TANH -> {
                float s = sigmoid(bent(v));
                float slope = Math.fma(v * v, 3 * U3, U1);
                yield Math.fma(v * slope, s * (1 - s), s) * dy;
            }
            case ELU -> v > 0 ? dy : parameter * exp(v) * dy;
            case LEAKY_RELU -> v > 0 ? dy : parameter * dy;
        };
    }

    static float exp(float x) {
        float clamped = Math.min(Math.max(x, LOWEST), HIGHEST);
        float t = Math.fma(clamped, LOG2_E, ROUNDER);
        int k = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUNDER);
        float y = 1 + reduced(clamped, t - ROUNDER);
        return y * power(k >> 1) * power(k - (k >> 1));
    }

    /// eˣ − 1 for x ≤ 0.
    static float expm1(float x) {
        float clamped = Math.max(x, -87f);
        float t = Math.fma(clamped, LOG2_E, ROUNDER);
        float scale = power(Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUNDER));
        return Math.fma(scale, reduced(clamped, t - ROUNDER), scale - 1);
    }

    /// eʳ − 1 for r = x − n · ln 2.
    private static float reduced(float x, float n) {
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = Math.fma(Math.fma(Math.fma(Math.fma(P4, r, P3), r, P2), r, P1), r, P0);
        return Math.fma(r * r, p, r);
    }

    private static float power(int n) {
        return Float.intBitsToFloat((n + 127) << 23);
    }

    static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }

    /// −m / (2 + m) with m = e^(−2|x|) − 1, and the sign of x.
    static float tanh(float x) {
        float m = expm1(-2 * Math.abs(x));
        float y = -m / (2 + m);
        return x < 0 ? -y : y;
    }

    static float near(float x) {
        return Math.min(Math.abs(x), FARTHEST);
    }

    /// e^(−a²/2); what rounding takes from a² is put back.
    static float bell(float a) {
        float square = a * a;
        float lost = Math.fma(a, a, -square);
        float x = -0.5f * square;
        float t = Math.fma(x, LOG2_E, ROUNDER);
        float scale = power(Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUNDER));
        float bell = Math.fma(scale, reduced(x, t - ROUNDER), scale);
        return Math.fma(bell, -0.5f * lost, bell);
    }

    /// The normal distribution function Φ(x), given a = |x| and e^(−a²/2).
    static float normal(float x, float a, float bell) {
        float t = 1 / Math.fma(T, a, 1f);
        float q = Math.fma(Math.fma(Math.fma(Math.fma(Q8, t, Q7), t, Q6), t, Q5), t, Q4);
        q = Math.fma(Math.fma(Math.fma(Math.fma(q, t, Q3), t, Q2), t, Q1), t, Q0);
        float tail = q * t * bell;
        return x < 0 ? tail : 1 - tail;
    }

    private static float bent(float x) {
        return x * Math.fma(x * x, U3, U1);
    }
}
