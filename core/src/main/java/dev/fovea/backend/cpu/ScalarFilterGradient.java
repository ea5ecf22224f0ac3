package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import java.util.Arrays;

/// dw = patchesᵀ · dy, a product whose sum runs over all output pixels of the batch. A part is a number of rows
/// (tap and channel) of dw of one group.
record ScalarFilterGradient(
        Window g, Operand x, Operand dy, Operand dw, Group[] of, ThreadLocal<ScalarRows> rows) implements Work {
    private static final int ROWS = 24;

    static ScalarFilterGradient of(Window g, Operand x, Operand dy, Operand dw, ThreadLocal<ScalarRows> rows) {
        Group[] groups = new Group[g.groups()];
        Arrays.setAll(groups, group -> new Group(g, x, dy, group));
        return new ScalarFilterGradient(g, x, dy, dw, groups, rows);
    }

    private int height() {
        return g.r() * g.s() * (g.c() / g.groups());
    }

    @Override
    public int parts(int phase, int n) {
        return g.groups() * Math.ceilDiv(height(), ROWS);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int group = part / Math.ceilDiv(height(), ROWS);
        int first = part % Math.ceilDiv(height(), ROWS) * ROWS;
        int k = g.k() / g.groups();
        ScalarProduct.run(
                of[group], n, first, Math.min(height(), first + ROWS), n * g.oh() * g.ow(), k, null, 0, false,
                dw.array, dw.offset + group * k, g.k(), rows.get());
    }

    private record Group(Window g, Operand x, Operand dy, int group) implements ScalarProduct.Matrices {
        @Override
        public void left(int n, int row, int pixel, int count, float[] to) {
            int channels = g.c() / g.groups();
            int tap = row / channels;
            int down = tap / g.s() * g.dilationH() - g.top();
            int right = tap % g.s() * g.dilationW() - g.left();
            int done = 0;
            while (done < count) {
                int j = (pixel + done) % g.ow();
                int i = (pixel + done) / g.ow() % g.oh();
                int image = (pixel + done) / g.ow() / g.oh();
                int run = Math.min(count - done, g.ow() - j);
                int h = i * g.strideH() + down;
                int from = x.offset + (image * g.h() + h) * g.w() * g.c() + group * channels + row % channels;
                for (int p = 0; p < run; p++) {
                    int v = (j + p) * g.strideW() + right;
                    boolean inside = h >= 0 && h < g.h() && v >= 0 && v < g.w();
                    to[done + p] = inside ? x.array[from + v * g.c()] : 0f;
                }
                done += run;
            }
        }

        @Override
        public void right(int n, int pixel, int j, int count, float[] to) {
            int from = dy.offset + pixel * g.k() + group * (g.k() / g.groups()) + j;
            System.arraycopy(dy.array, from, to, 0, count);
        }
    }
}
