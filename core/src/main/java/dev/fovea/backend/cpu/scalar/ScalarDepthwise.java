package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The depthwise convolution, in which every channel is a group of its own, and its gradients: rows of
/// channels multiplied with rows of channels. A part is a number of channels of one image, or for
/// the filters' gradient a number of channels of the batch.
///
/// @param kind which of the three
/// @param x the image, or its gradient
/// @param w the filters, or their gradient: r × s × c
/// @param y the output, or its gradient
record ScalarDepthwise(
        Kind kind, Window g, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y,
        ThreadLocal<ScalarRows> rows)
        implements Work {
    private static final int CHANNELS = 128;

    enum Kind {
        FORWARD,
        INPUT_GRADIENT,
        FILTER_GRADIENT
    }

    private int blocks() {
        return Math.ceilDiv(g.c(), CHANNELS);
    }

    @Override
    public String kernel(int n) {
        return "depthwise";
    }

    @Override
    public int parts(int phase, int n) {
        return kind == Kind.FILTER_GRADIENT ? blocks() * g.r() * g.s() : blocks() * n;
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int channel = part % blocks() * CHANNELS;
        int count = Math.min(CHANNELS, g.c() - channel);
        int which = part / blocks();
        switch (kind) {
            case FORWARD -> forward(which, channel, count, rows.get());
            case INPUT_GRADIENT -> inputGradient(which, channel, count, rows.get());
            case FILTER_GRADIENT -> filterGradient(which, n, channel, count, rows.get());
        }
    }

    private void forward(int image, int channel, int count, ScalarRows to) {
        float[] sums = to.sums[0];
        for (int pixel = 0; pixel < g.oh() * g.ow(); pixel++) {
            if (bias == null) {
                Arrays.fill(sums, 0, count, 0f);
            } else {
                System.arraycopy(bias.array, bias.offset + channel, sums, 0, count);
            }
            for (int tap = 0; tap < g.r() * g.s(); tap++) {
                int from = seen(image, pixel, tap);
                if (from >= 0) {
                    System.arraycopy(x.array, x.offset + from * g.c() + channel, to.right[0], 0, count);
                    System.arraycopy(w.array, w.offset + tap * g.c() + channel, to.right[1], 0, count);
                    ScalarRows.addProducts(count, sums, to.right[0], to.right[1]);
                }
            }
            if (activation == Epilogue.RELU) {
                ScalarRows.relu(count, sums);
            }
            System.arraycopy(sums, 0, y.array, output(image, pixel) + channel, count);
        }
    }

    private void inputGradient(int image, int channel, int count, ScalarRows to) {
        for (int pixel = 0; pixel < g.h() * g.w(); pixel++) {
            int at = x.offset + (image * g.h() * g.w() + pixel) * g.c() + channel;
            Arrays.fill(x.array, at, at + count, 0f);
        }
        float[] sums = to.sums[0];
        for (int pixel = 0; pixel < g.oh() * g.ow(); pixel++) {
            System.arraycopy(y.array, output(image, pixel) + channel, to.right[0], 0, count);
            for (int tap = 0; tap < g.r() * g.s(); tap++) {
                int at = seen(image, pixel, tap);
                if (at >= 0) {
                    int target = x.offset + at * g.c() + channel;
                    System.arraycopy(w.array, w.offset + tap * g.c() + channel, to.right[1], 0, count);
                    System.arraycopy(x.array, target, sums, 0, count);
                    ScalarRows.addProducts(count, sums, to.right[0], to.right[1]);
                    System.arraycopy(sums, 0, x.array, target, count);
                }
            }
        }
    }

    private void filterGradient(int tap, int n, int channel, int count, ScalarRows to) {
        float[] sums = to.sums[0];
        Arrays.fill(sums, 0, count, 0f);
        for (int image = 0; image < n; image++) {
            for (int pixel = 0; pixel < g.oh() * g.ow(); pixel++) {
                int from = seen(image, pixel, tap);
                if (from >= 0) {
                    System.arraycopy(x.array, x.offset + from * g.c() + channel, to.right[0], 0, count);
                    System.arraycopy(y.array, output(image, pixel) + channel, to.right[1], 0, count);
                    ScalarRows.addProducts(count, sums, to.right[0], to.right[1]);
                }
            }
        }
        System.arraycopy(sums, 0, w.array, w.offset + tap * g.c() + channel, count);
    }

    private int output(int image, int pixel) {
        return y.offset + (image * g.oh() * g.ow() + pixel) * g.k();
    }

    /// The pixel of the batch that an output pixel sees through a tap, or −1 if that is padding.
    private int seen(int image, int pixel, int tap) {
        int h = pixel / g.ow() * g.strideH() - g.top() + tap / g.s() * g.dilationH();
        int v = pixel % g.ow() * g.strideW() - g.left() + tap % g.s() * g.dilationW();
        return h < 0 || h >= g.h() || v < 0 || v >= g.w() ? -1 : (image * g.h() + h) * g.w() + v;
    }
}
