package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.PeakProbe;

/// The probe of the scalar kernels: rows of floats that stay in the first cache, multiplied and added in
/// a loop that C2 vectorises, with 256 chains side by side.
public final class ScalarPeakProbe implements PeakProbe {
    private static final int CHAINS = 256;
    private static final int DEPTH = 8;

    private final ThreadLocal<float[]> rows = ThreadLocal.withInitial(() -> new float[CHAINS]);

    @Override
    public long flops(int steps) {
        return 2L * CHAINS * DEPTH * steps;
    }

    @Override
    public float run(int steps) {
        float[] y = rows.get();
        for (int step = 0; step < steps; step++) {
            multiplyAdd(y);
        }
        return y[0];
    }

    private static void multiplyAdd(float[] y) {
        for (int i = 0; i < CHAINS; i++) {
            float a = y[i] * .999f + .001f;
            a = a * .999f + .001f;
            a = a * .999f + .001f;
            a = a * .999f + .001f;
            a = a * .999f + .001f;
            a = a * .999f + .001f;
            a = a * .999f + .001f;
            y[i] = a * .999f + .001f;
        }
    }
}
