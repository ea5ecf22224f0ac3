package dev.fovea.backend.cpu.vector;

import static jdk.incubator.vector.FloatVector.fromArray;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.WarmUp;
import dev.fovea.op.Window;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The gradient of a depthwise convolution by its filters: a vector of channels at a time, of nine taps side by side.
/// Each sum is that of the reference: from 0 on, pixel by pixel of the batch, products rounded before they are added.
/// A part is some channels.
final class DepthwiseFilterGradientWork implements Work {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final int MANY = 9;
    private static final int SOME = 3;
    /// Channels of a part.
    private static final int PART = 2 * L;

    private final Window g;
    private final Operand x;
    private final Operand dy;
    private final Operand dw;
    /// Of each tap, floats from the first tap's pixel.
    private final int[] taps;

    DepthwiseFilterGradientWork(Window g, Operand x, Operand dy, Operand dw) {
        this.g = g;
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        this.taps = DepthwiseWork.taps(g);
    }

    @Override
    public long tableNumbers() {
        return taps.length;
    }

    @Override
    public String kernel(int n) {
        return "depthwise";
    }

    @Override
    public int parts(int phase, int n) {
        return Math.ceilDiv(g.c(), PART);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int first = part * PART;
        int last = Math.min(g.c(), first + PART);
        int vectors = WarmUp.isFirstOver() ? last - last % L : first;
        for (int tap = 0; tap < taps.length; tap++) {
            Arrays.fill(dw.array, dw.offset + tap * g.c() + first, dw.offset + tap * g.c() + last, 0f);
        }
        for (int image = 0; image < n; image++) {
            for (int i = 0; i < g.oh(); i++) {
                row(image, i, first, vectors, last);
            }
        }
    }

    /// @param vectors up to where channels from `first` on are taken as vectors
    private void row(int image, int i, int first, int vectors, int last) {
        int top = i * g.strideH() - g.top();
        int from = DepthwiseWork.tapsBefore(top, g.dilationH(), g.r());
        int to = DepthwiseWork.tapsInside(top, g.h(), g.dilationH(), g.r());
        if (from >= to) {
            return;
        }
        int source = x.offset + ((image * g.h() + top) * g.w() - g.left()) * g.c();
        int upstream = dy.offset + (image * g.oh() + i) * g.ow() * g.c();
        int begin = DepthwiseWork.begin(g);
        int inside = DepthwiseWork.inside(g);
        for (int channel = first; channel < vectors; channel += L) {
            columns(0, begin, from, to, source, upstream, channel);
            whole(begin, inside - begin, from * g.s(), to * g.s(), source, upstream, channel);
            columns(inside, g.ow(), from, to, source, upstream, channel);
        }
        if (vectors < last) {
            plain(from, to, source, upstream, vectors, last);
        }
    }

    /// The columns that see all taps of a row of taps, for a vector of channels.
    private void whole(int j, int count, int from, int to, int source, int upstream, int channel) {
        int step = g.strideW() * g.c();
        int xOff = source + j * step + channel;
        int dyOff = upstream + j * g.c() + channel;
        int tap = from;
        for (; tap + MANY <= to; tap += MANY) {
            nine(count, taps, tap, x.array, xOff, step, dy.array, dyOff, g.c(), dw.array, weight(tap, channel));
        }
        for (; tap + SOME <= to; tap += SOME) {
            three(count, taps, tap, x.array, xOff, step, dy.array, dyOff, g.c(), dw.array, weight(tap, channel));
        }
        for (; tap < to; tap++) {
            one(count, x.array, xOff + taps[tap], step, dy.array, dyOff, g.c(), dw.array, weight(tap, channel));
        }
    }

    /// Columns some of whose taps lie beside the image, for a vector of channels.
    private void columns(int first, int last, int from, int to, int source, int upstream, int channel) {
        for (int j = first; j < last; j++) {
            int left = j * g.strideW() - g.left();
            int sFrom = DepthwiseWork.tapsBefore(left, g.dilationW(), g.s());
            int sTo = DepthwiseWork.tapsInside(left, g.w(), g.dilationW(), g.s());
            int at = source + j * g.strideW() * g.c() + channel;
            for (int r = from; r < to; r++) {
                for (int tap = r * g.s() + sFrom; tap < r * g.s() + sTo; tap++) {
                    one(
                            1, x.array, at + taps[tap], 0, dy.array, upstream + j * g.c() + channel, 0, dw.array,
                            weight(tap, channel));
                }
            }
        }
    }

    /// All columns, for channels that are no whole vector.
    private void plain(int from, int to, int source, int upstream, int first, int last) {
        for (int j = 0; j < g.ow(); j++) {
            int left = j * g.strideW() - g.left();
            int sFrom = DepthwiseWork.tapsBefore(left, g.dilationW(), g.s());
            int sTo = DepthwiseWork.tapsInside(left, g.w(), g.dilationW(), g.s());
            int at = source + j * g.strideW() * g.c();
            int gradient = upstream + j * g.c();
            for (int r = from; r < to; r++) {
                for (int tap = r * g.s() + sFrom; tap < r * g.s() + sTo; tap++) {
                    int weight = weight(tap, 0);
                    for (int channel = first; channel < last; channel++) {
                        dw.array[weight + channel] +=
                                x.array[at + taps[tap] + channel] * dy.array[gradient + channel];
                    }
                }
            }
        }
    }

    private int weight(int tap, int channel) {
        return dw.offset + tap * g.c() + channel;
    }

    /// `dw[t] += Σ over count pixels of x · dy` for a vector of channels of nine taps from t on; pixels are `step`
    /// floats of x and `c` of dy apart.
    private static void nine(
            int count, int[] taps, int t, float[] x, int xOff, int step, float[] dy, int dyOff, int c, float[] dw,
            int dwOff) {
        FloatVector w0 = fromArray(SPECIES, dw, dwOff);
        FloatVector w1 = fromArray(SPECIES, dw, dwOff + c);
        FloatVector w2 = fromArray(SPECIES, dw, dwOff + 2 * c);
        FloatVector w3 = fromArray(SPECIES, dw, dwOff + 3 * c);
        FloatVector w4 = fromArray(SPECIES, dw, dwOff + 4 * c);
        FloatVector w5 = fromArray(SPECIES, dw, dwOff + 5 * c);
        FloatVector w6 = fromArray(SPECIES, dw, dwOff + 6 * c);
        FloatVector w7 = fromArray(SPECIES, dw, dwOff + 7 * c);
        FloatVector w8 = fromArray(SPECIES, dw, dwOff + 8 * c);
        for (int pixel = 0; pixel < count; pixel++) {
            int at = xOff + pixel * step;
            FloatVector up = fromArray(SPECIES, dy, dyOff + pixel * c);
            w0 = EXACT.cast(w0).add(fromArray(SPECIES, x, at + taps[t]).mul(up));
            w1 = EXACT.cast(w1).add(fromArray(SPECIES, x, at + taps[t + 1]).mul(up));
            w2 = EXACT.cast(w2).add(fromArray(SPECIES, x, at + taps[t + 2]).mul(up));
            w3 = EXACT.cast(w3).add(fromArray(SPECIES, x, at + taps[t + 3]).mul(up));
            w4 = EXACT.cast(w4).add(fromArray(SPECIES, x, at + taps[t + 4]).mul(up));
            w5 = EXACT.cast(w5).add(fromArray(SPECIES, x, at + taps[t + 5]).mul(up));
            w6 = EXACT.cast(w6).add(fromArray(SPECIES, x, at + taps[t + 6]).mul(up));
            w7 = EXACT.cast(w7).add(fromArray(SPECIES, x, at + taps[t + 7]).mul(up));
            w8 = EXACT.cast(w8).add(fromArray(SPECIES, x, at + taps[t + 8]).mul(up));
        }
        EXACT.cast(w0).intoArray(dw, dwOff);
        EXACT.cast(w1).intoArray(dw, dwOff + c);
        EXACT.cast(w2).intoArray(dw, dwOff + 2 * c);
        EXACT.cast(w3).intoArray(dw, dwOff + 3 * c);
        EXACT.cast(w4).intoArray(dw, dwOff + 4 * c);
        EXACT.cast(w5).intoArray(dw, dwOff + 5 * c);
        EXACT.cast(w6).intoArray(dw, dwOff + 6 * c);
        EXACT.cast(w7).intoArray(dw, dwOff + 7 * c);
        EXACT.cast(w8).intoArray(dw, dwOff + 8 * c);
    }

    /// See [#nine].
    private static void three(
            int count, int[] taps, int t, float[] x, int xOff, int step, float[] dy, int dyOff, int c, float[] dw,
            int dwOff) {
        FloatVector w0 = fromArray(SPECIES, dw, dwOff);
        FloatVector w1 = fromArray(SPECIES, dw, dwOff + c);
        FloatVector w2 = fromArray(SPECIES, dw, dwOff + 2 * c);
        for (int pixel = 0; pixel < count; pixel++) {
            int at = xOff + pixel * step;
            FloatVector up = fromArray(SPECIES, dy, dyOff + pixel * c);
            w0 = EXACT.cast(w0).add(fromArray(SPECIES, x, at + taps[t]).mul(up));
            w1 = EXACT.cast(w1).add(fromArray(SPECIES, x, at + taps[t + 1]).mul(up));
            w2 = EXACT.cast(w2).add(fromArray(SPECIES, x, at + taps[t + 2]).mul(up));
        }
        EXACT.cast(w0).intoArray(dw, dwOff);
        EXACT.cast(w1).intoArray(dw, dwOff + c);
        EXACT.cast(w2).intoArray(dw, dwOff + 2 * c);
    }

    /// See [#nine].
    private static void one(
            int count, float[] x, int xOff, int step, float[] dy, int dyOff, int c, float[] dw, int dwOff) {
        FloatVector sum = fromArray(SPECIES, dw, dwOff);
        for (int pixel = 0; pixel < count; pixel++) {
            sum = EXACT.cast(sum).add(
                    fromArray(SPECIES, x, xOff + pixel * step).mul(fromArray(SPECIES, dy, dyOff + pixel * c)));
        }
        EXACT.cast(sum).intoArray(dw, dwOff);
    }
}
