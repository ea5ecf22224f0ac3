package dev.fovea.learn.network;

import dev.fovea.op.Window;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;

/// The gradients of a convolution's kernels, of the first input map of each: over all places, the gradient there times
/// what each weight saw.
final class KernelSlopes {
    private KernelSlopes() {}

    /// @param input of the stage
    /// @param slopes by what the stage computes
    /// @param most kernels, the first ones
    /// @return kernels × height × width
    static Tensor of(Tensor input, Tensor slopes, Window window, int most) {
        int count = Math.min(most, window.k());
        double[] sums = new double[count * window.r() * window.s()];
        for (int place = 0; place < window.oh() * window.ow(); place++) {
            int top = place / window.ow() * window.strideH() - window.top();
            int left = place % window.ow() * window.strideW() - window.left();
            for (int r = 0; r < window.r(); r++) {
                for (int s = 0; s < window.s(); s++) {
                    int y = top + r * window.dilationH();
                    int x = left + s * window.dilationW();
                    if (y < 0 || y >= window.h() || x < 0 || x >= window.w()) {
                        continue;
                    }
                    for (int k = 0; k < count; k++) {
                        int first = k / (window.k() / window.groups()) * (window.c() / window.groups());
                        double seen = input.values()[(y * window.w() + x) * window.c() + first];
                        sums[(k * window.r() + r) * window.s() + s] +=
                                seen * slopes.values()[place * window.k() + k];
                    }
                }
            }
        }
        float[] values = new float[sums.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) sums[i];
        }
        return new Tensor(Shape.of(count, window.r(), window.s()), values);
    }
}
