package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.op.Window;
import java.util.Arrays;

/// dwᵀ = dyᵀ · patches: the sum runs over all output pixels of the batch, the inner loop along taps and channels,
/// of which there are more than output channels. A part is a panel of dwᵀ of one group, summed over a chunk of
/// the pixels. Each chunk has a dw of its own in the shared memory; the second phase adds them in their order.
record ScalarFilterGradient(
        Window g, Group[] of, Operand dw, int bands, int panels, ThreadLocal<ScalarRows> rows) implements Work {
    private static final int PARTS = 16;
    private static final int LEAST_BLOCKS = 16;
    private static final int ADDED = 1 << 12;

    static ScalarFilterGradient of(Window g, Operand x, Operand dy, Operand dw, ThreadLocal<ScalarRows> rows) {
        int k = g.k() / g.groups();
        int width = g.r() * g.s() * (g.c() / g.groups());
        int panels = Math.ceilDiv(width, ScalarRows.WIDTH);
        Group[] groups = new Group[g.groups()];
        for (int group = 0; group < groups.length; group++) {
            groups[group] = new Group(g, x, dy, group, Math.ceilDiv(width, panels));
        }
        return new ScalarFilterGradient(g, groups, dw, Math.ceilDiv(k, ScalarRows.ROWS), panels, rows);
    }

    private int blocks(int n) {
        return Math.ceilDiv(n * g.oh() * g.ow(), ScalarRows.DEPTH);
    }

    private int chunks(int n) {
        int wanted = Math.ceilDiv(PARTS, panelsOfAll());
        return Math.max(1, Math.min(wanted, blocks(n) / LEAST_BLOCKS));
    }

    private int panelsOfAll() {
        return g.groups() * bands * panels;
    }

    private int weights() {
        return g.r() * g.s() * (g.c() / g.groups()) * g.k();
    }

    @Override
    public long sharedFloats(int capacity) {
        return chunks(capacity) == 1 ? 0 : (long) chunks(capacity) * weights();
    }

    @Override
    public int phases() {
        return 2;
    }

    @Override
    public String kernel(int n) {
        return "scalar product";
    }

    @Override
    public int parts(int phase, int n) {
        if (phase == 0) {
            return panelsOfAll() * chunks(n);
        }
        return chunks(n) == 1 ? 0 : Math.ceilDiv(weights(), ADDED);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        if (phase == 0) {
            sum(part / chunks(n), part % chunks(n), n, shared, scratch);
        } else {
            add(part * ADDED, Math.min(ADDED, weights() - part * ADDED), chunks(n), shared);
        }
    }

    private void sum(int part, int chunk, int n, Operand shared, Operand scratch) {
        Group group = of[part / bands / panels];
        int k = g.k() / g.groups();
        int panel = part / bands % panels;
        int first = part % bands * ScalarRows.ROWS;
        int last = Math.min(k, first + ScalarRows.ROWS);
        int firstBlock = (int) ((long) blocks(n) * chunk / chunks(n));
        int lastBlock = (int) ((long) blocks(n) * (chunk + 1) / chunks(n));
        ScalarRows own = rows.get();
        ScalarProduct.run(group, n, first, last, panel, firstBlock, lastBlock, scratch, own);
        Operand to = chunks(n) == 1 ? dw : shared;
        int at = to.offset + chunk * weights() + panel * group.width * g.k() + group.group * k + first;
        ScalarRows.transposeBack(own.sums, 0, last - first, group.columns(n, panel), to.array, at, g.k());
    }

    private void add(int first, int count, int chunks, Operand shared) {
        System.arraycopy(shared.array, shared.offset + first, dw.array, dw.offset + first, count);
        for (int chunk = 1; chunk < chunks; chunk++) {
            int from = shared.offset + chunk * weights() + first;
            for (int i = 0; i < count; i++) {
                dw.array[dw.offset + first + i] += shared.array[from + i];
            }
        }
    }

    /// @param width columns of a panel: taps and channels
    private record Group(Window g, Operand x, Operand dy, int group, int width) implements ScalarProduct.Matrices {
        private int pixels(int n, int block) {
            return Math.min(ScalarRows.DEPTH, n * g.oh() * g.ow() - block * ScalarRows.DEPTH);
        }

        @Override
        public int columns(int n, int panel) {
            return Math.min(width, g.r() * g.s() * (g.c() / g.groups()) - panel * width);
        }

        @Override
        public int right(int n, int block, int panel, Operand scratch, float[][] to) {
            int count = pixels(n, block);
            for (int p = 0; p < count; p++) {
                patch(block * ScalarRows.DEPTH + p, panel * width, columns(n, panel), to[p]);
            }
            return count;
        }

        /// Elements `t` to `t + count` of what an output pixel sees.
        private void patch(int pixel, int t, int count, float[] to) {
            int channels = g.c() / g.groups();
            int row = pixel / g.ow() % g.oh() * g.strideH() - g.top();
            int column = pixel % g.ow() * g.strideW() - g.left();
            int image = pixel / g.ow() / g.oh() * g.h();
            int done = 0;
            while (done < count) {
                int tap = (t + done) / channels;
                int c = (t + done) % channels;
                int h = row + tap / g.s() * g.dilationH();
                int v = column + tap % g.s() * g.dilationW();
                boolean inside = h >= 0 && h < g.h() && v >= 0 && v < g.w();
                int taps = inside && g.groups() == 1 && g.dilationW() == 1
                        ? Math.min(g.s() - tap % g.s(), g.w() - v)
                        : 1;
                int run = Math.min(count - done, taps * channels - c);
                if (inside) {
                    int from = x.offset + ((image + h) * g.w() + v) * g.c() + group * channels + c;
                    System.arraycopy(x.array, from, to, done, run);
                } else {
                    Arrays.fill(to, done, done + run, 0f);
                }
                done += run;
            }
        }

        @Override
        public void left(int n, int block, int i, float[] to, int start) {
            int from = dy.offset + block * ScalarRows.DEPTH * g.k() + group * (g.k() / g.groups()) + i;
            int count = pixels(n, block);
            for (int p = 0; p < count; p++, from += g.k()) {
                to[start + p] = dy.array[from];
            }
        }

        @Override
        public float bias(int i) {
            return 0f;
        }
    }
}
