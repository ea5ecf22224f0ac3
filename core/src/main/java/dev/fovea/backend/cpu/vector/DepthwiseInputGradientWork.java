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

/// The gradient of a depthwise convolution by its image: a vector of channels at a time of four pixels that are a
/// stride apart and so are seen through the same taps. Each sum is that of the reference: from 0 on, output by output
/// in row order, which is tap by tap from the last, products rounded before they are added.
///
/// An image's row h is row H · stride + phase of the padded image. Through tap r of its phase, output row
/// H + (phase − r · dilation) / stride sees it; columns likewise.
final class DepthwiseInputGradientWork implements Work {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final Class<? extends FloatVector> EXACT = Lanes.EXACT;
    private static final int L = Lanes.COUNT;
    private static final int PIXELS = 4;
    /// Floats of the image that a part computes, at least one row.
    private static final int PART = 1 << 14;

    private final Window g;
    private final Operand dy;
    private final Operand w;
    private final Operand dx;
    private final int rows;
    private final Taps[] down;
    private final Taps[] across;
    /// For each pair of phases and its taps, floats of dy from the output at (H, V), and of w from the first tap.
    private final int[][] outputs;
    private final int[][] weights;

    /// The taps of a phase, the last first.
    ///
    /// @param shifts of each, outputs from the pixel's own; they grow
    private record Taps(int[] taps, int[] shifts) {
        static Taps[] of(int taps, int stride, int dilation) {
            Taps[] phases = new Taps[stride];
            for (int phase = 0; phase < stride; phase++) {
                int[] of = new int[taps];
                int count = 0;
                for (int tap = taps - 1; tap >= 0; tap--) {
                    if (Math.floorMod(phase - tap * dilation, stride) == 0) {
                        of[count++] = tap;
                    }
                }
                int[] own = Arrays.copyOf(of, count);
                int from = phase;
                int[] shifts = Arrays.stream(own).map(tap -> (from - tap * dilation) / stride).toArray();
                phases[phase] = new Taps(own, shifts);
            }
            return phases;
        }

        int count() {
            return taps.length;
        }

        /// The first tap whose output is not before the first.
        int from(int own) {
            int at = 0;
            while (at < shifts.length && own + shifts[at] < 0) {
                at++;
            }
            return at;
        }

        /// One past the last tap whose output is there.
        int to(int own, int extent) {
            int at = shifts.length;
            while (at > 0 && own + shifts[at - 1] >= extent) {
                at--;
            }
            return at;
        }
    }

    DepthwiseInputGradientWork(Window g, Operand dy, Operand w, Operand dx) {
        this.g = g;
        this.dy = dy;
        this.w = w;
        this.dx = dx;
        this.rows = Math.clamp(PART / Math.max(1L, (long) g.w() * g.c()), 1, g.h());
        this.down = Taps.of(g.r(), g.strideH(), g.dilationH());
        this.across = Taps.of(g.s(), g.strideW(), g.dilationW());
        this.outputs = new int[g.strideH() * g.strideW()][];
        this.weights = new int[g.strideH() * g.strideW()][];
        for (int pair = 0; pair < outputs.length; pair++) {
            Taps vertical = down[pair / g.strideW()];
            Taps horizontal = across[pair % g.strideW()];
            int count = vertical.count() * horizontal.count();
            int[] output = new int[count];
            int[] weight = new int[count];
            for (int t = 0; t < count; t++) {
                int r = t / horizontal.count();
                int s = t % horizontal.count();
                output[t] = (vertical.shifts[r] * g.ow() + horizontal.shifts[s]) * g.c();
                weight[t] = (vertical.taps[r] * g.s() + horizontal.taps[s]) * g.c();
            }
            outputs[pair] = output;
            weights[pair] = weight;
        }
    }

    @Override
    public long tableNumbers() {
        return 2L * (g.r() * g.s() + g.r() + g.s());
    }

    @Override
    public String kernel(int n) {
        return "depthwise";
    }

    private int partsOfImage() {
        return Math.ceilDiv(g.h(), rows);
    }

    @Override
    public int parts(int phase, int n) {
        return n * partsOfImage();
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int image = part / partsOfImage();
        int first = part % partsOfImage() * rows;
        int vectors = WarmUp.isFirstOver() ? g.c() - g.c() % L : 0;
        for (int h = first; h < Math.min(g.h(), first + rows); h++) {
            int phaseH = (h + g.top()) % g.strideH();
            for (int phaseW = 0; phaseW < g.strideW(); phaseW++) {
                row(image, h, phaseH, phaseW, vectors);
            }
        }
    }

    /// The pixels of a row that are of one phase.
    private void row(int image, int h, int phaseH, int phaseW, int vectors) {
        int ownH = (h + g.top()) / g.strideH();
        int pair = phaseH * g.strideW() + phaseW;
        Taps horizontal = across[phaseW];
        int count = horizontal.count();
        int from = down[phaseH].from(ownH);
        int to = Math.max(from, down[phaseH].to(ownH, g.oh()));
        int source = dy.offset + (image * g.oh() + ownH) * g.ow() * g.c();
        int target = dx.offset + ((image * g.h() + h) * g.w() + phaseW - g.left()) * g.c();
        int own = Math.ceilDiv(g.left() - phaseW, g.strideW());
        int end = Math.ceilDiv(g.w() + g.left() - phaseW, g.strideW());
        int step = g.strideW() * g.c();
        while (own < end) {
            int sFrom = horizontal.from(own);
            int sTo = Math.max(sFrom, horizontal.to(own, g.ow()));
            boolean four = own + PIXELS <= end && sFrom == 0 && sTo == count
                    && horizontal.to(own + PIXELS - 1, g.ow()) == count;
            if (four) {
                for (int channel = 0; channel < vectors; channel += L) {
                    four(
                            from * count, to * count, outputs[pair], weights[pair], dy.array,
                            source + own * g.c() + channel, g.c(), w.array, w.offset + channel, dx.array,
                            target + own * step + channel, step);
                }
            }
            int pixels = four ? PIXELS : 1;
            for (int pixel = own; pixel < own + pixels; pixel++) {
                pixel(
                        pair, from, to, sFrom, sTo, source + pixel * g.c(), target + pixel * step, four ? vectors : 0,
                        vectors);
            }
            own += pixels;
        }
    }

    /// One pixel's channels from `first` on, those up to `vectors` as vectors.
    private void pixel(int pair, int from, int to, int sFrom, int sTo, int at, int out, int first, int vectors) {
        int count = across[pair % g.strideW()].count();
        Arrays.fill(dx.array, out + first, out + g.c(), 0f);
        for (int r = from; r < to; r++) {
            int begin = r * count + sFrom;
            int end = r * count + sTo;
            for (int channel = first; channel < vectors; channel += L) {
                one(
                        begin, end, outputs[pair], weights[pair], dy.array, at + channel, w.array, w.offset + channel,
                        dx.array, out + channel);
            }
            for (int t = begin; t < end; t++) {
                plain(at + outputs[pair][t], w.offset + weights[pair][t], out, vectors);
            }
        }
    }

    private void plain(int at, int weight, int out, int first) {
        for (int channel = first; channel < g.c(); channel++) {
            dx.array[out + channel] += dy.array[at + channel] * w.array[weight + channel];
        }
    }

    /// `dx[p] = Σ over taps of dy[p] · w` for a vector of channels of four pixels p, which are `c` floats of dy and
    /// `step` of dx apart.
    private static void four(
            int from, int to, int[] outputs, int[] weights, float[] dy, int dyOff, int c, float[] w, int wOff,
            float[] dx, int dxOff, int step) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = x0;
        FloatVector x2 = x0;
        FloatVector x3 = x0;
        for (int t = from; t < to; t++) {
            FloatVector weight = fromArray(SPECIES, w, wOff + weights[t]);
            int at = dyOff + outputs[t];
            x0 = EXACT.cast(x0).add(fromArray(SPECIES, dy, at).mul(weight));
            x1 = EXACT.cast(x1).add(fromArray(SPECIES, dy, at + c).mul(weight));
            x2 = EXACT.cast(x2).add(fromArray(SPECIES, dy, at + 2 * c).mul(weight));
            x3 = EXACT.cast(x3).add(fromArray(SPECIES, dy, at + 3 * c).mul(weight));
        }
        EXACT.cast(x0).intoArray(dx, dxOff);
        EXACT.cast(x1).intoArray(dx, dxOff + step);
        EXACT.cast(x2).intoArray(dx, dxOff + 2 * step);
        EXACT.cast(x3).intoArray(dx, dxOff + 3 * step);
    }

    /// `dx += Σ over taps of dy · w` for a vector of channels of one pixel.
    private static void one(
            int from, int to, int[] outputs, int[] weights, float[] dy, int dyOff, float[] w, int wOff, float[] dx,
            int dxOff) {
        FloatVector sum = fromArray(SPECIES, dx, dxOff);
        for (int t = from; t < to; t++) {
            sum = EXACT.cast(sum).add(
                    fromArray(SPECIES, dy, dyOff + outputs[t]).mul(fromArray(SPECIES, w, wOff + weights[t])));
        }
        EXACT.cast(sum).intoArray(dx, dxOff);
    }
}
