package dev.fovea.backend.cpu.kernel;

/// An extent that may grow with the batch: `factor`, or `factor · n` for a batch of n samples.
public record Extent(int factor, boolean batched) {
    public static Extent fixed(int extent) {
        return new Extent(extent, false);
    }

    public static Extent batched(int perSample) {
        return new Extent(perSample, true);
    }

    public int at(int n) {
        return batched ? Math.multiplyExact(factor, n) : factor;
    }
}
