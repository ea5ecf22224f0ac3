package dev.fovea.tensor;

/// Counter-based random numbers: the number at a counter is a pure function of seed and counter, so
/// any thread can draw any number in any order and the result is the same.
///
/// The bits are SplitMix64's finaliser (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014) of seed + counter · γ.
public record Seed(long value) {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    /// Bound of the relative difference between [#roughNormal] and [#normal]: six roundings would be below 1e-15.
    public static final double ROUGH = 1e-13;

    public static Seed of(long value) {
        return new Seed(value);
    }

    /// An independent seed for the `n`-th of several streams.
    public Seed derive(long n) {
        return new Seed(mix(mix(value ^ 0x5851F42D4C957F2DL) + n * GAMMA));
    }

    /// An independent seed for a named stream; equal names give equal seeds.
    public Seed derive(String name) {
        long hash = value;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash + name.charAt(i) * GAMMA);
        }
        return derive(hash);
    }

    /// 64 random bits.
    public long bits(long counter) {
        return mix(value + (counter + 1) * GAMMA);
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    public double uniform(long counter) {
        return (bits(counter) >>> 11) * 0x1.0p-53;
    }

    /// Uniform among 0 … bound − 1; the bias is below bound · 2⁻⁶⁴.
    public int below(int bound, long counter) {
        return (int) Math.unsignedMultiplyHigh(bits(counter), bound);
    }

    /// Standard normal, by the Box–Muller transform of two uniforms.
    public double normal(long counter) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(2 * counter)));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform(2 * counter + 1));
    }

    /// [#normal] but for the last digits: Math's logarithm and cosine, which processors and JVMs do each in their own
    /// way, are within an ulp of the true ones like StrictMath's, so that the relative difference is below [#ROUGH].
    public double roughNormal(long counter) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(2 * counter)));
        return radius * Math.cos(2 * Math.PI * uniform(2 * counter + 1));
    }

    /// (float) (mean + std · normal), the same bits, in half the time: nearly always all numbers that are as near to
    /// the rough one as the true one is round to the same float.
    ///
    /// @param rough [#roughNormal] of the counter
    public float normal(long counter, double rough, float mean, float std) {
        float lower = (float) (mean + std * (rough * (1 - ROUGH)));
        float upper = (float) (mean + std * (rough * (1 + ROUGH)));
        return lower == upper ? lower : (float) (mean + std * normal(counter));
    }

    /// A random order of 0 … size − 1 (Fisher–Yates).
    public int[] permutation(int size) {
        int[] order = new int[size];
        permute(order, 0);
        return order;
    }

    /// Fills an array with a random order of 0 … length − 1 from the numbers at `counter` …
    /// `counter + length − 1`.
    public void permute(int[] order, long counter) {
        for (int i = 0; i < order.length; i++) {
            int j = below(i + 1, counter + i);
            order[i] = order[j];
            order[j] = i;
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
