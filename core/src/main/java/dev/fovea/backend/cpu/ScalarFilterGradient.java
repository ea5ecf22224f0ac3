package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import java.util.Arrays;

/// dwᵀ = dyᵀ · patches: the sum runs over all output pixels of the batch, the inner loop along taps and channels,
/// of which there are more than output channels. A part is a panel of dwᵀ of one group.
record ScalarFilterGradient(Window g, Group[] of, int bands, int panels, ThreadLocal<ScalarRows> rows)
        implements Work {
    private static final int LEAST_PARTS = 16;

    static ScalarFilterGradient of(Window g, Operand x, Operand dy, Operand dw, ThreadLocal<ScalarRows> rows) {
        int k = g.k() / g.groups();
        int width = g.r() * g.s() * (g.c() / g.groups());
        int panels = Math.ceilDiv(width, ScalarRows.WIDTH);
        int height = Math.min(ScalarRows.ROWS, Math.ceilDiv(k, Math.max(1, LEAST_PARTS / panels / g.groups())));
        height = Math.max(8, (height + 3) & ~3);
        Group[] groups = new Group[g.groups()];
        for (int group = 0; group < groups.length; group++) {
            groups[group] = new Group(g, x, dy, dw, group, Math.ceilDiv(width, panels), height);
        }
        return new ScalarFilterGradient(g, groups, Math.ceilDiv(k, height), panels, rows);
    }

    @Override
    public int parts(int phase, int n) {
        return g.groups() * bands * panels;
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        Group group = of[part / bands / panels];
        int first = part % bands * group.height;
        int last = Math.min(g.k() / g.groups(), first + group.height);
        ScalarProduct.run(group, n, first, last, part / bands % panels, scratch, rows.get());
    }

    /// @param width columns of a panel: taps and channels
    /// @param height rows of a panel: output channels
    private record Group(Window g, Operand x, Operand dy, Operand dw, int group, int width, int height)
            implements ScalarProduct.Matrices {
        @Override
        public int blocks(int n) {
            return Math.ceilDiv(n * g.oh() * g.ow(), ScalarRows.DEPTH);
        }

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

        @Override
        public void result(int n, int i, int count, int panel, float[][] sums) {
            int at = dw.offset + panel * width * g.k() + group * (g.k() / g.groups()) + i;
            ScalarRows.transposeBack(sums, 0, count, columns(n, panel), dw.array, at, g.k());
        }
    }
}
