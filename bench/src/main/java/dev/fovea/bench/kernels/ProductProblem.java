package dev.fovea.bench.kernels;

/// c = a · b, with c of m × n and sums of length k; all row-major.
///
/// @param transposeA whether a lies as k × m
/// @param transposeB whether b lies as n × k
/// @param weights whether b is a network's parameter
record ProductProblem(String id, int m, int n, int k, boolean transposeA, boolean transposeB, boolean weights)
        implements Problem {

    @Override
    public String title() {
        String a = m + "×" + k + (transposeA ? " (transposed)" : "");
        String b = k + "×" + n + (transposeB ? " (transposed)" : "");
        return "matrix product " + a + " by " + b;
    }

    @Override
    public long multiplyAdds() {
        return (long) m * n * k;
    }

    @Override
    public int[] inputs() {
        return new int[] {m * k, k * n};
    }

    @Override
    public int output() {
        return m * n;
    }
}
