package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import java.util.Arrays;

/// dx = for each pixel the sum of dy[n,i,j,k] · w[r,s,·,k] over the outputs (i, j) that saw it, as a product of
/// patches of dy (pixels of x × taps and output channels) and turned filters. A part is a number of pixels of
/// one group. With strides most of a patch is zero, which the product skips.
record ScalarInputGradient(
        Window g, Operand dy, Operand w, Operand dx, Group[] of, ThreadLocal<ScalarRows> rows) implements Work {

    static ScalarInputGradient of(Window g, Operand dy, Operand w, Operand dx, ThreadLocal<ScalarRows> rows) {
        Group[] groups = new Group[g.groups()];
        Arrays.setAll(groups, group -> new Group(g, dy, w, group));
        return new ScalarInputGradient(g, dy, w, dx, groups, rows);
    }

    private int perPart() {
        return ScalarRows.perPart(g.multiplyAdds() / g.groups() / g.h() / g.w());
    }

    private int partsOfGroup(int n) {
        return Math.ceilDiv(n * g.h() * g.w(), perPart());
    }

    @Override
    public int parts(int phase, int n) {
        return g.groups() * partsOfGroup(n);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int group = part / partsOfGroup(n);
        int first = part % partsOfGroup(n) * perPart();
        int last = Math.min(n * g.h() * g.w(), first + perPart());
        int channels = g.c() / g.groups();
        ScalarProduct.run(
                of[group], n, first, last, g.r() * g.s() * (g.k() / g.groups()), channels, null, 0, false,
                dx.array, dx.offset + group * channels, g.c(), rows.get());
    }

    private record Group(Window g, Operand dy, Operand w, int group) implements ScalarProduct.Matrices {
        @Override
        public void left(int n, int pixel, int t, int count, float[] to) {
            int k = g.k() / g.groups();
            int row = pixel / g.w() % g.h() + g.top();
            int column = pixel % g.w() + g.left();
            int image = pixel / g.w() / g.h() * g.oh();
            int done = 0;
            while (done < count) {
                int tap = (t + done) / k;
                int kk = (t + done) % k;
                int run = Math.min(count - done, k - kk);
                int up = row - tap / g.s() * g.dilationH();
                int across = column - tap % g.s() * g.dilationW();
                boolean seen = up >= 0 && across >= 0 && up % g.strideH() == 0 && across % g.strideW() == 0
                        && up / g.strideH() < g.oh() && across / g.strideW() < g.ow();
                if (seen) {
                    int output = (image + up / g.strideH()) * g.ow() + across / g.strideW();
                    System.arraycopy(dy.array, dy.offset + output * g.k() + group * k + kk, to, done, run);
                } else {
                    Arrays.fill(to, done, done + run, 0f);
                }
                done += run;
            }
        }

        @Override
        public void right(int n, int t, int j, int count, float[] to) {
            int k = g.k() / g.groups();
            int from = w.offset + (t / k * (g.c() / g.groups()) + j) * g.k() + group * k + t % k;
            for (int c = 0; c < count; c++) {
                to[c] = w.array[from + c * g.k()];
            }
        }
    }
}
