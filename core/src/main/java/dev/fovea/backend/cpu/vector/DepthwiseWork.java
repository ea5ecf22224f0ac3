package dev.fovea.backend.cpu.vector;

import static jdk.incubator.vector.FloatVector.fromArray;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.WarmUp;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The depthwise convolution, in which every channel is a group of its own: a vector of channels at a time, four pixels
/// side by side. Each sum is that of the reference: from the bias on, tap by tap in row order, products rounded before
/// they are added.
final class DepthwiseWork implements Work {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final int PIXELS = 4;
    /// Floats of the output that a part computes, at least one row.
    private static final int PART = 1 << 14;

    private final Window g;
    private final Operand x;
    private final Operand w;
    private final @Nullable Operand bias;
    private final boolean relu;
    private final Operand y;
    private final int rows;
    private final int[] taps;

    DepthwiseWork(Window g, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y) {
        this.g = g;
        this.x = x;
        this.w = w;
        this.bias = bias;
        this.relu = activation == Epilogue.RELU;
        this.y = y;
        this.rows = Math.clamp(PART / Math.max(1L, (long) g.ow() * g.c()), 1, g.oh());
        this.taps = taps(g);
    }

    /// Of each tap, floats from the first tap's pixel.
    static int[] taps(Window g) {
        int[] taps = new int[g.r() * g.s()];
        Arrays.setAll(taps, tap -> (tap / g.s() * g.dilationH() * g.w() + tap % g.s() * g.dilationW()) * g.c());
        return taps;
    }

    @Override
    public long scratchFloats() {
        return g.c();
    }

    @Override
    public long tableNumbers() {
        return taps.length;
    }

    @Override
    public String kernel(int n) {
        return "depthwise";
    }

    private int partsOfImage() {
        return Math.ceilDiv(g.oh(), rows);
    }

    @Override
    public int parts(int phase, int n) {
        return n * partsOfImage();
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        Operand start = bias == null ? scratch : bias;
        if (bias == null) {
            Arrays.fill(scratch.array, scratch.offset, scratch.offset + g.c(), 0f);
        }
        int image = part / partsOfImage();
        int first = part % partsOfImage() * rows;
        int vectors = WarmUp.isFirstOver() ? g.c() - g.c() % L : 0;
        for (int i = first; i < Math.min(g.oh(), first + rows); i++) {
            row(image, i, vectors, start);
        }
    }

    /// @param vectors channels that are whole vectors
    private void row(int image, int i, int vectors, Operand start) {
        int top = i * g.strideH() - g.top();
        int from = tapsBefore(top, g.dilationH(), g.r());
        int to = tapsInside(top, g.h(), g.dilationH(), g.r());
        int source = x.offset + (image * g.h() + top) * g.w() * g.c();
        int target = y.offset + (image * g.oh() + i) * g.ow() * g.c();
        int begin = begin(g);
        int inside = inside(g);
        int fours = begin + (inside - begin) / PIXELS * PIXELS;
        for (int j = begin; j < fours; j += PIXELS) {
            int at = source + (j * g.strideW() - g.left()) * g.c();
            for (int channel = 0; channel < vectors; channel += L) {
                four(
                        from * g.s(), Math.max(from, to) * g.s(), taps, x.array, at + channel, g.strideW() * g.c(),
                        w.array, w.offset + channel, g.c(), start.array, start.offset + channel, relu, y.array,
                        target + j * g.c() + channel);
            }
        }
        for (int j = 0; j < g.ow(); j++) {
            int first = j >= begin && j < fours ? vectors : 0;
            if (first < g.c()) {
                pixel(j, from, to, source, target, first, vectors, start);
            }
        }
    }

    /// One pixel's channels from `first` on, those up to `vectors` as vectors.
    private void pixel(int j, int from, int to, int source, int target, int first, int vectors, Operand start) {
        int left = j * g.strideW() - g.left();
        int sFrom = tapsBefore(left, g.dilationW(), g.s());
        int sTo = Math.max(sFrom, tapsInside(left, g.w(), g.dilationW(), g.s()));
        int at = source + left * g.c();
        int out = target + j * g.c();
        System.arraycopy(start.array, start.offset + first, y.array, out + first, g.c() - first);
        for (int r = from; r < to; r++) {
            for (int channel = first; channel < vectors; channel += L) {
                one(
                        r * g.s() + sFrom, r * g.s() + sTo, taps, x.array, at + channel, w.array, w.offset + channel,
                        g.c(), y.array, out + channel);
            }
            for (int tap = r * g.s() + sFrom; tap < r * g.s() + sTo; tap++) {
                plain(at + taps[tap], w.offset + tap * g.c(), out, vectors);
            }
        }
        for (int channel = relu ? first : g.c(); channel < g.c(); channel++) {
            y.array[out + channel] = Math.max(y.array[out + channel], 0f);
        }
    }

    private void plain(int at, int weight, int out, int first) {
        for (int channel = first; channel < g.c(); channel++) {
            y.array[out + channel] += x.array[at + channel] * w.array[weight + channel];
        }
    }

    /// The first output column whose taps all lie in the image, but for what is right of it.
    static int begin(Window g) {
        return Math.min(g.ow(), Math.ceilDiv(g.left(), g.strideW()));
    }

    /// One past the last output column, from [#begin] on, whose taps all lie in the image.
    static int inside(Window g) {
        int room = g.w() + g.left() - g.reachW();
        return room < 0 ? begin(g) : Math.clamp((long) room / g.strideW() + 1, begin(g), g.ow());
    }

    /// Taps that lie before the image.
    static int tapsBefore(int start, int dilation, int taps) {
        return start >= 0 ? 0 : Math.min(taps, Math.ceilDiv(-start, dilation));
    }

    /// One past the last tap that lies in the image or before it.
    static int tapsInside(int start, int extent, int dilation, int taps) {
        return start >= extent ? 0 : Math.min(taps, (extent - 1 - start) / dilation + 1);
    }

    /// `y[p] = start + Σ over taps of x[p] · w` for a vector of channels of four pixels p, which are `step` floats of x
    /// and `c` of y apart.
    private static void four(
            int from, int to, int[] taps, float[] x, int xOff, int step, float[] w, int wOff, int c, float[] start,
            int startOff, boolean relu, float[] y, int yOff) {
        FloatVector y0 = fromArray(SPECIES, start, startOff);
        FloatVector y1 = y0;
        FloatVector y2 = y0;
        FloatVector y3 = y0;
        for (int t = from; t < to; t++) {
            FloatVector weights = fromArray(SPECIES, w, wOff + t * c);
            int at = xOff + taps[t];
            y0 = EXACT.cast(y0).add(fromArray(SPECIES, x, at).mul(weights));
            y1 = EXACT.cast(y1).add(fromArray(SPECIES, x, at + step).mul(weights));
            y2 = EXACT.cast(y2).add(fromArray(SPECIES, x, at + 2 * step).mul(weights));
            y3 = EXACT.cast(y3).add(fromArray(SPECIES, x, at + 3 * step).mul(weights));
        }
        if (relu) {
            y0 = EXACT.cast(y0).max(0);
            y1 = EXACT.cast(y1).max(0);
            y2 = EXACT.cast(y2).max(0);
            y3 = EXACT.cast(y3).max(0);
        }
        EXACT.cast(y0).intoArray(y, yOff);
        EXACT.cast(y1).intoArray(y, yOff + c);
        EXACT.cast(y2).intoArray(y, yOff + 2 * c);
        EXACT.cast(y3).intoArray(y, yOff + 3 * c);
    }

    /// `y += Σ over taps of x · w` for a vector of channels of one pixel.
    private static void one(
            int from, int to, int[] taps, float[] x, int xOff, float[] w, int wOff, int c, float[] y, int yOff) {
        FloatVector sum = fromArray(SPECIES, y, yOff);
        for (int t = from; t < to; t++) {
            sum = EXACT.cast(sum).add(
                    fromArray(SPECIES, x, xOff + taps[t]).mul(fromArray(SPECIES, w, wOff + t * c)));
        }
        EXACT.cast(sum).intoArray(y, yOff);
    }
}
